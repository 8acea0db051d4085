import { dayMs } from "#domain/day";
import type { ReversalReason } from "#domain/explanation";
import { isDivisible } from "#domain/grant-value";
import { shareOf } from "#domain/money";
import type { Losses } from "#domain/losses";
import { refundedBefore } from "#domain/payment";
import type { Rule } from "#domain/program";
import { aboutReward } from "#domain/promise-reward";
import { takeStep } from "#domain/program-work";
import type { Work } from "#domain/program-work";
import { staysUnbroken } from "#domain/qualification";
import { isDue, leftOf } from "#domain/reward";
import type { Reward, RewardChange } from "#domain/reward";

type Target = { quantity: number; reason: ReversalReason };

/**
 * What refunds, disputes and departures take back of a reward. How much should be left follows from the history
 * alone, and only the difference is moved: their order and repetition do not matter.
 */
export function decideReversal(work: Work, reward: Reward, rule: Rule, losses: Losses): Reward {
  const target = targets(rule, reward, losses).toSorted((a, b) => b.quantity - a.quantity)[0];
  if (target === undefined) return reward;
  const keeps = rule.reverse?.after_redemption === "keep";
  const most = keeps ? reward.reversedQuantity + leftOf(reward) : reward.quantity;
  return takeBack(work, reward, { ...target, quantity: Math.min(target.quantity, most) });
}

/** Takes a reward back up to so much of it in all: before it was released without a movement of value. */
export function takeBack(work: Work, reward: Reward, { quantity: target, reason }: Target): Reward {
  const quantity = target - reward.reversedQuantity;
  if (quantity <= 0 || !isLive(reward)) return reward;
  const change = changeFor(reward, target, work.input.nowMs);
  const step = takeStep(work, reward, change, { quantity, reason });
  const { unit, label, kind } = reward;
  const left = reward.quantity - target;
  const code = step.reward.state === "pending" || change === "void" ? "reward_voided" : "reward_reversed";
  const atMs = work.input.nowMs;
  work.plan.clauses.push({ ...aboutReward(reward), code, reason, kind, unit, label, quantity, left, atMs });
  return step.reward;
}

/** What only a dispute kept would be available without it: whether the dispute was told in time makes no difference. */
function changeFor(reward: Reward, target: number, nowMs: number): RewardChange {
  const isWhole = target === reward.quantity;
  if (reward.state !== "pending") {
    if (isWhole) return "reverse";
    const isRest = reward.state === "available" && target - reward.reversedQuantity >= leftOf(reward);
    return isRest ? "reverse_rest" : "reverse_part";
  }
  if (!isWhole) return "void_part";
  return isDue({ ...reward, disputed: false }, nowMs) ? "forfeit" : "void";
}

export function isLive({ state }: Reward): boolean {
  return state === "pending" || state === "available" || state === "redeemed";
}

/** How much of a reward each kind of loss asks back, in all. */
function targets(rule: Rule, reward: Reward, losses: Losses): Target[] {
  const { payment, cancellations, churns } = losses;
  const { reverse } = rule;
  const whole = (reason: ReversalReason): Target => ({ quantity: reward.quantity, reason });
  const found: Target[] = isStayBroken(rule, losses) ? [whole("stay_broken")] : [];
  if (reverse === undefined) return found;
  const endMs = reverse.within_days === undefined ? Infinity : reward.earnedAtMs + reverse.within_days * dayMs;
  const lies = (atMs: number) => atMs >= reward.earnedAtMs && atMs < endMs;
  if (reverse.on.includes("subscription_canceled") && cancellations.some(lies))
    found.push(whole("subscription_canceled"));
  if (reverse.on.includes("churned") && churns.some(lies)) found.push(whole("churned"));
  if (payment === null) return found;
  const isLost = payment.disputes.some(({ state, atMs }) => state === "lost" && atMs < endMs);
  if (reverse.on.includes("dispute_lost") && isLost) found.push(whole("dispute_lost"));
  if (reverse.on.includes("refund")) {
    const refundedMinor = refundedBefore(payment, endMs);
    found.push({
      quantity: refundedShare(reward, payment.amountMinor, { refundedMinor, policy: reverse.policy }),
      reason: "refund",
    });
  }
  return found;
}

function refundedShare(
  { quantity, kind }: Reward,
  amountMinor: number,
  { refundedMinor, policy }: { refundedMinor: number; policy: "proportional" | "full" },
): number {
  if (refundedMinor === 0) return 0;
  if (refundedMinor >= amountMinor || policy === "full") return quantity;
  if (!isDivisible(kind)) return 0;
  return quantity - shareOf(quantity, amountMinor - refundedMinor, amountMinor);
}

function isStayBroken({ qualify, on }: Rule, { firstPayment, cancellations, churns }: Losses): boolean {
  if ("count" in on || qualify?.stay_days === undefined || firstPayment === null) return false;
  const dueAtMs = firstPayment.atMs + qualify.stay_days * dayMs;
  return !staysUnbroken(firstPayment, { dueAtMs, endings: [...cancellations, ...churns] });
}
