import { minuteMs } from "#domain/day";
import type { ChainHead, ChainProblem } from "#domain/audit-chain";

export const healthStatuses = ["ok", "degraded", "failing"] as const;
export type HealthStatus = (typeof healthStatuses)[number];
/** `reason`: what is wrong, in a few words; null when all is well. */
export type Judgement = { status: HealthStatus; reason: string | null };

/** What waits to be worked off: how much of it is due, counted up to a bound, and since when the oldest is. */
export type Backlog = { due: number; oldestDueAtMs: number | null };
/** How much of it was tried in vain so often that it is more than bad luck, due by now or later. */
export type Tried = { failing: number };
/** So many failures in a row are more than bad luck. */
export const failingAfter = 3;

/** What was found by looking; times in milliseconds, null where nothing answered or was never done. */
export type HealthFigures = {
  database: { ms: number };
  settings: { problems: readonly string[] };
  cache: { ms: number | null };
  clickLogs: { ms: number | null };
  messages: Backlog & Tried;
  deliveries: Backlog & Tried & { dead: number };
  emails: Backlog;
  fulfilments: Backlog & Tried & { waiting: number; dead: number };
  providers: Backlog & Tried & { unmapped: number; refused: number };
  jobs: { areOff: boolean; late: string[]; failing: string[] };
  ledger: { atMs: number; checked: Record<string, number>; finds: number } | null;
  clickCounts: { atMs: number; day: number; checked: number; finds: number } | null;
  audit: {
    sealed: ChainHead & { atMs: number | null };
    unsealed: { rows: number; oldestAtMs: number | null };
    verified: { atMs: number; rows: number; problem: ChainProblem | null } | null;
  };
};
export type HealthPart = keyof HealthFigures;

export type Health = { status: HealthStatus; parts: Record<HealthPart, Judgement> };

/** Slower than this, something is wrong with it. */
const slowMs = 2000;
/** Work is done each minute: what is older than this waits for a reason. */
export const lateMs = 10 * minuteMs;
const veryLateMs = 60 * minuteMs;
/** The last result of a check is believed so long: three of its intervals. */
const believedMs = 15 * minuteMs;

export function judgeHealth(figures: HealthFigures, nowMs: number): Health {
  const waiting = (backlog: Backlog & Partial<Tried>) => judgeBacklog(backlog, nowMs);
  const parts: Record<HealthPart, Judgement> = {
    database: judgeAnswer(figures.database.ms),
    settings: judgeSettings(figures.settings.problems),
    cache: judgeAnswer(figures.cache.ms),
    clickLogs: judgeAnswer(figures.clickLogs.ms),
    messages: waiting(figures.messages),
    deliveries: atMostDegraded(waiting(figures.deliveries)),
    emails: waiting(figures.emails),
    fulfilments: waiting(figures.fulfilments),
    providers: waiting(figures.providers),
    jobs: judgeJobs(figures.jobs),
    ledger: judgeFinds(figures.ledger, { status: "failing", what: "contradictions in the ledger" }),
    clickCounts: judgeFinds(figures.clickCounts, { status: "degraded", what: "click counts that differ" }),
    audit: judgeAudit(figures.audit, nowMs),
  };
  return { status: worstOf(Object.values(parts).map(({ status }) => status)), parts };
}

/** What can be said with one read: the last result, as long as it is fresh. None yet: a new deployment. */
export function statusByLastCheck(last: { status: HealthStatus; atMs: number } | null, nowMs: number): HealthStatus {
  if (last === null) return "ok";
  return nowMs - last.atMs > believedMs ? worstOf([last.status, "degraded"]) : last.status;
}

const well: Judgement = { status: "ok", reason: null };

function worstOf(statuses: readonly HealthStatus[]): HealthStatus {
  return healthStatuses.findLast((status) => statuses.includes(status)) ?? "ok";
}

/** Links redirect without the cache, and clicks are counted later: neither stops the engine. */
function judgeAnswer(ms: number | null): Judgement {
  if (ms === null) return { status: "degraded", reason: "does not answer" };
  return ms > slowMs ? { status: "degraded", reason: `took ${ms} ms to answer` } : well;
}

function judgeBacklog({ due, oldestDueAtMs, failing = 0 }: Backlog & Partial<Tried>, nowMs: number): Judgement {
  const waitedMs = oldestDueAtMs === null ? 0 : nowMs - oldestDueAtMs;
  if (waitedMs <= lateMs && failing > 0)
    return { status: "degraded", reason: `${failing} failed ${failingAfter} times or more` };
  if (waitedMs <= lateMs) return well;
  const reason = `${due} due, the oldest for ${Math.floor(waitedMs / minuteMs)} minutes`;
  return { status: waitedMs > veryLateMs ? "failing" : "degraded", reason };
}

/** What is set wrongly is off. */
function judgeSettings(problems: readonly string[]): Judgement {
  return problems.length === 0 ? well : { status: "degraded", reason: problems.join("; ") };
}

/** A receiver that is away keeps its deliveries waiting: that is not our failure. */
function atMostDegraded({ status, reason }: Judgement): Judgement {
  return { status: status === "failing" ? "degraded" : status, reason };
}

function judgeJobs({ areOff, late, failing }: HealthFigures["jobs"]): Judgement {
  if (failing.length > 0) return { status: "failing", reason: `failing: ${failing.join(", ")}` };
  if (areOff) return { status: "degraded", reason: "jobs are switched off" };
  return late.length > 0 ? { status: "degraded", reason: `late: ${late.join(", ")}` } : well;
}

function judgeFinds(
  last: { finds: number } | null,
  { status, what }: { status: HealthStatus; what: string },
): Judgement {
  return last === null || last.finds === 0 ? well : { status, reason: `${last.finds} ${what}` };
}

function judgeAudit({ unsealed, verified }: HealthFigures["audit"], nowMs: number): Judgement {
  const problem = verified?.problem ?? null;
  if (problem !== null) return { status: "failing", reason: `${problem.code} at ${problem.seq}` };
  const waitedMs = unsealed.oldestAtMs === null ? 0 : nowMs - unsealed.oldestAtMs;
  if (waitedMs <= lateMs) return well;
  return { status: "degraded", reason: `not sealed for ${Math.floor(waitedMs / minuteMs)} minutes` };
}
