import type { Context } from "#context";
import { clickTallies } from "#domain/click";
import { clickLogShard } from "#domain/click-log";
import type { ClickCount, Tallies } from "#domain/click-log";
import { dayOf } from "#domain/day";
import { describeFault } from "#domain/fault";
import type { Channel } from "#domain/journey";
import { sumLinkClicks } from "#store/link-clicks";
import type { FlushedCount } from "#store/link-clicks";

/** The objects that hold the newest clicks, by shard. */
export type ClickLogs = { counts: (shard: string, code: string) => Promise<ClickCount[]>; shards: number };
export type LinkClicks = { total: Tallies; byChannel: Partial<Record<Channel, Tallies>> };

/**
 * Clicks of a link's codes: what is flushed, or what the click log has at hand where that is ahead. It flushes within
 * hours, so only yesterday and today are asked of it.
 */
export async function countClicks(ctx: Context, logs: ClickLogs, codes: readonly string[]): Promise<LinkClicks> {
  const sinceDay = dayOf(ctx.nowMs) - 1;
  const [flushed, ...live] = await Promise.all([
    sumLinkClicks(ctx.db, codes, sinceDay),
    ...codes.map((code) => findLiveCounts(ctx, logs, code)),
  ]);
  const counts = new Map<string, CountedClicks>(flushed.map((count) => [keyOf(count), count]));
  for (const count of live.flat()) {
    if (count.day < sinceDay) continue;
    const key = keyOf({ ...count, shard: clickLogShard(count.code, logs.shards) });
    counts.set(key, greater(counts.get(key), count));
  }
  return addUp(counts.values());
}

type CountedClicks = Pick<ClickCount, "channel"> & Tallies;

function addUp(counts: Iterable<CountedClicks>): LinkClicks {
  const clicks: LinkClicks = { total: noClicks(), byChannel: {} };
  for (const count of counts) {
    const channel = (clicks.byChannel[count.channel] ??= noClicks());
    for (const tally of clickTallies) {
      channel[tally] += count[tally];
      clicks.total[tally] += count[tally];
    }
  }
  return clicks;
}

/** None while the click log does not answer: what is flushed is shown all the same. */
async function findLiveCounts(ctx: Context, { counts, shards }: ClickLogs, code: string): Promise<ClickCount[]> {
  try {
    return await counts(clickLogShard(code, shards), code);
  } catch (error) {
    ctx.log("warn", "live_clicks_missing", { error: describeFault(error) });
    return [];
  }
}

/** Counters are absolute and only grow. */
function greater(flushed: CountedClicks | undefined, live: CountedClicks): CountedClicks {
  if (flushed === undefined) return live;
  const tallies = clickTallies.map((tally) => [tally, Math.max(flushed[tally], live[tally])]);
  return { ...live, ...Object.fromEntries(tallies) };
}

function keyOf({ code, channel, day, shard }: FlushedCount): string {
  return `${code} ${channel} ${day} ${shard}`;
}

function noClicks(): Tallies {
  return { human: 0, repeat: 0, bot: 0, preview: 0, prefetch: 0 };
}
