import type { Context } from "#context";
import { dayOf } from "#domain/day";
import { findUnequalCounts } from "#store/click-count-check";
import type { JobInput, JobResult } from "#usecases/run-job";

/** Codes and channels at once, and pages of them in one run. */
const pageSize = 2000;
const pagesPerRun = 10;

type Place = { day: number; shard: number; after: string | null; checked: number; finds: number };
/** What the job remembers: where it is, and what came of the last day that it got through. */
export type ClickCheckMemory = {
  place: Place | null;
  last: { atMs: number; day: number; checked: number; finds: number } | null;
};

/** Whether the roll-up of yesterday is what the click logs hold of it (invariant 16); it corrects nothing. */
export async function checkClickCounts(ctx: Context, { dueMs, memory }: JobInput): Promise<JobResult> {
  const { db, platform } = ctx;
  // Safe because only this job writes its memory.
  const before = (memory as ClickCheckMemory | null) ?? { place: null, last: null };
  const place = before.place ?? { day: dayOf(dueMs) - 1, shard: 0, after: null, checked: 0, finds: 0 };
  const counts = { checked: 0, finds: 0 };
  for (let read = 0; read < pagesPerRun; read += 1) {
    const shard = platform.shards[place.shard];
    if (shard === undefined) {
      const { day, checked, finds } = place;
      return { counts, memory: { place: null, last: { atMs: ctx.nowMs, day, checked, finds } } };
    }
    const page = await platform.dayCounts(shard, { day: place.day, after: place.after, limit: pageSize });
    const unequal = page.counts.length === 0 ? [] : await findUnequalCounts(db, shard, page.counts);
    for (const { channel } of unequal) ctx.log("error", "click_counts_differ", { shard, day: place.day, channel });
    counts.checked += page.counts.length;
    counts.finds += unequal.length;
    place.checked += page.counts.length;
    place.finds += unequal.length;
    place.after = page.next;
    if (page.next === null) place.shard += 1;
  }
  return { counts, more: true, memory: { ...before, place } };
}
