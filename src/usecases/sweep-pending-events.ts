import type { Context } from "#context";
import { recordEvent } from "#usecases/record-event";
import { listPendingEvents } from "#store/pending-events";

/** Bounds one tick; what is left is due again a minute later. */
const sweepLimit = 100;

/** Decides the events that were stored because too many arrived for one referee at once. */
export async function sweepPendingEvents(ctx: Context): Promise<{ decided: number; refused: number }> {
  const outcome = { decided: 0, refused: 0 };
  for (const { mode, event, verified } of await listPendingEvents(ctx.db, sweepLimit)) {
    const job = { ...ctx, actor: { type: "job", name: "sweep_pending_events", mode } } as const;
    const result = await recordEvent(job, event, verified);
    outcome[result.ok ? "decided" : "refused"]++;
  }
  return outcome;
}
