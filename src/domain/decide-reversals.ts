import type { Clause } from "#domain/explanation";
import { isDivisible } from "#domain/grant";
import type { NewId } from "#domain/id";
import { postReversal } from "#domain/ledger";
import type { Posting } from "#domain/ledger";
import { shareOf } from "#domain/money";
import type { Payment } from "#domain/payment";
import type { Rule } from "#domain/program";
import { rewardChanges } from "#domain/reward";
import type { Reward, RewardTransition } from "#domain/reward";

export type Reversal = { reward: Reward; transition: RewardTransition; posting: Posting; clause: Clause };

export type ReversalSetting = {
  rules: readonly Rule[];
  actor: string;
  atMs: number;
  nowMs: number;
  newId: NewId;
};

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
  const { actor, atMs, nowMs, newId } = setting;
  const { from, to } = rewardChanges[target === before.quantity ? "reverse" : "reverse_part"];
  const quantity = target - before.reversedQuantity;
  const reward = { ...before, reversedQuantity: target, state: to };
  const { ruleKey: rule, side, beneficiaryId, unit } = reward;
  return {
    reward,
    transition: {
      rewardId: reward.id,
      fromState: from,
      toState: to,
      reason: "refund",
      actor,
      atMs: nowMs,
    },
    posting: postReversal(reward, quantity, newId("txn"), nowMs),
    clause: {
      code: "reward_reversed",
      rule,
      side,
      beneficiaryId,
      unit,
      quantity,
      left: reward.quantity - target,
      atMs,
    },
  };
}
