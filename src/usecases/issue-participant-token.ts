import type { Context } from "#context";
import { secondMs } from "#domain/day";
import type { Id } from "#domain/id";
import type { Mode } from "#domain/mode";
import { refuseSuspended } from "#domain/participant";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { findParticipant } from "#store/participants";

/** Whose token it is, and from when until when. */
export type TokenClaims = {
  participantId: Id<"ptc">;
  mode: Mode;
  tokenId: string;
  issuedAtMs: number;
  ttlSeconds: number;
};

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * What a token says, for the door to sign. Nothing is changed by it, so nothing is written: a page of the main app may
 * ask for one at each view.
 */
export async function issueParticipantToken(
  ctx: Context,
  { id, ttlSeconds }: { id: string; ttlSeconds: number },
): Promise<Result<TokenClaims, Refusal>> {
  const { mode } = ctx.actor;
  const participant = await findParticipant(ctx.db, mode, id);
  if (participant === null || participant.erasedAtMs !== null)
    return refuse({ code: "not_found", what: "participant" });
  const suspended = refuseSuspended(participant);
  if (suspended !== null) return suspended;
  // Safe because ids of participants are made as such.
  const participantId = participant.id as Id<"ptc">;
  // The token counts in seconds.
  const issuedAtMs = ctx.nowMs - (ctx.nowMs % secondMs);
  return ok({ participantId, mode, tokenId: ctx.newCode(letters, 20), issuedAtMs, ttlSeconds });
}
