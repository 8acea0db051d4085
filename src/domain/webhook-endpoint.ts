import { hourMs } from "#domain/day";
import type { Signing } from "#domain/journey";

/** Enabled ones of a mode: each message is sent to every one of them. */
export const mostEnabledEndpoints = 20;

/** What an endpoint's secrets are derived from. */
export type SecretFields = {
  id: string;
  secretKid: string;
  secretVersion: number;
  previousKid: string | null;
  previousUntilMs: number | null;
};

/** Standard Webhooks' form of a secret; null when the key that it is derived from is retired. */
export function deriveSecret(
  signing: Pick<Signing, "derive">,
  { id, kid, version }: { id: string; kid?: string; version: number },
): { kid: string; secret: string } | null {
  const derived = signing.derive(`webhook-secret/${id}/${version}`, kid);
  return derived && { kid: derived.kid, secret: `whsec_${derived.secret}` };
}

/** The secrets that sign now, newest first; null when the newest cannot be derived any more. */
export function signingSecrets(
  signing: Pick<Signing, "derive">,
  endpoint: SecretFields,
  nowMs: number,
): string[] | null {
  const { id, secretKid, secretVersion, previousKid, previousUntilMs } = endpoint;
  const newest = deriveSecret(signing, { id, kid: secretKid, version: secretVersion });
  if (newest === null) return null;
  const overlaps = previousKid !== null && previousUntilMs !== null && nowMs < previousUntilMs;
  const previous = overlaps ? deriveSecret(signing, { id, kid: previousKid, version: secretVersion - 1 }) : null;
  return previous === null ? [newest.secret] : [newest.secret, previous.secret];
}

/** The next secret, and the one before it until the overlap is over. */
export function rotateSecret(
  { secretKid, secretVersion }: SecretFields,
  { kid, overlapHours, nowMs }: { kid: string; overlapHours: number; nowMs: number },
): Omit<SecretFields, "id"> {
  const next = { secretKid: kid, secretVersion: secretVersion + 1 };
  if (overlapHours === 0) return { ...next, previousKid: null, previousUntilMs: null };
  return { ...next, previousKid: secretKid, previousUntilMs: nowMs + overlapHours * hourMs };
}
