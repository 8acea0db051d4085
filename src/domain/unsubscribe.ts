import type { Signing } from "#domain/journey";
import type { Mode } from "#domain/mode";

/** Who unsubscribes, by the token in his emails. Nothing in it is personal. */
export type Unsubscriber = { mode: Mode; participantId: string };

const form = /^u1\.([A-Za-z0-9_-]{1,16})\.(live|test)\.(ptc_\w{1,60})\.([A-Za-z0-9_-]{20,100})$/;

/** `u1.<kid>.<mode>.<participant>.<signature>`: it does not expire, for an old email must keep its promise. */
export function writeUnsubscribeToken(signing: Signing, { mode, participantId }: Unsubscriber): string {
  const { kid, signature } = signing.sign(signedText({ mode, participantId }));
  return `u1.${kid}.${mode}.${participantId}.${signature}`;
}

/** Null for whatever was not signed by one of our keys. */
export function readUnsubscribeToken(signing: Signing, token: string): Unsubscriber | null {
  const [, kid = "", mode, participantId = "", signature = ""] = form.exec(token) ?? [];
  if (mode !== "live" && mode !== "test") return null;
  return signing.verify(signedText({ mode, participantId }), kid, signature) ? { mode, participantId } : null;
}

/** Begins unlike every other text that these keys sign, so that no signature serves two purposes. */
function signedText({ mode, participantId }: Unsubscriber): string {
  return `unsubscribe.u1.${mode}.${participantId}`;
}
