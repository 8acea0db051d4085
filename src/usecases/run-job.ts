import { minuteMs } from "#domain/day";
import type { Context } from "#context";
import { actorName } from "#domain/actor";
import { describeFault } from "#domain/fault";
import { timeOfId } from "#domain/id";
import { isoText } from "#domain/instant";
import { believedUntil, dueOf, failingAfter, lastInstant } from "#domain/job-schedule";
import type { Schedule } from "#domain/job-schedule";
import type { Message } from "#domain/plan";
import { refuse, ok } from "#domain/result";
import type { Result } from "#domain/result";
import type { Refusal } from "#domain/refusal";
import { findStreakStart } from "#store/job-runs";
import type { JobRun } from "#store/job-runs";
import { claimJob, findJobStanding, finishRun } from "#store/jobs";
import type { Finish, JobMemory, JobStanding } from "#store/jobs";
import { messageIdAt } from "#store/outbox";
import { describeChange } from "#usecases/describe-change";

/** Everything due until `dueMs` is to be worked off; what was due until `sinceMs` is done. */
export type JobInput = { dueMs: number; sinceMs: number; memory: JobMemory | null };
/**
 * `more`: it did what one run may, and goes on at the next tick. Without a `memory` it keeps the one it had. `error`: what
 * failed of it; the run is a failed one, and its counts say what was done all the same.
 */
export type JobResult = { counts: Record<string, number>; more?: boolean; memory?: JobMemory; error?: string };
export type Job = {
  name: string;
  schedule: Schedule;
  run: (ctx: Context, input: JobInput) => Promise<JobResult>;
};

/** Longer than any run: whoever has not come back by then has died. */
export const leaseMs = 5 * minuteMs;
/** What became of a run is written again when the database failed: a lost answer may hide that it was. */
const finishAttempts = 3;

/** What a tick does: the job's turn, if it is due and nobody has it. Null: it is not, or somebody has. */
export async function runDueJob(ctx: Context, job: Job, standing: JobStanding | null): Promise<JobRun | null> {
  const isFree = standing === null || standing.leaseRunId === null || (await buryDeadRun(ctx, job, standing));
  const due = dueOf(job.schedule, { watermarkMs: standing?.watermarkMs ?? null, nowMs: ctx.nowMs });
  if (!isFree || due === null) return null;
  return claimAndRun(ctx, job, { dueMs: due.dueMs, isByHand: false });
}

/** Whether it is due or not, up to this moment. Another run that is at work keeps it from running. */
export async function runJobByHand(ctx: Context, job: Job): Promise<Result<JobRun, Refusal>> {
  const standing = await findJobStanding(ctx.db, job.name);
  const isFree = standing === null || standing.leaseRunId === null || (await buryDeadRun(ctx, job, standing));
  const run = isFree ? await claimAndRun(ctx, job, { dueMs: ctx.nowMs, isByHand: true }) : null;
  if (run !== null) return ok(run);
  const leftMs = (standing?.leaseUntilMs ?? 0) - ctx.platform.wallMs();
  return refuse({ code: "job_running", job: job.name, retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)) });
}

type Turn = { dueMs: number; isByHand: boolean };

async function claimAndRun(ctx: Context, job: Job, { dueMs, isByHand }: Turn): Promise<JobRun | null> {
  const startedAtMs = ctx.platform.wallMs();
  const id = ctx.newId("run");
  const standing = await claimJob(ctx.db, {
    job: job.name,
    runId: id,
    leaseUntilMs: startedAtMs + leaseMs,
    watermarkMs: lastInstant(job.schedule, ctx.nowMs) - job.schedule.everyMs,
    due: isByHand ? null : { dueMs, believedUntilMs: believedUntil(job.schedule, ctx.nowMs) },
    audit: isByHand ? describeChange(ctx, "job.run", id, { job: job.name }) : null,
  });
  if (standing === null) return null;
  const finish = await performRun(ctx, job, { standing, dueMs, startedAtMs });
  const { outcome, counts, durationMs, error } = finish.run;
  const fields = { job: job.name, run_id: id, result: counts, duration_ms: durationMs };
  if (outcome === "failed") ctx.log("error", "job_failed", { ...fields, error });
  else ctx.log("info", "job_done", { ...fields, ...(outcome === "more" && { more: true }) });
  if (!(await writeFinish(ctx, finish))) ctx.log("error", "job_lease_lost", { job: job.name, run_id: id });
  return finish.run;
}

type Claimed = { standing: JobStanding; dueMs: number; startedAtMs: number };

async function performRun(ctx: Context, job: Job, { standing, dueMs, startedAtMs }: Claimed): Promise<Finish> {
  const { watermarkMs, memory, failures, leaseRunId } = standing;
  const sinceMs = watermarkMs > dueMs ? dueMs - job.schedule.everyMs : watermarkMs;
  const begun = {
    job: job.name,
    id: leaseRunId ?? "",
    actor: actorName(ctx.actor),
    dueAtMs: dueMs,
    startedAtMs,
  };
  const durationMs = () => ctx.platform.wallMs() - startedAtMs;
  try {
    const asJob: Context = { ...ctx, actor: { type: "job", name: job.name, mode: "live" } };
    const result = await job.run(asJob, { dueMs, sinceMs, memory });
    const { counts, more = false, error } = result;
    if (error !== undefined) {
      const run = { ...begun, durationMs: durationMs(), outcome: "failed" as const, counts, error };
      return failureOf(ctx, run, failures);
    }
    const outcome = more ? ("more" as const) : ("done" as const);
    return {
      run: { ...begun, durationMs: durationMs(), outcome, counts, error: null },
      watermarkMs: more ? null : dueMs,
      hasFailed: false,
      memory: result.memory,
      message: null,
    };
  } catch (fault) {
    const error = describeFault(fault);
    const run = { ...begun, durationMs: durationMs(), outcome: "failed" as const, counts: {}, error };
    return failureOf(ctx, run, failures);
  }
}

/** A run whose lease has run out is over: it is shown as failed, and the job is free. False: it may be at work. */
async function buryDeadRun(ctx: Context, job: Job, standing: JobStanding): Promise<boolean> {
  const { leaseRunId, leaseUntilMs, failures } = standing;
  if (leaseRunId === null || leaseUntilMs === null || leaseUntilMs > ctx.platform.wallMs()) return false;
  const run: JobRun = {
    job: job.name,
    id: leaseRunId,
    actor: `job:${job.name}`,
    dueAtMs: lastInstant(job.schedule, timeOfId(leaseRunId)),
    startedAtMs: leaseUntilMs - leaseMs,
    durationMs: leaseMs,
    outcome: "failed",
    counts: {},
    error: "lease expired",
  };
  ctx.log("error", "job_failed", { job: job.name, run_id: run.id, error: run.error });
  return writeFinish(ctx, await failureOf(ctx, run, failures));
}

/** With the message that the third in a row is told by; the number of the first is in its id, so that it is told once. */
async function failureOf(ctx: Context, run: JobRun, failuresBefore: number): Promise<Finish> {
  const failed = { run, watermarkMs: null, hasFailed: true, memory: undefined };
  const failures = failuresBefore + 1;
  if (failures !== failingAfter) return { ...failed, message: null };
  const sinceMs = (await findStreakStart(ctx.db, run.job, failuresBefore)) ?? run.startedAtMs;
  const message: Message = {
    id: messageIdAt(sinceMs, `job.failing ${run.job} ${sinceMs}`),
    type: "job.failing",
    mode: "live",
    payload: { job: run.job, failures, since: isoText(sinceMs) },
  };
  return { ...failed, message };
}

async function writeFinish(ctx: Context, finish: Finish): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const isWritten = await finishRun(ctx.db, finish);
      if (isWritten && finish.message !== null) ctx.ring([finish.message]);
      // After a fault the first attempt may have been the one that wrote it.
      return isWritten || attempt > 1;
    } catch (error) {
      if (attempt === finishAttempts) throw error;
    }
  }
}
