import type { Context } from "#context";
import { ownIdPrefixes } from "#domain/event";
import type { RecordedAnswer } from "#domain/event";
import type { Refusal } from "#domain/refusal";
import { refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { findParticipant } from "#store/participants";
import { findReferral } from "#store/referrals";
import { describeChange } from "#usecases/describe-change";
import { recordOwnEvent } from "#usecases/record-event";

export type HandConversion = {
  referralId: string;
  paymentRef: string;
  amountMinor: number;
  currency: string;
  plan?: string | undefined;
  interval?: "month" | "year" | undefined;
  occurredAtMs?: number | undefined;
  reason: string;
};

/** Records a payment that nothing reported, once per referral and payment. A person stands for it: it is verified. */
export async function recordConversion(
  ctx: Context,
  { referralId, ...given }: HandConversion,
): Promise<Result<RecordedAnswer, Refusal>> {
  const stored = await findReferral(ctx.db, ctx.actor.mode, referralId);
  if (stored === null) return refuse({ code: "not_found", what: "referral" });
  const { programId: program, refereeId } = stored.referral;
  const referee = await findParticipant(ctx.db, ctx.actor.mode, refereeId);
  if (referee === null) throw new Error("a referral without a referee");
  const { kind, externalId } = referee;
  const id = `${ownIdPrefixes.byHand}${referralId}:${given.paymentRef}`;
  const audit = describeChange(ctx, "conversion.recorded", referralId, { program_id: program });
  return recordOwnEvent(ctx, { id, type: "payment", program, referee: { kind, externalId }, ...given }, [audit]);
}
