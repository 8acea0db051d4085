import type { Context as HonoContext, Hono } from "hono";
import { nanoid } from "nanoid";
import type { Context } from "#context";
import type { Actor } from "#domain/actor";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { openDatabase } from "#store/database";
import type { ClickLogs } from "#usecases/count-clicks";
import type { Authenticate } from "#http/authenticate";
import type { Answer, Input, Operation } from "#http/contract/operation";
import { answerOnce } from "#http/idempotency";
import { parse, parseQuery } from "#http/parse";
import { faultResponse, refusalResponse } from "#http/problem";
import { readJson } from "#http/read-json";

const defaultBodyLimitBytes = 64 * 1024;

export type Handler<O extends Operation> = (
  ctx: Context,
  input: Input<O>,
  request: RequestGround,
) => Promise<Result<Answer<O>, Refusal>>;

/** What a few handlers need of the request's surroundings. */
export type RequestGround = { origin: string; clickLogs: ClickLogs };

export type Route = { operation: Operation; handle: Handler<Operation> };

export function route<const O extends Operation>(operation: O, handle: Handler<O>): Route {
  return { operation, handle };
}

export type Door = { actor: Actor; nowMs: number; requestId: string };
export type Ground = {
  authenticate: Authenticate;
  openContext: OpenContext;
  clickLogsOf: (env: Env) => ClickLogs;
};
export type OpenContext = (env: Env, door: Door) => Context;
export type Api = Hono<{ Bindings: Env }>;
type ApiContext = HonoContext<{ Bindings: Env }>;

/** Puts a route behind the same doors as every other: key, scope, body, schema, Idempotency-Key, then its handler. */
export function mount(api: Api, { operation, handle }: Route, ground: Ground) {
  api.on(operation.method.toUpperCase(), operation.path, async (c) => {
    const nowMs = Date.now();
    const requestId = newRequestId();
    const response = await answer(c).catch((error: unknown) => {
      logFault(operation, requestId, error);
      return faultResponse(requestId);
    });
    return finish(response, operation, requestId, nowMs);

    async function answer(c: ApiContext): Promise<Response> {
      const admitted = await admit(c, operation, ground.authenticate, nowMs);
      if (!admitted.ok) return refusalResponse(admitted.refusal, requestId);
      const ctx = ground.openContext(c.env, { actor: admitted.value, nowMs, requestId });
      const input = await readInput(c, operation);
      if (!input.ok) return refusalResponse(input.refusal, requestId);
      const surroundings = { origin: new URL(c.req.url).origin, clickLogs: ground.clickLogsOf(c.env) };
      const run = async () => respond(await handle(ctx, input.value, surroundings), operation, requestId);
      if (operation.idempotency === undefined) return run();
      return answerOnce(ctx, c.req.raw, { forget: operation.idempotency.forget, body: input.value.body }, run);
    }
  });
}

async function admit(
  c: ApiContext,
  operation: Operation,
  authenticate: Authenticate,
  nowMs: number,
): Promise<Result<Actor, Refusal>> {
  const { scope } = operation;
  if (scope === "public") return ok({ type: "job", name: "public", mode: "live" });
  const actor = await authenticate(openDatabase(c.env.DB), c.req.header("authorization"), nowMs);
  if (actor === null) return refuse({ code: "unauthorized" });
  if (actor.type === "key" && !actor.scopes.includes(scope))
    return refuse({ code: "insufficient_scope", needed: scope });
  return ok(actor);
}

async function readInput(c: ApiContext, operation: Operation): Promise<Result<Input<Operation>, Refusal>> {
  const { params, query, body, bodyLimitBytes = defaultBodyLimitBytes } = operation;
  const input: { params: unknown; query: unknown; body: unknown } = {
    params: undefined,
    query: undefined,
    body: undefined,
  };
  if (params !== undefined) {
    const parsed = parse(params, c.req.param());
    if (!parsed.ok) return parsed;
    input.params = parsed.value;
  }
  if (query !== undefined) {
    const parsed = parseQuery(query, c.req.queries());
    if (!parsed.ok) return parsed;
    input.query = parsed.value;
  }
  if (body !== undefined) {
    const read = await readJson(c.req.raw, bodyLimitBytes);
    if (!read.ok) return read;
    const parsed = parse(body, read.value);
    if (!parsed.ok) return parsed;
    input.body = parsed.value;
  }
  // Safe because each part was parsed by the operation's own schema just above.
  return ok(input as Input<Operation>);
}

function respond(result: Result<Answer<Operation>, Refusal>, operation: Operation, requestId: string): Response {
  if (!result.ok) return refusalResponse(result.refusal, requestId);
  if (operation.contentType === "text/html") {
    const policy = "default-src 'none'; frame-ancestors 'none'";
    return new Response(String(result.value.body), {
      headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policy },
    });
  }
  return Response.json(result.value.body, { status: result.value.status ?? 200 });
}

/** Ours always: a caller's own id could carry anything into the logs. */
export function newRequestId(): string {
  return `req_${nanoid()}`;
}

function logFault(operation: Operation, requestId: string, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(
    JSON.stringify({
      level: "error",
      message: "fault",
      request_id: requestId,
      operation: operation.operationId,
      error: text,
    }),
  );
}

function finish(response: Response, operation: Operation, requestId: string, startedAtMs: number): Response {
  response.headers.set("x-request-id", requestId);
  response.headers.set("cache-control", "no-store");
  const fields = { request_id: requestId, operation: operation.operationId, status: response.status };
  console.log(JSON.stringify({ level: "info", message: "request", ...fields, duration_ms: Date.now() - startedAtMs }));
  return response;
}
