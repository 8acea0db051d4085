import { dayOf, hourMs, minuteMs } from "#domain/day";
import { clickClasses, isEmbeddedClick, tallyOf } from "#domain/click";
import type { Click, ClickTally } from "#domain/click";
import { clickVias } from "#domain/fraud-history";
import { channels } from "#domain/journey";
import type { Channel } from "#domain/journey";

/** How many clicks of each kind; absolute, so that writing it again changes nothing. */
export type Tallies = Record<ClickTally, number>;
/** `embedded` are some of `human` and `repeat`, and no kind of their own. */
export type ClickCount = { code: string; day: number; channel: Channel; embedded: number } & Tallies;

/** The counts of one day in one object, and how far they are flushed. */
export type ClickDay = {
  day: number;
  counts: Map<string, ClickCount>;
  /** The newest group that is counted here. */
  lastSeq: number;
  /** Counts that the database has not seen in their present form. */
  dirty: Set<string>;
  unflushedClicks: number;
  oldestUnflushedMs: number | null;
};

export const flushIntervalMs = 5 * minuteMs;
const flushAgeMs = 2 * hourMs;

/** Which object logs a code: its name says how many share the work, so that counts of two layouts never mix. */
export function clickLogShard(code: string, count: number): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < code.length; i += 1) hash = Math.imul(hash ^ code.charCodeAt(i), 0x01000193);
  return `${(hash >>> 0) % count}-of-${count}`;
}

/** Every object that logs clicks. */
export function clickLogShards(count: number): string[] {
  return Array.from({ length: count }, (_, number) => `${number}-of-${count}`);
}

/** A day as its last snapshot left it. */
export function emptyClickDay(day: number, seq = 0, counts: readonly ClickCount[] = []): ClickDay {
  const byKey = new Map(counts.map((count) => [keyOf(count), count]));
  return { day, counts: byKey, lastSeq: seq, dirty: new Set(), unflushedClicks: 0, oldestUnflushedMs: null };
}

/** Counts a group that was received at `receivedAtMs`; its clicks are all of this day. */
export function countClicks(clickDay: ClickDay, clicks: readonly Click[], receivedAtMs: number): void {
  for (const click of clicks) {
    const key = keyOf(click);
    let count = clickDay.counts.get(key);
    if (count === undefined) {
      count = { code: click.code, day: clickDay.day, channel: click.channel, ...noTallies, embedded: 0 };
      clickDay.counts.set(key, count);
    }
    count[tallyOf(click)] += 1;
    if (isEmbeddedClick(click)) count.embedded += 1;
    clickDay.dirty.add(key);
  }
  clickDay.unflushedClicks += clicks.length;
  clickDay.oldestUnflushedMs ??= receivedAtMs;
}

/**
 * Writing a count costs as much as a million reads, so it waits until many clicks share it: at once when few
 * counts changed, else when ten clicks share each, or when the oldest has waited for two hours.
 */
export function isFlushDue(days: Iterable<ClickDay>, nowMs: number): boolean {
  let dirtyCounts = 0;
  let clicks = 0;
  let oldestMs = Infinity;
  for (const day of days) {
    dirtyCounts += day.dirty.size;
    clicks += day.unflushedClicks;
    oldestMs = Math.min(oldestMs, day.oldestUnflushedMs ?? Infinity);
  }
  if (dirtyCounts === 0) return false;
  return dirtyCounts <= 20 || clicks >= 10 * dirtyCounts || nowMs - oldestMs >= flushAgeMs;
}

/** What a flush takes of a day: copies, because the counts go on changing while the database answers. */
export type TakenCounts = {
  day: number;
  seq: number;
  changed: ClickCount[];
  all: ClickCount[];
  clicks: number;
  oldestMs: number | null;
};

export function takeDirty(day: ClickDay): TakenCounts {
  const all = [...day.counts.values()].map((count) => ({ ...count }));
  const changed = all.filter((count) => day.dirty.has(keyOf(count)));
  const taken = {
    day: day.day,
    seq: day.lastSeq,
    changed,
    all,
    clicks: day.unflushedClicks,
    oldestMs: day.oldestUnflushedMs,
  };
  day.dirty = new Set();
  day.unflushedClicks = 0;
  day.oldestUnflushedMs = null;
  return taken;
}

/** After a flush that failed: what was taken waits for the next, with what came since. */
export function putBackDirty(day: ClickDay, taken: TakenCounts): void {
  for (const count of taken.changed) day.dirty.add(keyOf(count));
  day.unflushedClicks += taken.clicks;
  day.oldestUnflushedMs = taken.oldestMs ?? day.oldestUnflushedMs;
}

/** A page of the counts that are flushed, in the order of their keys: the database should have the same. */
export function flushedCounts(day: ClickDay, { after, limit }: { after: string | null; limit: number }) {
  const keys = [...day.counts.keys()].filter((key) => after === null || key > after).sort();
  const page = keys.slice(0, limit);
  const flushed = page.filter((key) => !day.dirty.has(key)).map((key) => day.counts.get(key));
  return {
    counts: flushed.filter((count) => count !== undefined),
    next: keys.length > limit ? (page.at(-1) ?? null) : null,
  };
}

function keyOf({ code, channel }: { code: string; channel: Channel }): string {
  return `${code} ${channel}`;
}

/** Clicks by the day they are counted on; nearly always one. */
export function clicksByDay(clicks: readonly Click[]): Map<number, Click[]> {
  const days = new Map<number, Click[]>();
  for (const click of clicks) {
    const day = dayOf(click.atMs);
    const sameDay = days.get(day);
    if (sameDay === undefined) days.set(day, [click]);
    else sameDay.push(click);
  }
  return days;
}

/** The last place is missing in rows of an earlier version. */
type PackedClick = [string, number, number, number, 0 | 1, string | null, string | null, (number | null)?];

/** A group as text: how it travels to the object and how it is kept there. */
export function packClicks(clicks: readonly Click[]): string {
  return JSON.stringify(
    clicks.map((click): PackedClick => [
      click.code,
      click.atMs,
      channels.indexOf(click.channel),
      clickClasses.indexOf(click.class),
      click.repeat ? 1 : 0,
      click.visitorId,
      click.addressHash,
      click.via === null ? null : clickVias.indexOf(click.via),
    ]),
  );
}

export function unpackClicks(text: string): Click[] {
  // Safe because only `packClicks` makes these texts; the order of the lists is part of the format.
  const packed = JSON.parse(text) as PackedClick[];
  return packed.map(([code, atMs, channel, clickClass, repeat, visitorId, addressHash, via = null]) => ({
    code,
    atMs,
    channel: channels[channel] ?? "link",
    class: clickClasses[clickClass] ?? "bot",
    repeat: repeat === 1,
    visitorId,
    addressHash,
    via: via === null ? null : (clickVias[via] ?? null),
  }));
}

const noTallies: Tallies = { human: 0, repeat: 0, bot: 0, preview: 0, prefetch: 0 };
