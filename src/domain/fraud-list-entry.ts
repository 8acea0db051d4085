import { dayMs, dayOf } from "#domain/day";
import { normalizeListValue } from "#domain/fraud-list";
import type { FraudListEntry, FraudListKind } from "#domain/fraud-list";
import { isEmailAddress } from "#domain/mailbox";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";

/** As somebody wants it on a list, with its value normalised. */
export type WantedEntry = Omit<FraudListEntry, "id"> & {
  /** Empty: in every program. */
  programId: string;
  note: string | null;
};

/** What stands on the lists: those of the wanted entries that are there already, and how many there are in all and of a kind. */
export type ListGround = {
  known: readonly (FraudListEntry & { programId: string })[];
  count: number;
  ofKind: Readonly<Record<ReadKind, number>>;
};

/** Kinds that cannot be looked up by what they say: scoring reads all of them for every decision. */
export const readKinds = ["pattern", "address"] as const satisfies FraudListKind[];
type ReadKind = (typeof readKinds)[number];

/** Of each kind that is read. */
export const maxReadEntries = 1000;

/** A wanted entry that is on the list, or that goes there under a new id. */
export type Listed = { id: string; isNew: boolean; wanted: WantedEntry };

/** Of a mode. */
export const maxListEntries = 10_000;

/** What is wrong with a value; null for one that can be listed. Takes it as `normalizeListValue` leaves it. */
export function checkListValue(kind: FraudListKind, value: string): string | null {
  switch (kind) {
    case "email":
      return isEmailAddress(value) && !value.includes("*")
        ? null
        : "must be an email address: a pattern may have stars";
    case "domain":
      return isDomain(value) ? null : "must be a domain of at least two labels, like example.com";
    case "participant":
      return /^\S{1,128}$/.test(value) ? null : "must be a participant's id";
    case "address":
      return /^[\w-]{22}$/.test(value) ? null : "must be an address hash: no address is taken or kept";
    case "pattern":
      return checkPattern(value);
  }
}

/** The end of an address entry: its salt goes at midnight UTC, and the hash means nothing from then on. */
export function latestEnd(kind: FraudListKind, nowMs: number): number | null {
  return kind === "address" ? (dayOf(nowMs) + 1) * dayMs : null;
}

/** By which two entries are the same one, whatever they say. */
export function entryName({ kind, value, programId }: Pick<WantedEntry, "kind" | "value" | "programId">): string {
  return `${kind} ${programId} ${value}`;
}

/** In order, each for itself: one that is there is answered as it stands, also where an earlier of these brought it. */
export function decideEntries(
  wanted: readonly WantedEntry[],
  { known, count, ofKind }: ListGround,
  { newId, nowMs }: { newId: () => string; nowMs: number },
): Result<Listed, Refusal>[] {
  const live = known.filter(({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > nowMs);
  const standing = new Map(live.map((entry) => [entryName(entry), { id: entry.id, effect: entry.effect }]));
  let total = count;
  const read = { ...ofKind };
  return wanted.map((entry) => {
    const there = standing.get(entryName(entry));
    if (there !== undefined && there.effect !== entry.effect)
      return refuse({ code: "fraud_entry_contradicts" as const, entry: there.id, effect: there.effect });
    if (there !== undefined) return ok({ id: there.id, isNew: false, wanted: entry });
    const { kind } = entry;
    const full = { code: "fraud_list_full" as const };
    if (total >= maxListEntries) return refuse({ ...full, kind: null, limit: maxListEntries });
    if (isRead(kind) && read[kind] >= maxReadEntries) return refuse({ ...full, kind, limit: maxReadEntries });
    total += 1;
    if (isRead(kind)) read[kind] += 1;
    const id = newId();
    standing.set(entryName(entry), { id, effect: entry.effect });
    return ok({ id, isNew: true, wanted: entry });
  });
}

function isRead(kind: FraudListKind): kind is ReadKind {
  return (readKinds as readonly FraudListKind[]).includes(kind);
}

export function readListValue(kind: FraudListKind, value: string): Result<string, string> {
  const normalized = normalizeListValue(kind, value);
  const problem = checkListValue(kind, normalized);
  return problem === null ? ok(normalized) : refuse(problem);
}

function isDomain(value: string): boolean {
  const labels = value.split(".");
  const isLabel = (label: string) => /^(?!-)[\p{L}\p{N}-]{1,63}(?<!-)$/u.test(label);
  return value.length <= 253 && labels.length > 1 && labels.every(isLabel);
}

const maxPatternLength = 100;
const maxStars = 5;
/** Fewer would be about half of all people. */
const leastLiterals = 3;

function checkPattern(value: string): string | null {
  if (value.length > maxPatternLength || !/^[^\s\p{Cc}]+$/u.test(value))
    return `must be 1 to ${maxPatternLength} symbols without spaces`;
  const literals = value.replaceAll("*", "");
  if (value.length - literals.length > maxStars) return `must have at most ${maxStars} stars`;
  const told = literals.replaceAll(/[@.]/g, "");
  return told.length < leastLiterals ? `must have at least ${leastLiterals} symbols besides *, @ and .` : null;
}
