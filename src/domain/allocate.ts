import { changeReward } from "#domain/change-reward";
import type { ChangeSetting, RewardStep } from "#domain/change-reward";
import { leftOf } from "#domain/reward";
import type { Reward } from "#domain/reward";

/** So much of a reward. */
export type Part = { reward: Reward; quantity: number };

/**
 * Which rewards a use of so many units takes: what expires first goes first, what never expires last. The parts sum
 * to less than was asked when there is less in rewards: the rest has to come from what no reward stands for.
 */
export function allocate(rewards: readonly Reward[], quantity: number): Part[] {
  const parts: Part[] = [];
  let missing = quantity;
  for (const reward of rewards.toSorted(byExpiry)) {
    const taken = Math.min(missing, leftOf(reward));
    if (taken <= 0 || reward.state !== "available") continue;
    parts.push({ reward, quantity: taken });
    missing -= taken;
  }
  return parts;
}

/** What expires first comes first, what never expires last; the id decides among equals. */
export function byExpiry(a: Reward, b: Reward): number {
  const [left, right] = [a.expiresAtMs ?? Infinity, b.expiresAtMs ?? Infinity];
  if (left !== right) return left < right ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Uses a part up; what is left of the reward stays available. Value moves with the operation, not with the step. */
export function redeemPart({ reward, quantity }: Part, reason: string, setting: ChangeSetting): RewardStep {
  const change = quantity === leftOf(reward) ? "redeem" : "redeem_part";
  return { ...changeReward(reward, change, { quantity, reason }, setting), posting: null };
}
