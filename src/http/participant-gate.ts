import type { Context } from "#context";
import type { Actor } from "#domain/actor";
import { findParticipant } from "#store/participants";
import { believedForMs } from "#http/authenticate";
import { readParticipantToken } from "#http/participant-token";

const maxRemembered = 1_000;

/** `ctx` is the public's: who asks is what is to be found out. */
export type AdmitToken = (ctx: Context, authorization: string | undefined) => Promise<Actor | null>;

/** A server key begins with `bq_`, so one is never taken for the other. */
export function isServerKey(authorization: string | undefined): boolean {
  return /^Bearer +bq_/i.test(authorization ?? "");
}

/**
 * Reads a participant's token from the Authorization header. Whoever is suspended or erased is nobody within ten seconds,
 * whatever his token says; only those who are somebody are remembered.
 */
export function createParticipantGate(): AdmitToken {
  const seen = new Map<string, number>();
  return async ({ db, signing, nowMs }, authorization) => {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
    const bearer = token === undefined ? null : await readParticipantToken(signing, token, nowMs);
    if (bearer === null) return null;
    const { id, mode } = bearer;
    const actor: Actor = { type: "participant", id, mode };
    const key = `${mode} ${id}`;
    if (Math.abs(nowMs - (seen.get(key) ?? -Infinity)) < believedForMs) return actor;
    const participant = await findParticipant(db, mode, id);
    seen.delete(key);
    if (participant === null || participant.status === "suspended" || participant.erasedAtMs !== null) return null;
    if (seen.size >= maxRemembered) seen.delete(seen.keys().next().value ?? "");
    seen.set(key, nowMs);
    return actor;
  };
}
