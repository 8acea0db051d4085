import { keptReason } from "#domain/kept-reward";
import { firstPassing, lossesOf, timesOf } from "#domain/losses";
import type { Losses } from "#domain/losses";
import { decideReversal } from "#domain/decide-reversals";
import { losesByDispute } from "#domain/decide-rewards";
import { releaseTime } from "#domain/hold";
import { judgeRelease } from "#domain/judge-work";
import { isDisputed } from "#domain/payment";
import type { Rule } from "#domain/program";
import { aboutReward } from "#domain/promise-reward";
import { amendReward, paymentNamed, referralRewards, takeStep } from "#domain/program-work";
import type { Work } from "#domain/program-work";
import { isDue, leftOf } from "#domain/reward";
import type { Reward } from "#domain/reward";

/**
 * Brings the referral's rewards to where its whole history says they should stand: their dates, what is taken
 * back, what a dispute holds and what has waited long enough.
 */
export function settleRewards(work: Work): void {
  const { rules } = work.setting.promised.document;
  for (const stored of referralRewards(work)) {
    const rule = rules.find(({ key }) => key === stored.ruleKey);
    if (rule === undefined || stored.state === "denied") continue;
    const dated = redate(work, stored, rule);
    const losses = lossesOf(work, rule, dated.subject);
    const left = decideReversal(work, dated, rule, losses);
    if (left === dated) tellKept(work, dated, rule, losses);
    release(work, holdByDispute(work, left, rule));
  }
}

/** Of what was reported just now, and only then. */
function tellKept({ plan, input }: Work, reward: Reward, rule: Rule, { payment }: Losses): void {
  const { event, occurredAtMs } = input.current;
  const isAbout = event.paymentRef === undefined || event.paymentRef === reward.subject;
  const loss = { type: event.type, atMs: Math.min(occurredAtMs, input.nowMs), payment: isAbout ? payment : null };
  const reason = keptReason(rule, reward, loss);
  if (reason !== null) plan.clauses.push({ code: "reward_kept", reason, ...aboutReward(reward), atMs: loss.atMs });
}

/** The earliest report of an occasion dates its rewards, so that the order of arrival does not matter. */
function redate(work: Work, reward: Reward, rule: Rule): Reward {
  const earnedAtMs = Math.min(reward.earnedAtMs, earliestReport(work, reward, rule));
  const firstPaymentAtMs = firstPassing(work, rule, reward.subject)?.atMs ?? null;
  const releaseAtMs =
    reward.state === "pending"
      ? releaseTime(rule, { earnedAtMs, firstPaymentAtMs, riskDays: reward.riskDays })
      : reward.releaseAtMs;
  const isSame = earnedAtMs === reward.earnedAtMs && releaseAtMs === reward.releaseAtMs;
  return isSame ? reward : amendReward(work, reward, { earnedAtMs, releaseAtMs });
}

function earliestReport(work: Work, { subject }: Reward, { on }: Rule): number {
  if (!("event" in on)) return Infinity;
  if (on.event !== "payment") return Math.min(...timesOf(work, on.event));
  const payment = paymentNamed(work, subject);
  return payment === null ? Infinity : Math.min(payment.occurredAtMs, work.input.nowMs);
}

/** A dispute that is open keeps what would be lost with it; what is used already can only be taken back. */
function holdByDispute(work: Work, reward: Reward, rule: Rule): Reward {
  if (!losesByDispute(rule)) return reward;
  const payment = paymentNamed(work, reward.subject);
  const isOpen = payment !== null && isDisputed(payment);
  const step = (change: "suspend" | "recall" | "resume", reason: string) =>
    takeStep(work, reward, change, { quantity: leftOf(reward), reason }).reward;
  const told = { ...aboutReward(reward), atMs: work.input.nowMs };
  if (isOpen && !reward.disputed && (reward.state === "pending" || isUntouched(reward))) {
    work.plan.clauses.push({ code: "reward_disputed", ...told });
    return step(reward.state === "pending" ? "suspend" : "recall", "dispute_opened");
  }
  if (isOpen || !reward.disputed || reward.state !== "pending") return reward;
  work.plan.clauses.push({ code: "dispute_settled", ...told });
  return step("resume", "dispute_settled");
}

function isUntouched({ state, redeemedQuantity }: Reward): boolean {
  return state === "available" && redeemedQuantity === 0;
}

/** What scoring does not let go is left to the job, which knows what a person has said of the reward itself. */
function release(work: Work, reward: Reward): void {
  if (reward.position === 0 || !isDue(reward, work.input.nowMs)) return;
  if (judgeRelease(work, reward) !== "approve") return;
  takeStep(work, reward, "release", { quantity: leftOf(reward), reason: "hold_ended" });
}
