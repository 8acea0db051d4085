import type { Context } from "#context";
import { listDueExpiries, listDueReleases, listDueStays } from "#store/due-items";
import type { DueFilter, DueItem } from "#store/due-items";
import { settleDueItems } from "#usecases/settle-due-item";
import type { Settled } from "#usecases/settle-due-item";

/**
 * Bounds one tick: each item asks the database two or three times, three jobs may be due at once, and a tick may ask
 * about a thousand times. What is left is the first at the next one.
 */
const pageSize = 100;
/** What fails stays the longest overdue: so many pages of it are passed by before it hides the rest. */
const maxPages = 3;

type ListDue = (db: Context["db"], filter: DueFilter) => Promise<DueItem[]>;

/** Releases what was held until then, in every program that follows real time. */
export async function releaseRewards(ctx: Context, untilMs: number): Promise<Settled> {
  return workOff(ctx, listDueReleases, untilMs);
}

/** Takes back what nobody has used by then. */
export async function expireRewards(ctx: Context, untilMs: number): Promise<Settled> {
  return workOff(ctx, listDueExpiries, untilMs);
}

/** Counts the referrals whose stay was over by then. */
export async function endStays(ctx: Context, untilMs: number): Promise<Settled> {
  return workOff(ctx, listDueStays, untilMs);
}

async function workOff(ctx: Context, listDue: ListDue, untilMs: number): Promise<Settled> {
  const all: Settled = { done: 0, failed: 0 };
  for (let page = 0; page < maxPages && all.done < pageSize; page++) {
    const items = await listDue(ctx.db, { programId: null, untilMs, limit: pageSize - all.done, offset: all.failed });
    if (items.length === 0) break;
    const { done, failed } = await settleDueItems(ctx, items);
    all.done += done;
    all.failed += failed;
  }
  return all;
}
