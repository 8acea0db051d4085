import type { Context } from "#context";
import { decideRate } from "#domain/rate-limit";
import { ratePolicies } from "#domain/rate-limit-policies";
import type { Refusal } from "#domain/refusal";
import { findCodesTat } from "#store/code-limit";
import type { CodeLimit } from "#store/code-limit";

/** By real time, in test programs too: it protects the deployment. */
export function codeLimitOf({ nowMs }: Context, participantId: string): CodeLimit {
  return { participantId, policy: ratePolicies["link-creation"], nowMs };
}

/** Null while the participant may be given another code. */
export async function refuseManyCodes(ctx: Context, limit: CodeLimit): Promise<Refusal | null> {
  const decision = decideRate(limit.policy, await findCodesTat(ctx.db, limit), limit);
  ctx.rates.tell({ policy: "link-creation", decision, down: false });
  return decision.allowed ? null : { code: "rate_limited", retryAfterSeconds: decision.retryAfterSeconds };
}
