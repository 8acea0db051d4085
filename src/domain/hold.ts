import { weeklyAwardMs } from "#domain/job-schedule";
import { dayMs } from "#domain/day";
import type { Rule } from "#domain/program";

/** Why a reward is pending. */
export type HoldReason = "hold" | "risk" | "review" | "dispute";

/**
 * Until when a rule keeps what it grants: the end of its hold, counted from the occasion, or of the referee's
 * stay, counted from the first payment that passes, or of the days for its risk, whichever is later. Null where nothing
 * keeps it.
 */
export function releaseTime(
  { on, hold, qualify }: Pick<Rule, "on" | "hold" | "qualify">,
  {
    earnedAtMs,
    firstPaymentAtMs,
    riskDays = null,
  }: { earnedAtMs: number; firstPaymentAtMs: number | null; riskDays?: number | null },
): number | null {
  const times: number[] = [];
  if (hold !== undefined) times.push("days" in hold ? earnedAtMs + hold.days * dayMs : weeklyAwardMs(earnedAtMs));
  // What counts referrals grants nothing before the stay is over.
  if (!("count" in on) && qualify?.stay_days !== undefined && firstPaymentAtMs !== null)
    times.push(firstPaymentAtMs + qualify.stay_days * dayMs);
  if (riskDays !== null) times.push(earnedAtMs + riskDays * dayMs);
  return times.length === 0 ? null : Math.max(...times);
}
