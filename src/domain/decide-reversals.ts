import { changeReward } from "#domain/change-reward";
import type { ChangedReward, ChangeSetting } from "#domain/change-reward";
import type { Clause } from "#domain/explanation";
import { isDivisible } from "#domain/grant";
import { shareOf } from "#domain/money";
import type { Payment } from "#domain/payment";
import type { Rule } from "#domain/program";
import type { Reward } from "#domain/reward";

export type Reversal = ChangedReward & { clause: Clause };

export type ReversalSetting = ChangeSetting & { rules: readonly Rule[]; atMs: number };

/**
 * What a refund takes back. How much should be left follows from the payment alone, and only the
 * difference is moved: the order and the repetition of refunds do not matter.
 */
export function decideReversals(payment: Payment, rewards: readonly Reward[], setting: ReversalSetting): Reversal[] {
  return rewards
    .filter((reward) => reward.subject === payment.paymentRef && reward.state === "available")
    .flatMap((reward) => {
      const rule = setting.rules.find(({ key }) => key === reward.ruleKey);
      const target = rule === undefined ? 0 : reversedTarget(rule, reward, payment);
      return target > reward.reversedQuantity ? [reverse(reward, target, setting)] : [];
    });
}

/** How much of a reward is to be taken back in all, given all refunds so far. */
function reversedTarget(rule: Rule, reward: Reward, payment: Payment): number {
  if (rule.reverse === undefined || payment.refundedMinor === 0) return 0;
  const isWhole = payment.refundedMinor >= payment.amountMinor;
  if (isWhole || rule.reverse.policy === "full") return reward.quantity;
  if (!isDivisible(reward.kind)) return 0;
  const left = shareOf(reward.quantity, payment.amountMinor - payment.refundedMinor, payment.amountMinor);
  return reward.quantity - left;
}

function reverse(before: Reward, target: number, setting: ReversalSetting): Reversal {
  const quantity = target - before.reversedQuantity;
  const change = target === before.quantity ? "reverse" : "reverse_part";
  const changed = changeReward(before, change, { quantity, reason: "refund" }, setting);
  const { ruleKey: rule, side, beneficiaryId, unit } = before;
  const left = before.quantity - target;
  return {
    ...changed,
    clause: { code: "reward_reversed", rule, side, beneficiaryId, unit, quantity, left, atMs: setting.atMs },
  };
}
