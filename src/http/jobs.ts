import type { Context } from "#context";
import type { JobName } from "#domain/job-schedule";
import { ok } from "#domain/result";
import { schedule } from "#jobs/schedule";
import { listJobRuns } from "#store/job-runs";
import { describeJobs } from "#usecases/describe-jobs";
import type { DescribedJob, NamedJob } from "#usecases/describe-jobs";
import { runJobByHand } from "#usecases/run-job";
import * as contract from "#http/contract/jobs";
import { showPage } from "#http/contract/page";
import { route } from "#http/mount";

const { showJob, showJobRun } = contract;

export const jobRoutes = [
  route(contract.listJobsOperation, async (ctx) => {
    const jobs = await describeJobs(ctx, schedule);
    return ok({ body: { data: jobs.map(showJob) } });
  }),

  route(contract.getJobOperation, async (ctx, { params }) =>
    ok({ body: showJob(await describeJob(ctx, params.name)) }),
  ),

  route(contract.listJobRunsOperation, async (ctx, { params, query: { limit, cursor } }) => {
    const rows = await listJobRuns(ctx.db, { job: params.name, before: cursor, limit });
    return ok({ body: showPage("job_runs", rows, { limit, placeOf: (row) => row.id, show: showJobRun }) });
  }),

  route(contract.runJobOperation, async (ctx, { params }) => {
    const run = await runJobByHand(ctx, findJob(params.name));
    return run.ok ? ok({ body: showJobRun(run.value) }) : run;
  }),
];

async function describeJob(ctx: Context, name: JobName): Promise<DescribedJob> {
  const [job] = await describeJobs(ctx, [findJob(name)]);
  if (job === undefined) throw new Error("a job without a description");
  return job;
}

/** Every name that the contract lets through is in the table. */
function findJob(name: JobName): NamedJob {
  const job = schedule.find((job) => job.name === name);
  if (job === undefined) throw new Error(`the schedule has no ${name}`);
  return job;
}
