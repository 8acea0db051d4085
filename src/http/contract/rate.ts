import type { RatePolicyName } from "#domain/rate-limit-policies";
import type { RefusalCode } from "#domain/refusal";
import type { Operation } from "#http/contract/operation";

/**
 * Under which policy a key's requests to an operation count; null for what is open to everybody. Events move value too,
 * and yet count apart: they are the stream of the main app, which must not wait for the limiter, and the same event again
 * is the same event, so that nothing is gained by sending more of it.
 */
export function ratePolicyOf({ scope, rate }: Operation): RatePolicyName | null {
  if (rate !== undefined) return rate;
  if (scope === "public") return null;
  if (scope === "events:write") return "events";
  if (scope === "wallets:write" || scope === "rewards:write" || scope === "reviews:write") return "money";
  return scope.endsWith(":read") ? "reads" : "writes";
}

export function rateRefusals(operation: Operation): RefusalCode[] {
  const policy = ratePolicyOf(operation);
  if (policy === null) return [];
  return policy === "money" ? ["rate_limited", "limiter_unavailable"] : ["rate_limited"];
}
