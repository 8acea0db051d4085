import type { Context } from "#context";
import { dayMs, dayOf } from "#domain/day";
import { describeFault } from "#domain/fault";
import { deliverMessages } from "#jobs/deliver-messages";
import { destroyAddressSalts } from "#store/address-salts";
import { deleteOldChanges } from "#store/edge-changes";
import { deleteOldAnswers } from "#store/idempotency-keys";
import { announceExpiringRewards } from "#usecases/announce-expiring-rewards";
import { jobNames } from "#usecases/settle-due-item";
import { sweepPendingEvents } from "#usecases/sweep-pending-events";
import { watchBudgets } from "#usecases/watch-budgets";
import { endStays, expireRewards, releaseRewards } from "#usecases/work-off-due";

type Job = { name: string; due: (minute: number) => boolean; run: (ctx: Context) => Promise<unknown> };

/** By the minutes since 1970, so that a quarter of an hour is one of the clock's. */
const every = (minutes: number) => (minute: number) => minute % minutes === 0;
const dailyAt = (hour: number, minute: number) => (since1970: number) => since1970 % 1440 === hour * 60 + minute;
/** The last quarter of an hour, and the last 02:15 UTC: what was due by then is worked off from then on, every minute. */
const quarterMs = 15 * 60_000;
const lastQuarterMs = ({ nowMs }: Context) => nowMs - (nowMs % quarterMs);
const lastExpiryMs = ({ nowMs }: Context) => nowMs - ((nowMs - expiryOfDayMs) % dayMs);
const expiryOfDayMs = (2 * 60 + 15) * 60_000;

/** One trigger a minute drives all of them: the free plan has five. Each works off whatever is due. */
const jobs: Job[] = [
  { name: "deliver_messages", due: every(1), run: deliverMessages },
  { name: "sweep_pending_events", due: every(1), run: sweepPendingEvents },
  {
    name: "destroy_address_salts",
    due: every(1),
    run: (ctx) => destroyAddressSalts(ctx.db, dayOf(ctx.nowMs)),
  },
  { name: jobNames.stay, due: every(1), run: (ctx) => endStays(ctx, lastQuarterMs(ctx)) },
  { name: jobNames.release, due: every(1), run: (ctx) => releaseRewards(ctx, lastQuarterMs(ctx)) },
  { name: jobNames.expiry, due: every(1), run: (ctx) => expireRewards(ctx, lastExpiryMs(ctx)) },
  { name: "delete_old_answers", due: every(15), run: (ctx) => deleteOldAnswers(ctx.db, ctx.nowMs) },
  { name: "delete_old_changes", due: every(15), run: (ctx) => deleteOldChanges(ctx.db, ctx.nowMs) },
  { name: "announce_expiring_rewards", due: dailyAt(2, 15), run: announceExpiringRewards },
  { name: "watch_budgets", due: every(15), run: watchBudgets },
];

/** Runs what is due at this minute, one after the other; one that fails keeps none of the others from running. */
export async function runDueJobs(openJobContext: (name: string) => Context, minuteMs: number): Promise<void> {
  const minute = Math.floor(minuteMs / 60_000);
  for (const { name, due, run } of jobs) {
    if (!due(minute)) continue;
    const ctx = openJobContext(name);
    if (!ctx.flags.jobs) continue;
    const startedAtMs = Date.now();
    try {
      const result = await run(ctx);
      ctx.log("info", "job", { job: name, result, duration_ms: Date.now() - startedAtMs });
    } catch (error) {
      const fields = { job: name, error: describeFault(error), duration_ms: Date.now() - startedAtMs };
      ctx.log("error", "job failed", fields);
    }
  }
}
