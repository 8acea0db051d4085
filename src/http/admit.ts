import { mayDo } from "#domain/actor";
import type { Actor } from "#domain/actor";
import { openDatabase } from "#store/database";
import type { Operation } from "#http/contract/operation";
import type { Ground, Middleware } from "#http/ground";
import { isServerKey } from "#http/participant-gate";
import { refusalResponse } from "#http/problem";
import { refuseLogin } from "#http/rates";

const everybody: Actor = { type: "public", mode: "live" };

/** Opens the context for the key in the Authorization header; where participants may come, for their tokens too. */
export function admitBearer(operation: Operation, ground: Ground): Middleware {
  const { authenticate, admitToken, keyUses, openContext } = ground;
  return async (c, next) => {
    const { nowMs, requestId } = c.var;
    const authorization = c.req.header("authorization");
    const isToken = operation.participant !== undefined && !isServerKey(authorization);
    const actor = isToken
      ? await admitToken(openContext(c.env, { actor: everybody, nowMs, requestId }), authorization)
      : await authenticate(openDatabase(c.env.DB), authorization, nowMs);
    if (actor === null) return refuseLogin(c, ground);
    c.set("ctx", openContext(c.env, { actor, nowMs, requestId }));
    keyUses.note(c.var.ctx);
    return next();
  };
}

/** A participant needs no scope: he is let in only where he may be, and sees what is his. */
export function requireRight({ scope, liveOnly }: Operation): Middleware {
  return async (c, next) => {
    const { actor, requestId } = c.var.ctx;
    if (actor.type === "participant") return next();
    if (scope !== "public" && !mayDo(actor, scope))
      return refusalResponse({ code: "insufficient_scope", needed: scope }, requestId);
    if (liveOnly === true && actor.mode !== "live") return refusalResponse({ code: "live_key_needed" }, requestId);
    return next();
  };
}

export function admitAnyone({ openContext }: Ground): Middleware {
  return async (c, next) => {
    const { nowMs, requestId } = c.var;
    c.set("ctx", openContext(c.env, { actor: everybody, nowMs, requestId }));
    return next();
  };
}
