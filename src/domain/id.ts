/** Prefixed ids say what they name; the time in front makes them sort by creation. */
export type IdPrefix =
  | "prg"
  | "ptc"
  | "lnk"
  | "ref"
  | "cnv"
  | "rwd"
  | "txn"
  | "msg"
  | "key"
  | "whe"
  | "pdl"
  | "run"
  | "eml"
  | "asm"
  | "rvw"
  | "fle"
  | "mbr";
export type Id<P extends IdPrefix> = `${P}_${string}`;
export type ApiKeyId = Id<"key">;

export type NewId = <P extends IdPrefix>(prefix: P) => Id<P>;

const timeDigits = 9;
/** A million ids for one request. */
const countDigits = 4;

/**
 * Ids look like `rwd_` `1k3v9x2a1` `000g` + 14 random symbols: nine base-32 digits of milliseconds and
 * four that count what the request made before, so that ids sort by time and, within a request, in the
 * order in which they were made. `random` gives the tail (nanoid in production, a counter in tests).
 */
export function createNewId(nowMs: number, random: () => string): NewId {
  const time = inBase32(nowMs, timeDigits);
  let count = 0;
  return (prefix) => `${prefix}_${time}${inBase32(count++, countDigits)}${random()}`;
}

/**
 * The id of what happens once at an instant: the same whoever makes it, and in the place that its time gives it among the
 * others. `tail` tells apart what happens at the same instant; an empty one stands before all of them.
 */
export function idAt<P extends IdPrefix>(prefix: P, atMs: number, tail = ""): Id<P> {
  return `${prefix}_${inBase32(Math.max(0, atMs), timeDigits)}${tail}`;
}

/** When an id was made, by the time in front of it. */
export function timeOfId(id: string): number {
  return Number.parseInt(timeAndTailOf(id).slice(0, timeDigits), 32);
}

/** The part of an id that makes it this one: count and random symbols, without the time. */
export function idTail(id: string): string {
  return timeAndTailOf(id).slice(timeDigits);
}

/** All of an id but its prefix: what gives another kind of thing an id that follows from this one. */
export function timeAndTailOf(id: string): string {
  return id.slice(id.indexOf("_") + 1);
}

function inBase32(number: number, digits: number): string {
  return number.toString(32).padStart(digits, "0");
}
