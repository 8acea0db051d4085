import { and, eq, exists, gt, lt, or, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { auditLog } from "#schema/access";
import { jobRuns, jobs } from "#schema/jobs";
import type { Message } from "#domain/plan";
import type { NewAuditRow } from "#store/audit-log";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import type { JobRun } from "#store/job-runs";
import { insertMessages } from "#store/outbox";

export type JobStanding = typeof jobs.$inferSelect;
export type JobMemory = Record<string, unknown>;

/** Every job that ever ran; there are few. */
export async function listJobStandings(db: Database): Promise<JobStanding[]> {
  return db.select().from(jobs);
}

export async function findJobStanding(db: Database, name: string): Promise<JobStanding | null> {
  return (await db.select().from(jobs).where(eq(jobs.name, name)).get()) ?? null;
}

export type Claim = {
  job: string;
  runId: string;
  leaseUntilMs: number;
  /** How far a job has got that never ran. */
  watermarkMs: number;
  /** Only when it is not done until then, by a watermark that can be believed; null: in any case. */
  due: { dueMs: number; believedUntilMs: number } | null;
  /** Written when the claim succeeds. */
  audit: NewAuditRow | null;
};

/** Takes the job's lease, in one statement that of two at once only one succeeds with. Null: it is not to be had. */
export async function claimJob(db: Database, claim: Claim): Promise<JobStanding | null> {
  const { job, runId, leaseUntilMs, watermarkMs, due, audit } = claim;
  const isDue =
    due === null ? sql`true` : or(lt(jobs.watermarkMs, due.dueMs), gt(jobs.watermarkMs, due.believedUntilMs));
  const lease = { leaseRunId: runId, leaseUntilMs };
  const [, found] = await db.batch([
    db
      .insert(jobs)
      .values({ name: job, watermarkMs, ...lease })
      .onConflictDoUpdate({
        target: jobs.name,
        set: lease,
        setWhere: sql`lease_run_id IS NULL AND (${isDue})`,
      }),
    db.select().from(jobs).where(holds({ job, runId })),
    ...(audit === null ? [] : [insertAuditRowIf(db, audit, isHeld(db, { job, runId }))]),
  ]);
  return found[0] ?? null;
}

/** What a run that is over leaves behind. */
export type Finish = {
  run: JobRun;
  /** How far it has got; null: no further than before. */
  watermarkMs: number | null;
  hasFailed: boolean;
  /** Undefined: as it was. */
  memory: JobMemory | undefined;
  message: Message | null;
};

/**
 * Writes what became of a run and gives the lease back, while the run still has it; false: it had lost the lease, and
 * nothing is written. Sent again it changes nothing.
 */
export async function finishRun(db: Database, finish: Finish): Promise<boolean> {
  const { run, watermarkMs, hasFailed, memory, message } = finish;
  const own = { job: run.job, runId: run.id };
  const results = await db.batch([
    insertRunIf(db, run, isHeld(db, own)),
    ...insertMessages(db, message === null ? [] : [message], run.startedAtMs, { when: isHeld(db, own) }),
    db
      .update(jobs)
      .set({
        leaseRunId: null,
        leaseUntilMs: null,
        failures: hasFailed ? sql`failures + 1` : 0,
        ...(watermarkMs !== null && { watermarkMs }),
        ...(memory !== undefined && { memory }),
      })
      .where(holds(own)),
  ] as [Statement, ...Statement[]]);
  // Safe because the last statement is an update, which answers what it changed.
  const last = results.at(-1) as D1Result | undefined;
  return last?.meta.changes === 1;
}

type Own = { job: string; runId: string };

function holds({ job, runId }: Own): SQL | undefined {
  return and(eq(jobs.name, job), eq(jobs.leaseRunId, runId));
}

function isHeld(db: Database, own: Own): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(jobs)
      .where(holds(own)),
  );
}

function insertRunIf(db: Database, run: JobRun, condition: SQL): Statement {
  return db.insert(jobRuns).select(sql`
    SELECT ${run.job}, ${run.id}, ${run.actor}, ${run.dueAtMs}, ${run.startedAtMs}, ${run.durationMs}, ${run.outcome},
      ${JSON.stringify(run.counts)}, ${run.error} WHERE ${condition}`);
}

function insertAuditRowIf(db: Database, row: NewAuditRow, condition: SQL): Statement {
  const detail = row.detail === null || row.detail === undefined ? null : JSON.stringify(row.detail);
  return db.insert(auditLog).select(sql`
    SELECT NULL, ${row.mode}, ${row.atMs}, ${row.actor}, ${row.action}, ${row.objectId}, ${row.requestId}, ${detail}
    WHERE ${condition}`);
}
