import { secondMs } from "#domain/day";
import { ok } from "#domain/result";
import { issueParticipantToken } from "#usecases/issue-participant-token";
import { issueTokenOperation } from "#http/contract/participant-tokens";
import { showInstant } from "#http/contract/wire";
import { route } from "#http/mount";
import { writeParticipantToken } from "#http/participant-token";

export const participantTokenRoutes = [
  route(issueTokenOperation, async (ctx, { params, body: { ttl_seconds: ttlSeconds } }) => {
    const issued = await issueParticipantToken(ctx, { id: params.id, ttlSeconds });
    if (!issued.ok) return issued;
    const { participantId, issuedAtMs } = issued.value;
    const token = await writeParticipantToken(ctx.signing, issued.value);
    const expiresAt = showInstant(issuedAtMs + ttlSeconds * secondMs);
    return ok({ status: 201 as const, body: { token, participant_id: participantId, expires_at: expiresAt } });
  }),
];
