import type { Mode } from "#domain/mode";
import { refuse } from "#domain/result";

/** A person or organisation as the rules see it; referrer and referee alike. */
export type Participant = {
  id: string;
  mode: Mode;
  kind: string;
  externalId: string;
  name: string | null;
  email: string | null;
  normalizedEmail: string | null;
  organization: string | null;
  category: string | null;
  location: string | null;
  status: "active" | "suspended" | "inactive";
  paymentFingerprint: string | null;
  /** When the main app says that the account was made; null while it has not said. */
  registeredAtMs: number | null;
};

/** What is said of a person beside his id: nothing, as of somebody who is only known by that, or was erased. */
export const noPersonalFields = {
  name: null,
  email: null,
  normalizedEmail: null,
  organization: null,
  category: null,
  location: null,
  avatarUrl: null,
  profile: null,
  paymentFingerprint: null,
  boardName: null,
  registeredAtMs: null,
} as const;

/** Who is suspended uses nothing of what he has. It stays his. */
export function refuseSuspended({ id, status }: Pick<Participant, "id" | "status">) {
  return status === "suspended" ? refuse({ code: "participant_suspended" as const, participant: id }) : null;
}

const gmailDomains = new Set(["gmail.com", "googlemail.com"]);

/**
 * The mailbox behind an address: lower case, without a plus tag; Gmail ignores dots and has two
 * names. Two addresses with one mailbox are one person.
 */
export function normalizeEmail(email: string): string {
  const address = email.normalize("NFKC").trim().toLowerCase();
  const at = address.lastIndexOf("@");
  if (at < 1) return address;
  const domain = address.slice(at + 1);
  const local = address.slice(0, at).replace(/\+.*$/, "");
  return gmailDomains.has(domain) ? `${local.replaceAll(".", "")}@gmail.com` : `${local}@${domain}`;
}

/** True when both are one person or one house, so that a referral between them is none. */
export function isSelfReferral(referrer: Participant, referee: Participant): boolean {
  return (
    referrer.id === referee.id ||
    same(referrer.normalizedEmail, referee.normalizedEmail) ||
    same(fold(referrer.organization), fold(referee.organization)) ||
    same(referrer.paymentFingerprint, referee.paymentFingerprint)
  );
}

function same(a: string | null, b: string | null): boolean {
  return a !== null && a !== "" && a === b;
}

function fold(text: string | null): string | null {
  return text === null ? null : text.normalize("NFKC").trim().toLowerCase();
}
