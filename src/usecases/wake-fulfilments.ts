import type { Context } from "#context";
import { wakeFulfilments } from "#store/waiting-fulfilments";
import type { WaitingPlace } from "#store/waiting-fulfilments";
import type { JobInput, JobResult } from "#usecases/run-job";

/** Bounds a statement, and one run: about as many as the sweep hands over until the next one. */
const pageSize = 200;
const pagesPerRun = 5;

/** What the job remembers: where it goes on; null: it has got through. */
export type WakingMemory = { place: WaitingPlace | null };

/** The safety net under those who wake what waits. */
export async function wakeWaitingFulfilments(ctx: Context, { memory }: Pick<JobInput, "memory">): Promise<JobResult> {
  const counts = { woken: 0 };
  // Safe because only this job writes its memory.
  let place = (memory as WakingMemory | null)?.place ?? beginning;
  for (let read = 0; read < pagesPerRun; read += 1) {
    const isConfigured = ctx.outside.stripe(place.mode) !== null;
    const page = await wakeFulfilments(ctx.db, place, { nowMs: ctx.nowMs, isConfigured, limit: pageSize });
    counts.woken += page.woken;
    const next = page.next ?? beginningAfter(place);
    if (next === null) return { counts, memory: { place: null } };
    place = next;
  }
  return { counts, more: true, memory: { place } };
}

const beginning: WaitingPlace = { mode: "live", after: "" };

function beginningAfter({ mode }: WaitingPlace): WaitingPlace | null {
  return mode === "live" ? { mode: "test", after: "" } : null;
}
