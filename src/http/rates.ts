import type { Context as HonoContext } from "hono";
import type { Context } from "#context";
import { actorName } from "#domain/actor";
import { addressKey } from "#domain/address";
import { ratePolicies } from "#domain/rate-limit-policies";
import type { RatePolicyName, ToldRate } from "#domain/rate-limit-policies";
import { foresee, recall } from "#domain/rate-memory";
import type { RateShield } from "#domain/rate-memory";
import type { Refusal } from "#domain/refusal";
import type { Operation } from "#http/contract/operation";
import { ratePolicyOf } from "#http/contract/rate";
import type { Doors, Ground, Middleware } from "#http/ground";
import { refusalResponse } from "#http/problem";

const limiterBackAfterSeconds = 5;

/** Counts the request under its key, as one, and tells in headers whatever limits it has met by its end. */
export function limitRate(operation: Operation, { shield }: Ground): Middleware {
  const policy = ratePolicyOf(operation);
  return async (c, next) => {
    const { ctx, requestId } = c.var;
    const refusal = policy === null ? null : await refuseMany(c, shield, { policy, cost: 1 });
    if (refusal === null) await next();
    else c.res = refusalResponse(refusal, requestId);
    tellRates(c.res.headers, [...ctx.rates.told.values()]);
    return undefined;
  };
}

/** Counts the parts of a valid batch, of which the request itself was the first. */
export function limitBatch(operation: Operation, batch: string, { shield }: Ground): Middleware {
  const policy = ratePolicyOf(operation);
  return async (c, next) => {
    const cost = sizeOf(c.req.valid("json"), batch) - 1;
    const refusal = policy === null || cost <= 0 ? null : await refuseMany(c, shield, { policy, cost });
    return refusal === null ? next() : refusalResponse(refusal, c.var.requestId);
  };
}

/** Under what a request is counted: who asks, or where nobody says who he is, his address; null for whoever has none. */
function holderOf(c: HonoContext<Doors>): string | null {
  const { actor, signing, nowMs } = c.var.ctx;
  if (actor.type !== "public") return actorName(actor);
  return addressKey(signing, c.req.header("cf-connecting-ip") ?? null, nowMs);
}

function sizeOf(body: unknown, batch: string): number {
  const parts = typeof body === "object" && body !== null ? Object.entries(body) : [];
  const list: unknown = parts.find(([name]) => name === batch)?.[1];
  return Array.isArray(list) ? list.length : 1;
}

/** Null while a miss from this address is answered like any other. Whoever has no address is counted under the key. */
export function refuseManyMisses(ctx: Context, shield: RateShield, address: string | null): Refusal | null {
  const key = addressKey(ctx.signing, address, ctx.nowMs) ?? actorName(ctx.actor);
  const { allowed, retryAfterSeconds } = ctx.rates.spend(shield, { policy: "code-misses", key, cost: 1 });
  return allowed ? null : { code: "rate_limited", retryAfterSeconds };
}

/**
 * The answer to credentials that open nothing. They count under the address that brought them, so that somebody who
 * tries keys out is cut off; a key that is valid was let in before this is asked, and costs nothing. What brings no
 * credentials at all tries nothing out.
 */
export async function refuseLogin(c: HonoContext<Doors>, { openContext, shield }: Ground): Promise<Response> {
  const { nowMs, requestId } = c.var;
  const ctx = openContext(c.env, { actor: { type: "public", mode: "live" }, nowMs, requestId });
  const key = addressKey(ctx.signing, c.req.header("cf-connecting-ip") ?? null, nowMs);
  const unauthorized: Refusal = { code: "unauthorized" };
  if (key === null || c.req.header("authorization") === undefined) return refusalResponse(unauthorized, requestId);
  const call = { policy: "login", key, cost: 1, nowMs } as const;
  // Whoever is shut out asks the limiter nothing more until there is room again.
  const known = foresee(shield.memory, call);
  const decision = known.allowed ? await ctx.rates.take(call) : known;
  if (decision !== null && !decision.allowed) {
    recall(shield.memory, call, decision.tatMs);
    ctx.rates.tell({ policy: "login", decision, down: false });
  }
  const retryAfterSeconds = decision?.retryAfterSeconds ?? 0;
  const refusal: Refusal = retryAfterSeconds > 0 ? { code: "rate_limited", retryAfterSeconds } : unauthorized;
  const response = refusalResponse(refusal, requestId);
  tellRates(response.headers, [...ctx.rates.told.values()]);
  return response;
}

async function refuseMany(
  c: HonoContext<Doors>,
  shield: RateShield,
  { policy: name, cost }: { policy: RatePolicyName; cost: number },
): Promise<Refusal | null> {
  const { ctx } = c.var;
  const key = holderOf(c);
  if (key === null) return null;
  const wish = { policy: name, key, cost };
  const policy = ratePolicies[name];
  const decision = policy.by === "limiter" ? await ctx.rates.take(wish) : ctx.rates.spend(shield, wish);
  if (decision !== null) {
    const { allowed, retryAfterSeconds } = decision;
    return allowed ? null : { code: "rate_limited", retryAfterSeconds };
  }
  const isClosed = policy.by === "limiter" && policy.whenDown === "closed";
  return isClosed ? { code: "limiter_unavailable", retryAfterSeconds: limiterBackAfterSeconds } : null;
}

/** As draft-ietf-httpapi-ratelimit-headers-11 has them. A limiter that is down is told in a parameter of ours. */
function tellRates(headers: Headers, told: readonly ToldRate[]): void {
  if (told.length === 0) return;
  const policies = told.map(({ policy: name }) => {
    const { burst, limit, windowMs } = ratePolicies[name];
    return `"${name}";q=${Math.max(limit, burst)};w=${windowMs / 1000}`;
  });
  const limits = told.map(({ policy, decision: { remaining, resetSeconds }, down }) => {
    const limit = `"${policy}";r=${remaining};t=${resetSeconds}`;
    return down ? `${limit};bouquet-limiter=unavailable` : limit;
  });
  headers.set("ratelimit-policy", policies.join(", "));
  headers.set("ratelimit", limits.join(", "));
}
