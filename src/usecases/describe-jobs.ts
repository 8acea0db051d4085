import type { Context } from "#context";
import { dueOf } from "#domain/job-schedule";
import type { JobName } from "#domain/job-schedule";
import { listLastRuns } from "#store/job-runs";
import type { JobRun } from "#store/job-runs";
import { listJobStandings } from "#store/jobs";
import type { Job } from "#usecases/run-job";

export type NamedJob = Job & { name: JobName };
export type DescribedJob = {
  name: JobName;
  schedule: string;
  watermarkMs: number | null;
  isDue: boolean;
  /** Since the first of its instants that it has missed. */
  lateByMs: number;
  isRunning: boolean;
  failures: number;
  lastRun: JobRun | null;
};

/** How far each job has got, and what became of its newest run. */
export async function describeJobs(ctx: Context, table: readonly NamedJob[]): Promise<DescribedJob[]> {
  const [standings, runs] = await Promise.all([
    listJobStandings(ctx.db),
    listLastRuns(
      ctx.db,
      table.map(({ name }) => name),
    ),
  ]);
  return table.map(({ name, schedule }) => {
    const standing = standings.find((row) => row.name === name);
    const due = dueOf(schedule, { watermarkMs: standing?.watermarkMs ?? null, nowMs: ctx.nowMs });
    return {
      name,
      schedule: schedule.words,
      watermarkMs: standing?.watermarkMs ?? null,
      isDue: due !== null,
      lateByMs: due === null ? 0 : ctx.nowMs - due.sinceMs,
      isRunning: (standing?.leaseUntilMs ?? 0) > ctx.platform.wallMs(),
      failures: standing?.failures ?? 0,
      lastRun: runs.find(({ job }) => job === name) ?? null,
    };
  });
}
