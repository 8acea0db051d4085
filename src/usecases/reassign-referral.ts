import type { Context } from "#context";
import { ownIdPrefixes } from "#domain/event";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { findParticipant } from "#store/participants";
import { findReferral } from "#store/referrals";
import type { StoredReferral } from "#store/referrals";
import { describeChange } from "#usecases/describe-change";
import { recordOwnEvent } from "#usecases/record-event";

/**
 * Makes somebody else the referrer, with a reason. It is an event like any other: what the former referrer got is
 * taken back, and the history is decided again for the new one.
 */
export async function reassignReferral(
  ctx: Context,
  { referralId, referrerId, reason }: { referralId: string; referrerId: string; reason: string },
): Promise<Result<StoredReferral, Refusal>> {
  const { mode } = ctx.actor;
  const stored = await findReferral(ctx.db, mode, referralId);
  if (stored === null) return refuse({ code: "not_found", what: "referral" });
  const { referral } = stored;
  if (referral.referrerId === referrerId) return ok(stored);
  const [referrer, referee] = await Promise.all([
    findParticipant(ctx.db, mode, referrerId),
    findParticipant(ctx.db, mode, referral.refereeId),
  ]);
  if (referrer === null) return refuse({ code: "not_found", what: "referrer" });
  if (referee === null) throw new Error("a referral without a referee");
  const { programId } = referral;
  const { kind, externalId } = referee;
  const recorded = await recordOwnEvent(
    ctx,
    {
      id: `${ownIdPrefixes.reassign}${referralId}:${referrerId}:${ctx.requestId}`,
      type: "referral_reassigned",
      program: programId,
      referee: { kind, externalId },
      referrerId,
      reason,
    },
    [
      describeChange(ctx, "referral.reassigned", referralId, {
        program_id: programId,
        former_referrer_id: referral.referrerId,
        referrer_id: referrerId,
      }),
    ],
  );
  if (!recorded.ok) return recorded;
  const moved = await findReferral(ctx.db, mode, referralId);
  return moved === null ? refuse({ code: "not_found", what: "referral" }) : ok(moved);
}
