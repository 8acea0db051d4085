import type { RatePolicyName } from "#domain/rate-limit-policies";
import type { RefusalCode } from "#domain/refusal";
import type { Operation } from "#http/contract/operation";

/** Under which policy a key's requests to an operation count; null for what is open to everybody. */
export function ratePolicyOf({ scope }: Operation): RatePolicyName | null {
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
