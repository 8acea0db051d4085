import type { Context } from "#context";
import { deleteOldChanges } from "#store/edge-changes";
import * as retention from "#store/retention";
import type { JobInput, JobResult } from "#usecases/run-job";

/** Deletes what has been kept as long as docs/storage.md says, in steps that hold nobody up. */
export async function keepRetention(ctx: Context, { dueMs, memory }: JobInput): Promise<JobResult> {
  const { db, nowMs } = ctx;
  const placeOf = (name: string) => (typeof memory?.[name] === "string" ? memory[name] : "");
  // Once round a night: while something else goes on, no second round begins.
  const isRound = memory?.["bodies_round_at"] === dueMs;
  const bodies = isRound
    ? { stripped: 0, next: "", isCut: false }
    : await retention.stripOldBodies(db, { nowMs, after: placeOf("bodies_after") });
  const traces = await retention.forgetTraces(db, { nowMs, after: placeOf("traces_after") });
  const deleted = {
    edge_changes: await deleteOldChanges(db, nowMs),
    job_runs: await retention.deleteOldRuns(db, nowMs),
    webhook_attempts: await retention.deleteOldAttempts(db, nowMs),
    webhook_deliveries: await retention.deleteOldDeliveries(db, nowMs),
    outbox: await retention.deleteOldMessages(db, nowMs),
    emails: await retention.deleteOldEmails(db, nowMs),
    fraud_list_entries: await retention.deleteEndedEntries(db, nowMs),
    assessments: await retention.deleteOldAssessments(db, nowMs),
  };
  return {
    counts: { ...deleted, provider_deliveries: bodies.stripped, referrals: traces.forgotten },
    more: bodies.isCut || traces.isCut || Object.values(deleted).some((rows) => rows >= retention.rowsPerRun),
    memory: {
      bodies_after: bodies.next,
      traces_after: traces.next,
      ...(!bodies.isCut && { bodies_round_at: dueMs }),
    },
  };
}
