import { dayMs, hourMs, minuteMs } from "#domain/day";

/** The names of all jobs, in the order in which those that are due equally long take their turns. */
export const jobNames = [
  "destroy_address_salts",
  "work_provider_deliveries",
  "sweep_pending_events",
  "seal_audit_log",
  "check_health",
  "end_stays",
  "release_rewards",
  "wake_fulfilments",
  "watch_budgets",
  "recalculate_leaderboards",
  "delete_old_answers",
  "finish_erasures",
  "announce_expired_links",
  "expire_rewards",
  "announce_expiring_rewards",
  "keep_retention",
  "reconcile_ledger",
  "check_click_counts",
  "recalculate_all_leaderboards",
  "verify_audit_log",
  "award_badges",
  "reward_leaders",
  "deliver_messages",
] as const;
export type JobName = (typeof jobNames)[number];

/** Instants that are equally far apart, in UTC. `words` says which: "daily at 02:15 UTC". */
export type Schedule = { everyMs: number; offsetMs: number; words: string };

/** By the clock: every 15 minutes is each quarter of an hour. */
export function everyMinutes(minutes: number): Schedule {
  return {
    everyMs: minutes * minuteMs,
    offsetMs: 0,
    words: minutes === 1 ? "every minute" : `every ${minutes} minutes`,
  };
}

export function dailyAt(hour: number, minute: number): Schedule {
  return { everyMs: dayMs, offsetMs: (hour * 60 + minute) * minuteMs, words: `daily at ${timeOf(hour, minute)} UTC` };
}

/** 1970-01-04 was a Sunday. */
const firstSundayMs = 3 * dayMs;

export function sundaysAt(hour: number, minute: number): Schedule {
  return {
    everyMs: 7 * dayMs,
    offsetMs: firstSundayMs + (hour * 60 + minute) * minuteMs,
    words: `every Sunday at ${timeOf(hour, minute)} UTC`,
  };
}

/** When badges are awarded that wait for it: by a job, by holds of rules, and by a test program's clock. */
export const weeklyAwards = sundaysAt(3, 0);

/** The first of these at or after an instant. */
export function weeklyAwardMs(atMs: number): number {
  return lastInstant(weeklyAwards, atMs - 1) + weeklyAwards.everyMs;
}

/** What a job has to do: everything due until `dueMs`; the first instant that it has missed is `sinceMs`. */
export type Due = { dueMs: number; sinceMs: number };

/**
 * The newest instant of the schedule that is over, unless the job has worked it off. One that never ran starts as if it
 * had done the one before; so does one whose watermark lies ahead, which a tick with a wrong time has left there.
 */
export function dueOf(
  schedule: Schedule,
  { watermarkMs, nowMs }: { watermarkMs: number | null; nowMs: number },
): Due | null {
  const dueMs = lastInstant(schedule, nowMs);
  if (watermarkMs === null || watermarkMs > believedUntil(schedule, nowMs)) return { dueMs, sinceMs: dueMs };
  return dueMs > watermarkMs ? { dueMs, sinceMs: lastInstant(schedule, watermarkMs) + schedule.everyMs } : null;
}

/** No tick that went by the right time has done more than this, also where this one comes late. */
export function believedUntil({ everyMs }: Schedule, nowMs: number): number {
  return nowMs + everyMs + mostLateMs;
}

/** The newest instant at or before that time. */
export function lastInstant({ everyMs, offsetMs }: Schedule, nowMs: number): number {
  return offsetMs + Math.floor((nowMs - offsetMs) / everyMs) * everyMs;
}

/** Ticks come in another order than they were due, by no more than this. */
const mostLateMs = hourMs;

/** A job that has missed so many of its instants is late: something is wrong beyond one tick. */
const lateAfterInstants = 3;

/** One that has failed so often in a row is failing: that is more than bad luck. It is told once. */
export const failingAfter = 3;

export function isLate(schedule: Schedule, due: Due | null, nowMs: number): boolean {
  return due !== null && nowMs - due.sinceMs > lateAfterInstants * schedule.everyMs;
}

function timeOf(hour: number, minute: number): string {
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
