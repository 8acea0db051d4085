import type { Context } from "#context";
import { dayOf } from "#domain/day";
import { describeFault } from "#domain/fault";
import { failingAfter, judgeHealth, statusByLastCheck } from "#domain/health";
import type { Health, HealthFigures, HealthStatus } from "#domain/health";
import { dueOf, isLate } from "#domain/job-schedule";
import { countUnsealed, findChainHead } from "#store/audit-seals";
import { countBacklogs } from "#store/backlogs";
import { findJobStanding, listJobStandings } from "#store/jobs";
import type { JobStanding } from "#store/jobs";
import type { ClickCheckMemory } from "#usecases/check-click-counts";
import type { ReconciliationMemory } from "#usecases/reconcile-ledger";
import type { Job, JobResult } from "#usecases/run-job";
import type { VerificationMemory } from "#usecases/verify-audit-log";

export type HealthReport = Health & { figures: HealthFigures };

const mostCounted = 1000;

/** Looks at everything that can be looked at. Throws only when the database does not answer. */
export async function checkHealth(ctx: Context, table: readonly ScheduledJob[]): Promise<HealthReport> {
  const startedMs = ctx.platform.wallMs();
  const standings = await listJobStandings(ctx.db);
  const database = { ms: ctx.platform.wallMs() - startedMs };
  const head = await findChainHead(ctx.db);
  const [backlogs, unsealed, cache, clickLogs] = await Promise.all([
    countBacklogs(ctx.db, ctx.nowMs),
    countUnsealed(ctx.db, { after: head.seq, most: mostCounted }),
    timeAnswer(ctx, "cache", ctx.platform.readCache),
    timeAnswer(ctx, "click_logs", async () => askClickLog(ctx)),
  ]);
  const figures: HealthFigures = {
    database,
    settings: { problems: ctx.platform.settingProblems },
    cache: { ms: cache },
    clickLogs: { ms: clickLogs },
    ...backlogs,
    jobs: describeJobs(ctx, table, standings),
    ledger: memoryOf(standings, "reconcile_ledger")?.last ?? null,
    clickCounts: memoryOf(standings, "check_click_counts")?.last ?? null,
    audit: {
      sealed: head,
      unsealed,
      verified: memoryOf(standings, "verify_audit_log")?.last ?? null,
    },
  };
  return { ...judgeHealth(figures, ctx.nowMs), figures };
}

type ScheduledJob = Pick<Job, "name" | "schedule">;

/** What the job remembers, so that a terse answer costs one read. */
export type HealthMemory = { status: HealthStatus; atMs: number };

export async function keepHealth(ctx: Context, table: readonly ScheduledJob[]): Promise<JobResult> {
  const { status, parts } = await checkHealth(ctx, table);
  const unwell = Object.entries(parts).filter(([, part]) => part.status !== "ok");
  for (const [part, { status, reason }] of unwell) ctx.log("warn", "not_well", { part, status, reason });
  const memory: HealthMemory = { status, atMs: ctx.nowMs };
  return { counts: { unwell: unwell.length }, memory };
}

/** By the last check. Throws when the database does not answer. */
export async function readHealth(ctx: Context): Promise<HealthStatus> {
  const standing = await findJobStanding(ctx.db, "check_health");
  // Safe because only `keepHealth` writes it.
  return statusByLastCheck((standing?.memory ?? null) as HealthMemory | null, ctx.nowMs);
}

async function askClickLog({ platform, nowMs }: Context): Promise<void> {
  const [shard] = platform.shards;
  if (shard !== undefined) await platform.dayCounts(shard, { day: dayOf(nowMs), after: null, limit: 1 });
}

async function timeAnswer({ platform, log }: Context, part: string, ask: () => Promise<void>): Promise<number | null> {
  const startedMs = platform.wallMs();
  try {
    await ask();
    return platform.wallMs() - startedMs;
  } catch (error) {
    log("warn", "no_answer", { part, error: describeFault(error) });
    return null;
  }
}

function describeJobs(
  { flags, nowMs }: Context,
  table: readonly ScheduledJob[],
  standings: readonly JobStanding[],
): HealthFigures["jobs"] {
  const known = new Map(standings.map((standing) => [standing.name, standing]));
  const late = table.filter(({ name, schedule }) => {
    const due = dueOf(schedule, { watermarkMs: known.get(name)?.watermarkMs ?? null, nowMs });
    return isLate(schedule, due, nowMs);
  });
  const failing = table.filter(({ name }) => (known.get(name)?.failures ?? 0) >= failingAfter);
  return { areOff: !flags.jobs, late: late.map(({ name }) => name), failing: failing.map(({ name }) => name) };
}

/** What the jobs remember that look whether something is right. */
type Memories = {
  reconcile_ledger: ReconciliationMemory;
  check_click_counts: ClickCheckMemory;
  verify_audit_log: VerificationMemory;
};

function memoryOf<N extends keyof Memories>(standings: readonly JobStanding[], name: N): Memories[N] | null {
  // Safe because each job alone writes its memory, in the one shape that its file names.
  return (standings.find((standing) => standing.name === name)?.memory ?? null) as Memories[N] | null;
}
