import type { Context } from "#context";
import { erasedExternalId, erasedMailbox } from "#domain/erasure";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { violatedConstraint } from "#store/database";
import { listStandIns } from "#store/erased-list-entries";
import { commitErasure } from "#store/erasure";
import { findErasure } from "#store/erasures";
import { findParticipant } from "#store/participants";
import type { StoredParticipant } from "#store/participants";
import { describeChange } from "#usecases/describe-change";
import { stepsAtOnce, workErasure } from "#usecases/work-erasure";

/** Why, as one of a few words: the audit log keeps it, and takes no sentence about a person. */
export const erasureReasons = ["asked_for", "account_closed", "no_longer_needed"] as const;
export type ErasureReason = (typeof erasureReasons)[number];

/** `isComplete`: no text is left to be searched. Else the job `finish_erasures` goes on. */
export type Erased = { id: string; erasedAtMs: number; isComplete: boolean };

/**
 * Takes out of the books who somebody was, and leaves what they say of value. What is found by his id is stripped at once;
 * what must be searched for is looked through here as far as one request may. One that was cut off goes on from
 * where it was, by asking again or by itself; once more is once.
 */
export async function eraseParticipant(
  ctx: Context,
  { id, reason }: { id: string; reason: ErasureReason },
): Promise<Result<Erased, Refusal>> {
  const person = await findParticipant(ctx.db, ctx.actor.mode, id);
  if (person === null) return refuse({ code: "not_found", what: "participant" });
  const erased = person.erasedAtMs === null ? await markErased(ctx, person, reason) : person;
  if (erased === null || erased.erasedAtMs === null) throw new Error("a participant was not erased");
  const erasure = await findErasure(ctx.db, id);
  const isComplete = erasure === null || (await workErasure(ctx, erasure, stepsAtOnce)) > 0;
  return ok({ id, erasedAtMs: erased.erasedAtMs, isComplete });
}

async function markErased(
  ctx: Context,
  person: StoredParticipant,
  reason: ErasureReason,
): Promise<StoredParticipant | null> {
  const externalId = erasedExternalId(ctx.signing, person);
  const audit = describeChange(ctx, "participant.erased", person.id, { reason });
  const { nowMs, newId } = ctx;
  const mailbox = person.normalizedEmail === null ? [] : erasedMailbox(ctx.signing, person.normalizedEmail);
  const standIns = await listStandIns(ctx.db, person, { names: mailbox, nowMs, newId });
  try {
    await commitErasure(ctx.db, person, { externalId, mailbox, standIns, nowMs, audit });
  } catch (error) {
    if (violatedConstraint(error) !== "facts_stale") throw error;
  }
  return findParticipant(ctx.db, ctx.actor.mode, person.id);
}
