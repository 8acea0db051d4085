import type { NewId } from "#domain/id";
import { postGrant, postReversal } from "#domain/ledger";
import type { Posting } from "#domain/ledger";
import { rewardChanges } from "#domain/reward";
import type { Reward, RewardChange, RewardTransition } from "#domain/reward";

export type ChangedReward = { reward: Reward; transition: RewardTransition; posting: Posting | null };

export type ChangeSetting = { actor: string; nowMs: number; newId: NewId };

/**
 * One step in a reward's life, by the table of changes: its new state, the row of its history and the
 * movement of value. `quantity` is what moves. The history row takes the next position, so that of two
 * steps decided on the same reward only one can be committed.
 */
export function changeReward(
  before: Reward,
  change: RewardChange,
  { quantity, reason }: { quantity: number; reason: string },
  { actor, nowMs, newId }: ChangeSetting,
): ChangedReward {
  const { from, to, moves } = rewardChanges[change];
  if (from !== null && before.state !== from) throw new Error(`${change} of a reward that is ${before.state}`);
  const position = before.position + 1;
  const reversedQuantity = before.reversedQuantity + (moves === "back" ? quantity : 0);
  const reward = { ...before, state: to, position, reversedQuantity };
  const transition = { rewardId: reward.id, position, fromState: from, toState: to, reason, actor, atMs: nowMs };
  if (moves === null) return { reward, transition, posting: null };
  const posting = moves === "out" ? postGrant(reward, nowMs) : postReversal(reward, quantity, newId("txn"), nowMs);
  return { reward, transition, posting };
}
