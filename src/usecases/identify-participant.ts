import type { Context } from "#context";
import { findParticipant, findParticipantByKey } from "#store/participants";
import type { StoredParticipant } from "#store/participants";

/** Somebody by our id, or by the main app's own. */
export type ParticipantName = string | { kind: string; externalId: string };

export async function identifyParticipant(ctx: Context, name: ParticipantName): Promise<StoredParticipant | null> {
  const { mode } = ctx.actor;
  return typeof name === "string"
    ? findParticipant(ctx.db, mode, name)
    : findParticipantByKey(ctx.db, { mode, ...name });
}
