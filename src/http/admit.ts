import { mayDo } from "#domain/actor";
import type { Scope } from "#domain/actor";
import { openDatabase } from "#store/database";
import type { Ground, Middleware } from "#http/ground";
import { refusalResponse } from "#http/problem";
import { refuseLogin } from "#http/rates";

/** Opens the context for the key in the Authorization header. */
export function admitKey(ground: Ground): Middleware {
  const { authenticate, openContext } = ground;
  return async (c, next) => {
    const { nowMs, requestId } = c.var;
    const actor = await authenticate(openDatabase(c.env.DB), c.req.header("authorization"), nowMs);
    if (actor === null) return refuseLogin(c, ground);
    c.set("ctx", openContext(c.env, { actor, nowMs, requestId }));
    return next();
  };
}

export function requireScope(scope: Scope): Middleware {
  return async (c, next) => {
    const { actor, requestId } = c.var.ctx;
    if (mayDo(actor, scope)) return next();
    return refusalResponse({ code: "insufficient_scope", needed: scope }, requestId);
  };
}

export function admitAnyone({ openContext }: Ground): Middleware {
  return async (c, next) => {
    const { nowMs, requestId } = c.var;
    c.set("ctx", openContext(c.env, { actor: { type: "public", mode: "live" }, nowMs, requestId }));
    return next();
  };
}
