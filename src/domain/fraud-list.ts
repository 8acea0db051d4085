import { normalizeEmail } from "#domain/participant";
import type { Participant } from "#domain/participant";

export const fraudListKinds = ["email", "domain", "participant", "address", "pattern"] as const;
export type FraudListKind = (typeof fraudListKinds)[number];

/** A line of a program's lists. `value` is as `normalizeListValue` leaves it; an address is its hash of the day. */
export type FraudListEntry = {
  id: string;
  effect: "allow" | "block";
  kind: FraudListKind;
  value: string;
  /** For an address the next midnight UTC at the latest, when its salt goes. */
  expiresAtMs: number | null;
};

/** What lists say of a person or an address. Allow beats block, so never both. */
export type ListFinding =
  | { effect: "allow"; entry: FraudListEntry }
  | { effect: "block"; entry: FraudListEntry }
  | { effect: "none"; entry: null };

/** Patterns hold against a whole address: `*` stands for anything, nothing else is special. */
export function normalizeListValue(kind: FraudListKind, value: string): string {
  const text = value.trim();
  if (kind === "email") return normalizeEmail(text);
  if (kind === "domain") return text.normalize("NFKC").toLowerCase().replace(/^@/, "").replace(/\.+$/, "");
  return kind === "pattern" ? text.normalize("NFKC").toLowerCase() : text;
}

export function findPerson(
  { id, email, normalizedEmail }: Pick<Participant, "id" | "email" | "normalizedEmail">,
  entries: readonly FraudListEntry[],
  nowMs: number,
): ListFinding {
  const addresses = [email?.normalize("NFKC").trim().toLowerCase(), normalizedEmail].filter(
    (address) => address !== undefined && address !== null,
  );
  return decide(entries, nowMs, ({ kind, value }) => {
    if (kind === "participant") return value === id;
    if (kind === "email") return value === normalizedEmail;
    if (kind === "domain") return addresses.some((address) => domainsOf(address).includes(value));
    return kind === "pattern" && addresses.some((address) => matchesPattern(address, value));
  });
}

export function findAddress(hash: string | null, entries: readonly FraudListEntry[], nowMs: number): ListFinding {
  return decide(entries, nowMs, ({ kind, value }) => kind === "address" && value === hash);
}

/** The domain of an address and those above it, but for the last label: `a.b.com` is of `b.com` too. */
export function domainsOf(email: string): string[] {
  const labels = email
    .slice(email.lastIndexOf("@") + 1)
    .trim()
    .toLowerCase()
    .split(".");
  const all = labels.map((_, index) => labels.slice(index).join("."));
  return all.length > 1 ? all.slice(0, -1) : all;
}

/** Takes as many steps as both lengths multiplied at most, whatever the pattern: nobody's pattern can stall us. */
export function matchesPattern(text: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let from = first.length;
  const end = text.length - last.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}

/** Kinds that vouch for one person: `assess` makes more of them than of the rest. */
const personal: readonly FraudListKind[] = ["participant", "email"];

/**
 * Of those that allow the one that says most is told, and among equals the one with the smallest id, so that the order
 * of a list makes no difference.
 */
function decide(
  entries: readonly FraudListEntry[],
  nowMs: number,
  matches: (entry: FraudListEntry) => boolean,
): ListFinding {
  const hits = entries
    .filter((entry) => (entry.expiresAtMs === null || entry.expiresAtMs > nowMs) && matches(entry))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const allowing = hits.filter(({ effect }) => effect === "allow");
  const entry = allowing.find(({ kind }) => personal.includes(kind)) ?? allowing[0] ?? hits[0];
  return entry === undefined ? { effect: "none", entry: null } : { effect: entry.effect, entry };
}
