import type { Id } from "#domain/id";
import { secondMs } from "#domain/day";
import { refuseSuspended } from "#domain/participant";
import { ok, refuse } from "#domain/result";
import { findParticipant } from "#store/participants";
import { issueTokenOperation } from "#http/contract/participant-tokens";
import { showInstant } from "#http/contract/wire";
import { route } from "#http/mount";
import { writeParticipantToken } from "#http/participant-token";

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

export const participantTokenRoutes = [
  /** Nothing is changed by it, so nothing is written: a page of the main app may ask for one at each view. */
  route(issueTokenOperation, async (ctx, { params, body: { ttl_seconds: ttlSeconds } }) => {
    const { mode } = ctx.actor;
    const participant = await findParticipant(ctx.db, mode, params.id);
    if (participant === null || participant.erasedAtMs !== null)
      return refuse({ code: "not_found", what: "participant" });
    const refusal = refuseSuspended(participant);
    if (refusal !== null) return refusal;
    // Safe because ids of participants are made as such.
    const participantId = participant.id as Id<"ptc">;
    // The token counts in seconds.
    const issuedAtMs = ctx.nowMs - (ctx.nowMs % secondMs);
    const tokenId = ctx.newCode(letters, 20);
    const token = await writeParticipantToken(ctx.signing, { participantId, mode, tokenId, issuedAtMs, ttlSeconds });
    const expiresAt = showInstant(issuedAtMs + ttlSeconds * secondMs);
    return ok({ status: 201 as const, body: { token, participant_id: participantId, expires_at: expiresAt } });
  }),
];
