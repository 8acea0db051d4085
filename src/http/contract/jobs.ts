import * as z from "zod";
import { jobNames } from "#domain/job-schedule";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { id, shownInstant, showInstant, showInstantOrNull } from "#http/contract/wire";
import type { JobRun } from "#store/job-runs";
import type { DescribedJob } from "#usecases/describe-jobs";

const tag = "Jobs";

export const shownJobRun = z
  .strictObject({
    id: id("run"),
    job: z.string(),
    actor: z.string().meta({ description: "`job:…`: the trigger; `key:key_…`: by hand." }),
    due_at: shownInstant.meta({ description: "It was to work off everything due by then." }),
    started_at: shownInstant,
    duration_ms: z.int(),
    outcome: z.enum(["done", "more", "failed"]).meta({
      description:
        "`more`: it did what one run may. A job that is due goes on at the next tick; by hand, run it again.",
    }),
    counts: z.record(z.string(), z.number()),
    error: z.string().nullable(),
  })
  .meta({ id: "JobRun" });

export function showJobRun(run: JobRun): z.input<typeof shownJobRun> {
  return {
    id: run.id,
    job: run.job,
    actor: run.actor,
    due_at: showInstant(run.dueAtMs),
    started_at: showInstant(run.startedAtMs),
    duration_ms: run.durationMs,
    outcome: run.outcome,
    counts: run.counts,
    error: run.error,
  };
}

export const shownJob = z
  .strictObject({
    name: z.enum(jobNames),
    schedule: z.string().meta({ example: "daily at 02:15 UTC" }),
    watermark: shownInstant.nullable().meta({ description: "Everything due by then is done; null: it never ran." }),
    due: z.boolean(),
    late_by_seconds: z.int().meta({ description: "Since the first of its times that it has missed." }),
    running: z.boolean(),
    failures: z.int().meta({ description: "Failed runs since the last good one." }),
    last_run: shownJobRun.nullable(),
  })
  .meta({ id: "Job" });

export function showJob(job: DescribedJob): z.input<typeof shownJob> {
  return {
    name: job.name,
    schedule: job.schedule,
    watermark: showInstantOrNull(job.watermarkMs),
    due: job.isDue,
    late_by_seconds: Math.floor(job.lateByMs / 1000),
    running: job.isRunning,
    failures: job.failures,
    last_run: job.lastRun === null ? null : showJobRun(job.lastRun),
  };
}

const params = z.strictObject({ name: z.enum(jobNames) });

export const listJobsOperation = defineOperation({
  method: "get",
  path: "/v1/jobs",
  operationId: "listJobs",
  summary: "List all jobs with how far each has got",
  description: "Jobs work for both modes: keys of either see the same.",
  tag,
  scope: "jobs:read",
  answer: z.strictObject({ data: z.array(shownJob) }).meta({ id: "JobList" }),
});

export const getJobOperation = defineOperation({
  method: "get",
  path: "/v1/jobs/:name",
  operationId: "getJob",
  summary: "Get one job",
  tag,
  scope: "jobs:read",
  params,
  answer: shownJob,
});

export const listJobRunsOperation = defineOperation({
  method: "get",
  path: "/v1/jobs/:name/runs",
  operationId: "listJobRuns",
  summary: "List a job's runs of the last 30 days, newest first",
  tag,
  scope: "jobs:read",
  params,
  query: z.strictObject(pageQuery("job_runs")),
  answer: pageOf(shownJobRun).meta({ id: "JobRunPage" }),
});

export const runJobOperation = defineOperation({
  method: "post",
  path: "/v1/jobs/:name/run",
  operationId: "runJob",
  summary: "Run a job now, whether it is due or not",
  description:
    "Answers when it has run. Running a job again does nothing twice. It runs while `ENABLE_JOBS` is off, too.",
  tag,
  scope: "jobs:write",
  params,
  answer: shownJobRun,
  refusals: ["job_running"],
});

export const jobOperations = [listJobsOperation, getJobOperation, listJobRunsOperation, runJobOperation];
