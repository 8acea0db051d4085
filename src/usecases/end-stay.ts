import type { Context } from "#context";
import { ownIdPrefixes } from "#domain/event";
import type { RecordedAnswer } from "#domain/event";
import type { Refusal } from "#domain/refusal";
import type { Result } from "#domain/result";
import { recordOwnEvent } from "#usecases/record-event";

export type Stay = {
  referralId: string;
  programId: string;
  referee: { kind: string; externalId: string };
  dueAtMs: number;
};

/**
 * Reports that a referee has stayed as long as the rules ask, so that the referral counts. It is an event like any
 * other: what it brings about is decided from the whole history, and its id makes it happen once.
 */
export async function endStay(
  ctx: Context,
  { referralId, programId, referee, dueAtMs }: Stay,
): Promise<Result<RecordedAnswer, Refusal>> {
  const id = `${ownIdPrefixes.stay}${referralId}:${dueAtMs}`;
  return recordOwnEvent(ctx, { id, type: "stay_ended", occurredAtMs: dueAtMs, program: programId, referee });
}
