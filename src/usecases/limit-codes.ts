import type { Context } from "#context";
import { codesPerMinute } from "#domain/code";
import { minuteMs } from "#domain/day";
import type { Refusal } from "#domain/refusal";
import { findLimitingCode } from "#store/code-limit";
import type { CodeLimit } from "#store/code-limit";

/** By real time, in test programs too: it protects the deployment. */
export function codeLimitOf({ nowMs }: Context, participantId: string): CodeLimit {
  return { participantId, max: codesPerMinute, sinceMs: nowMs - minuteMs };
}

/** Null while the participant may be given another code. */
export async function refuseManyCodes(ctx: Context, limit: CodeLimit): Promise<Refusal | null> {
  const limitingMs = await findLimitingCode(ctx.db, limit);
  if (limitingMs === null) return null;
  const waitMs = Math.min(Math.max(limitingMs - limit.sinceMs, 1), minuteMs);
  return { code: "rate_limited", retryAfterSeconds: Math.ceil(waitMs / 1000) };
}
