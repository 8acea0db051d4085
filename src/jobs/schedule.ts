import type { Context } from "#context";
import { dayOf } from "#domain/day";
import { describeFault } from "#domain/fault";
import { destroyAddressSalts } from "#store/address-salts";
import { deleteOldChanges } from "#store/edge-changes";
import { deleteOldAnswers } from "#store/idempotency-keys";
import { sweepPendingEvents } from "#usecases/sweep-pending-events";

type Job = { name: string; everyMinutes: number; run: (ctx: Context) => Promise<unknown> };

/** One trigger a minute drives all of them: the free plan has five. Each works off whatever is due. */
const jobs: Job[] = [
  { name: "sweep_pending_events", everyMinutes: 1, run: sweepPendingEvents },
  {
    name: "destroy_address_salts",
    everyMinutes: 1,
    run: (ctx) => destroyAddressSalts(ctx.db, dayOf(ctx.nowMs)),
  },
  { name: "delete_old_answers", everyMinutes: 15, run: (ctx) => deleteOldAnswers(ctx.db, ctx.nowMs) },
  { name: "delete_old_changes", everyMinutes: 15, run: (ctx) => deleteOldChanges(ctx.db, ctx.nowMs) },
];

/** Runs what is due at this minute, one after the other; one that fails keeps none of the others from running. */
export async function runDueJobs(openJobContext: (name: string) => Context, minuteMs: number): Promise<void> {
  const minute = Math.floor(minuteMs / 60_000);
  for (const { name, everyMinutes, run } of jobs) {
    if (minute % everyMinutes !== 0) continue;
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
