import type { Hono, MiddlewareHandler } from "hono";
import type { Context } from "#context";
import type { Actor } from "#domain/actor";
import type { RateShield } from "#domain/rate-memory";
import type { ClickLogs } from "#usecases/count-clicks";
import type { Authenticate } from "#http/authenticate";
import type { BoardPrograms } from "#http/board-programs";
import type { KeyUses } from "#http/key-use";
import type { AdmitToken } from "#http/participant-gate";

/** What the API is built on, given by the Worker. */
export type Ground = {
  authenticate: Authenticate;
  admitToken: AdmitToken;
  keyUses: KeyUses;
  boardPrograms: BoardPrograms;
  /** What the isolate remembers of limits. */
  shield: RateShield;
  openContext: OpenContext;
  clickLogsOf: (env: Env) => ClickLogs;
};
export type OpenContext = (env: Env, door: { actor: Actor; nowMs: number; requestId: string }) => Context;

/** What a request has gathered on its way: id and instant from the first middleware, the context from its key. */
export type Doors = { Bindings: Env; Variables: { requestId: string; nowMs: number; ctx: Context } };
type Validated = { out: { param: unknown; query: unknown; json: unknown } };

export type Api = Hono<Doors>;
export type Middleware = MiddlewareHandler<Doors, string, Validated>;
