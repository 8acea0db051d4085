import type { Context } from "#context";
import { listDueExpiries, listDueReleases, listDueStays } from "#store/due-items";
import type { DueFilter, DueItem } from "#store/due-items";
import { settleDueItems } from "#usecases/settle-due-item";
import type { JobInput, JobResult } from "#usecases/run-job";
import type { Settled } from "#usecases/settle-due-item";

/**
 * Bounds one tick: each item asks the database two or three times, three jobs may be due at once, and a tick may ask
 * about a thousand times. What is left is the first at the next one.
 */
const pageSize = 100;
/** What fails stays the longest overdue: so many pages of it are passed by before it hides the rest. */
const maxPages = 3;
/** What fails is tried at so many ticks more; then it waits until the job is due again. */
const maxRetries = 5;

type ListDue = (db: Context["db"], filter: DueFilter) => Promise<DueItem[]>;

/** Releases what was held until then, in every program that follows real time. */
export async function releaseRewards(ctx: Context, input: JobInput): Promise<JobResult> {
  return workOff(ctx, listDueReleases, input);
}

/** Takes back what nobody has used by then. */
export async function expireRewards(ctx: Context, input: JobInput): Promise<JobResult> {
  return workOff(ctx, listDueExpiries, input);
}

/** Counts the referrals whose stay was over by then. */
export async function endStays(ctx: Context, input: JobInput): Promise<JobResult> {
  return workOff(ctx, listDueStays, input);
}

async function workOff(ctx: Context, listDue: ListDue, { dueMs: untilMs, memory }: JobInput): Promise<JobResult> {
  const all: Settled = { done: 0, failed: 0 };
  for (let page = 0; page < maxPages && all.done < pageSize; page++) {
    const items = await listDue(ctx.db, { programId: null, untilMs, limit: pageSize - all.done, offset: all.failed });
    if (items.length === 0) break;
    const { done, failed } = await settleDueItems(ctx, items);
    all.done += done;
    all.failed += failed;
  }
  const retries = all.failed > 0 ? Number(memory?.["retries"] ?? 0) + 1 : 0;
  const isRetried = retries > 0 && retries <= maxRetries;
  return { counts: all, more: all.done >= pageSize || isRetried, memory: { retries: isRetried ? retries : 0 } };
}
