import type { Context } from "#context";
import { describeFault } from "#domain/fault";
import { dueOf } from "#domain/job-schedule";
import { schedule } from "#jobs/schedule";
import { listJobStandings } from "#store/jobs";
import type { JobStanding } from "#store/jobs";
import { runDueJob } from "#usecases/run-job";
import type { Job } from "#usecases/run-job";

/** A tick has so much of physical time for jobs; what did not get its turn is due at the next one. */
const tickMs = 25_000;

/**
 * One tick of the trigger: every job that is due takes its turn, one after the other, what has waited longest first. One
 * that fails keeps none of the others from running.
 */
export async function runDueJobs(
  openJobContext: (name: string) => Context,
  nowMs: number,
  table: readonly Job[] = schedule,
): Promise<void> {
  const ctx = { ...openJobContext("run_jobs"), nowMs };
  if (!ctx.flags.jobs) return;
  const endMs = ctx.platform.wallMs() + tickMs;
  const turns = await listTurns(ctx, table);
  for (const [place, { job, standing }] of turns.entries()) {
    if (ctx.platform.wallMs() >= endMs) {
      ctx.log("warn", "jobs_left", { jobs: turns.slice(place).map(({ job }) => job.name) });
      break;
    }
    try {
      await runDueJob(openJobContext(job.name), job, standing);
    } catch (error) {
      ctx.log("error", "job_failed", { job: job.name, error: describeFault(error) });
    }
  }
}

type Turn = { job: Job; standing: JobStanding | null; sinceMs: number };

/** What is due, the longest first. Nothing can run while the database does not answer; all of it is due later. */
async function listTurns({ db, nowMs, log }: Context, table: readonly Job[]): Promise<Turn[]> {
  try {
    const standings = new Map((await listJobStandings(db)).map((standing) => [standing.name, standing]));
    const turns = table.flatMap((job): Turn[] => {
      const standing = standings.get(job.name) ?? null;
      const due = dueOf(job.schedule, { watermarkMs: standing?.watermarkMs ?? null, nowMs });
      return due === null ? [] : [{ job, standing, sinceMs: due.sinceMs }];
    });
    return turns.toSorted((a, b) => a.sinceMs - b.sinceMs);
  } catch (error) {
    log("error", "jobs_not_read", { error: describeFault(error) });
    return [];
  }
}
