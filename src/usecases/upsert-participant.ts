import type { Context } from "#context";
import { noPersonalFields } from "#domain/participant";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { violatedConstraint } from "#store/database";
import { commitNewParticipant, findParticipantByKey } from "#store/participants";
import type { ParticipantKey, StoredParticipant } from "#store/participants";
import { applyFields, storedFields } from "#usecases/change-participant";
import type { ParticipantInput } from "#usecases/change-participant";
import { describeChange } from "#usecases/describe-change";

const attempts = 3;

export type Upserted = { participant: StoredParticipant; created: boolean };

/** Registers a participant under the main app's own id, or changes the one who is known under it. */
export async function upsertParticipant(
  ctx: Context,
  input: { kind: string; externalId: string; fields: ParticipantInput },
): Promise<Result<Upserted, Refusal>> {
  const key = { mode: ctx.actor.mode, kind: input.kind, externalId: input.externalId };
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const known = await findParticipantByKey(ctx.db, key);
    if (known !== null) {
      const changed = await applyFields(ctx, known, input.fields);
      return changed.ok ? ok({ participant: changed.value, created: false }) : changed;
    }
    const participant = newParticipant(ctx, key, input.fields);
    try {
      await commitNewParticipant(ctx.db, participant, describeChange(ctx, "participant.created", participant.id));
      return ok({ participant, created: true });
    } catch (error) {
      // Somebody registered the same person in between: change that one.
      if (violatedConstraint(error) !== "participant_exists") throw error;
    }
  }
  return refuse({ code: "busy", retryAfterSeconds: 1 });
}

function newParticipant(ctx: Context, key: ParticipantKey, fields: ParticipantInput): StoredParticipant {
  return {
    ...noPersonalFields,
    status: "active",
    boardOptOut: false,
    erasedAtMs: null,
    ...storedFields(fields),
    ...key,
    id: ctx.newId("ptc"),
    createdAtMs: ctx.nowMs,
    updatedAtMs: ctx.nowMs,
  };
}
