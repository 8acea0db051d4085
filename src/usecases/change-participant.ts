import type { Context } from "#context";
import { normalizeEmail } from "#domain/participant";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { violatedConstraint } from "#store/database";
import { commitParticipantChange, findParticipant } from "#store/participants";
import type { ParticipantFields, StoredParticipant } from "#store/participants";
import { changedFields, describeChange, nameFields } from "#usecases/describe-change";

/** What the main app may say of a participant. A field left out stays; null empties it. */
export type ParticipantInput = {
  name?: string | null | undefined;
  email?: string | null | undefined;
  organization?: string | null | undefined;
  category?: string | null | undefined;
  location?: string | null | undefined;
  avatarUrl?: string | null | undefined;
  profile?: Record<string, unknown> | null | undefined;
  status?: StoredParticipant["status"] | undefined;
  paymentFingerprint?: string | null | undefined;
  registeredAtMs?: number | null | undefined;
  boardName?: StoredParticipant["boardName"] | undefined;
  boardOptOut?: boolean | undefined;
};

export async function changeParticipant(
  ctx: Context,
  input: { id: string; fields: ParticipantInput },
): Promise<Result<StoredParticipant, Refusal>> {
  const participant = await findParticipant(ctx.db, ctx.actor.mode, input.id);
  if (participant === null) return refuse({ code: "not_found", what: "participant" });
  return applyFields(ctx, participant, input.fields);
}

/** Writes what differs, and nothing when nothing does. The audit row names the fields, not what is in them. */
export async function applyFields(
  ctx: Context,
  participant: StoredParticipant,
  fields: ParticipantInput,
): Promise<Result<StoredParticipant, Refusal>> {
  const erased = refuse({ code: "participant_erased" as const, participant: participant.id });
  if (participant.erasedAtMs !== null) return erased;
  const set = changedFields(participant, storedFields(fields));
  if (Object.keys(set).length === 0) return ok(participant);
  const detail = { fields: nameFields(set), ...(set.status === undefined ? {} : { status: set.status }) };
  const change = { id: participant.id, set: { ...set, updatedAtMs: ctx.nowMs } };
  try {
    await commitParticipantChange(ctx.db, change, describeChange(ctx, "participant.changed", participant.id, detail));
  } catch (error) {
    // A trigger keeps an erased row as it is: he was erased in between.
    if (violatedConstraint(error) !== "facts_stale") throw error;
    return erased;
  }
  return ok({ ...participant, ...change.set });
}

export function storedFields({ email, ...fields }: ParticipantInput): ParticipantFields {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  if (email === undefined) return given;
  return { ...given, email, normalizedEmail: email === null ? null : normalizeEmail(email) };
}
