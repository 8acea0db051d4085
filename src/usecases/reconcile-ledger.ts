import type { Context } from "#context";
import { beginReconciliation, continueReconciliation } from "#domain/reconciliation";
import type { Reconciling, Tally } from "#domain/reconciliation";
import { reconcilePage } from "#store/reconciliation";
import type { JobInput, JobResult } from "#usecases/run-job";

/** Bounds a statement, and one run. */
const pageSize = 500;
const pagesPerRun = 20;

/** What the job remembers: where it is, and what came of the last time that it got through. */
export type ReconciliationMemory = { place: Reconciling | null; last: (Tally & { atMs: number }) | null };

/** Reads through the ledger and says what contradicts itself; it corrects nothing. */
export async function reconcileLedger(ctx: Context, { memory }: JobInput): Promise<JobResult> {
  // Safe because only this job writes its memory.
  const before = (memory as ReconciliationMemory | null) ?? { place: null, last: null };
  let place = before.place ?? beginReconciliation();
  const counts = { checked: 0, finds: 0 };
  for (let read = 0; read < pagesPerRun; read += 1) {
    const page = await reconcilePage(ctx.db, place.part, { after: place.after, limit: pageSize });
    for (const { what, id } of page.finds) ctx.log("error", "ledger_contradicts_itself", { what, id });
    counts.checked += page.checked;
    counts.finds += page.finds.length;
    const { tally, next } = continueReconciliation(place, page);
    if (next === null) return { counts, memory: { place: null, last: { ...tally, atMs: ctx.nowMs } } };
    place = next;
  }
  return { counts, more: true, memory: { ...before, place } };
}
