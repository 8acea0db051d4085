import type { Context } from "#context";
import { describeFault } from "#domain/fault";
import { countFailedAttempt, listPendingEvents, refusePendingEvent } from "#store/pending-events";
import type { WaitingEvent } from "#store/pending-events";
import { recordEvent } from "#usecases/record-event";

/** Bounds one tick; what is left is due again a minute later. */
const sweepLimit = 100;

/** `retry`: lost again to rivals, or a fault; `dead`: refused for good, and shown as such. */
export type SweepOutcome = { done: number; retry: number; dead: number };

/** Decides the events that were stored because too many arrived for one referee at once. */
export async function sweepPendingEvents(ctx: Context): Promise<SweepOutcome> {
  const outcome: SweepOutcome = { done: 0, retry: 0, dead: 0 };
  for (const waiting of await listPendingEvents(ctx.db, sweepLimit)) outcome[await sweepEvent(ctx, waiting)]++;
  return outcome;
}

/** One event must not keep the others from their turn, whatever becomes of it. */
async function sweepEvent(ctx: Context, waiting: WaitingEvent): Promise<keyof SweepOutcome> {
  const { seq, mode, event, verified, receivedAtMs } = waiting;
  const job: Context = { ...ctx, actor: { type: "job", name: "sweep_pending_events", mode } };
  try {
    const result = await recordEvent(job, event, { verified, decidedAsOfMs: receivedAtMs });
    if (result.ok) return "done";
    if (result.refusal.code !== "busy") {
      await refusePendingEvent(ctx.db, seq, result.refusal.code);
      return "dead";
    }
  } catch (error) {
    ctx.log("error", "pending_event_failed", { seq, error: describeFault(error) });
  }
  await countFailedAttempt(ctx.db, seq);
  return "retry";
}
