import type { Context } from "#context";
import { clickTallies } from "#domain/click";
import { clickLogShard } from "#domain/click-log";
import type { ClickCount, Tallies } from "#domain/click-log";
import { describeFault } from "#domain/fault";
import type { Channel } from "#domain/journey";
import { listClickCounts } from "#store/links";

/** The objects that hold the newest clicks, by shard. */
export type ClickLogs = { counts: (shard: string, code: string) => Promise<ClickCount[]>; shards: number };
export type LinkClicks = { total: Tallies; byChannel: Partial<Record<Channel, Tallies>> };

/** Clicks of a link's codes: what is flushed, or what the click log has at hand where that is ahead. */
export async function countClicks(ctx: Context, logs: ClickLogs, codes: readonly string[]): Promise<LinkClicks> {
  const perCode = await Promise.all(codes.map((code) => countCode(ctx, logs, code)));
  const clicks: LinkClicks = { total: noClicks(), byChannel: {} };
  for (const count of perCode.flat()) {
    const channel = (clicks.byChannel[count.channel] ??= noClicks());
    for (const tally of clickTallies) {
      channel[tally] += count[tally];
      clicks.total[tally] += count[tally];
    }
  }
  return clicks;
}

async function countCode(ctx: Context, logs: ClickLogs, code: string): Promise<ClickCount[]> {
  const shard = clickLogShard(code, logs.shards);
  const [flushed, live] = await Promise.all([listClickCounts(ctx.db, code), findLiveCounts(ctx, logs, code)]);
  const counts = new Map<string, ClickCount>(flushed.map((count) => [keyOf(count.shard, count), count]));
  for (const count of live) counts.set(keyOf(shard, count), greater(counts.get(keyOf(shard, count)), count));
  return [...counts.values()];
}

/** None while the click log does not answer: what is flushed is shown all the same. */
async function findLiveCounts(ctx: Context, { counts, shards }: ClickLogs, code: string): Promise<ClickCount[]> {
  try {
    return await counts(clickLogShard(code, shards), code);
  } catch (error) {
    ctx.log("warn", "live clicks are not available", { error: describeFault(error) });
    return [];
  }
}

/** Counters are absolute and only grow. */
function greater(flushed: ClickCount | undefined, live: ClickCount): ClickCount {
  if (flushed === undefined) return live;
  const tallies = clickTallies.map((tally) => [tally, Math.max(flushed[tally], live[tally])]);
  return { ...live, ...Object.fromEntries(tallies) };
}

function keyOf(shard: string, count: ClickCount): string {
  return `${shard} ${count.day} ${count.channel}`;
}

function noClicks(): Tallies {
  return { human: 0, repeat: 0, bot: 0, preview: 0, prefetch: 0 };
}
