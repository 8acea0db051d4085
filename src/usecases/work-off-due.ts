import type { Context } from "#context";
import { listDueExpiries, listDueReleases, listDueStays } from "#store/due-items";
import { settleDueItems } from "#usecases/settle-due-item";
import type { Settled } from "#usecases/settle-due-item";

/**
 * Bounds one tick: each item asks the database twice, three jobs may be due at once, and a tick may ask about a
 * thousand times. What is left is the first at the next one.
 */
const tickLimit = 100;

/** Releases what is held no longer, in every program that follows real time. */
export async function releaseRewards(ctx: Context): Promise<Settled> {
  return settleDueItems(ctx, await listDueReleases(ctx.db, dueBy(ctx)));
}

/** Takes back what nobody used in time. */
export async function expireRewards(ctx: Context): Promise<Settled> {
  return settleDueItems(ctx, await listDueExpiries(ctx.db, dueBy(ctx)));
}

/** Counts the referrals whose stay is over. */
export async function endStays(ctx: Context): Promise<Settled> {
  return settleDueItems(ctx, await listDueStays(ctx.db, dueBy(ctx)));
}

function dueBy({ nowMs }: Context) {
  return { programId: null, untilMs: nowMs, limit: tickLimit };
}
