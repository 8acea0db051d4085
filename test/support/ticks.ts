import { env } from "cloudflare:workers";
import type { Context } from "#context";
import { everyMinutes } from "#domain/job-schedule";
import { runDueJobs } from "#jobs/run-jobs";
import { openContext } from "#open-context";
import { rows } from "#support/ledger";
import type { Job } from "#usecases/run-job";

type TickOptions = { table?: readonly Job[]; bindings?: Partial<Env>; change?: (ctx: Context) => Context };

/** One tick of the trigger, as of that time; of all jobs, or of these alone. */
export async function tick(nowMs: number, { table, bindings = {}, change = (ctx) => ctx }: TickOptions = {}) {
  const open = (name: string) =>
    change(
      openContext(
        { ...env, ...bindings },
        { actor: { type: "job", name, mode: "live" }, nowMs, requestId: "req_tick" },
      ),
    );
  await (table === undefined ? runDueJobs(open, nowMs) : runDueJobs(open, nowMs, table));
}

/** A job of a test's own, every minute unless told otherwise. */
export function jobOf(name: string, run: Job["run"], schedule = everyMinutes(1)): Job {
  return { name, schedule, run };
}

/** As if so much physical time had passed. */
export function later(ms: number): (ctx: Context) => Context {
  return (ctx) => ({ ...ctx, platform: { ...ctx.platform, wallMs: () => Date.now() + ms } });
}

export async function runsOf(job: string) {
  return rows<{ id: string; outcome: string; due_at_ms: number; counts: string; error: string | null; actor: string }>(
    "SELECT id, outcome, due_at_ms, counts, error, actor FROM job_runs WHERE job = ? ORDER BY id",
    job,
  );
}
