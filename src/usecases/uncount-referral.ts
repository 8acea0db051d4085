import type { Context } from "#context";
import { ownIdPrefixes } from "#domain/event";
import type { RecordedAnswer } from "#domain/event";
import type { Refusal } from "#domain/refusal";
import type { Result } from "#domain/result";
import type { Review } from "#domain/review";
import { findParticipant } from "#store/participants";
import { findReferral } from "#store/referrals";
import { recordOwnEvent } from "#usecases/record-event";

/**
 * Reports that a person has rejected a referral that counts, so that it counts no more. It is an event like any other:
 * what the referrer's counts lose by it is decided with whatever else is reported, and its id makes it happen once.
 */
export async function uncountReferral(
  ctx: Context,
  { id, mode, programId, referralId, decidedAtMs }: Review,
): Promise<Result<RecordedAnswer, Refusal>> {
  const stored = await findReferral(ctx.db, mode, referralId);
  const referee = stored === null ? null : await findParticipant(ctx.db, mode, stored.referral.refereeId);
  if (referee === null || decidedAtMs === null) throw new Error("a rejected review without its referral");
  const { kind, externalId } = referee;
  return recordOwnEvent(ctx, {
    id: `${ownIdPrefixes.reject}${id}:${decidedAtMs}`,
    type: "referral_rejected",
    occurredAtMs: decidedAtMs,
    program: programId,
    referee: { kind, externalId },
  });
}
