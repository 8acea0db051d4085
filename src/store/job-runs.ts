import { and, desc, eq, lt, sql } from "drizzle-orm";
import { jobRuns } from "#schema/jobs";
import type { Database } from "#store/database";
import { aboveAllIds } from "#store/listing";

export type JobRun = typeof jobRuns.$inferSelect;

/** A job's runs, newest first. */
export async function listJobRuns(
  db: Database,
  { job, before = aboveAllIds, limit }: { job: string; before: string | undefined; limit: number },
): Promise<JobRun[]> {
  return db
    .select()
    .from(jobRuns)
    .where(and(eq(jobRuns.job, job), lt(jobRuns.id, before)))
    .orderBy(desc(jobRuns.id))
    .limit(limit + 1);
}

/** The newest run of each of these jobs, by one search for each. */
export async function listLastRuns(db: Database, names: readonly string[]): Promise<JobRun[]> {
  return db
    .select()
    .from(jobRuns)
    .where(
      sql`(job, id) IN (SELECT value, (SELECT max(id) FROM job_runs WHERE job = value) FROM json_each(${JSON.stringify(names)}))`,
    );
}

/** When the first of a job's newest failures began, so many of them in a row. */
export async function findStreakStart(db: Database, job: string, failures: number): Promise<number | null> {
  const row = await db
    .select({ startedAtMs: jobRuns.startedAtMs })
    .from(jobRuns)
    .where(eq(jobRuns.job, job))
    .orderBy(desc(jobRuns.id))
    .limit(1)
    .offset(failures - 1)
    .get();
  return row?.startedAtMs ?? null;
}
