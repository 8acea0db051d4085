import { dayMs } from "#domain/day";
import { hasBalance } from "#domain/grant-value";
import type { NewId } from "#domain/id";
import { postReward } from "#domain/ledger";
import type { Posting } from "#domain/ledger";
import { canChange, rewardChanges } from "#domain/reward";
import type { Reward, RewardChange, RewardTransition } from "#domain/reward";

/** One step in a reward's life: how it stands after it, the row of its history and the movement of value. */
export type RewardStep = {
  change: RewardChange;
  quantity: number;
  reward: Reward;
  transition: RewardTransition;
  posting: Posting | null;
};

export type ChangeSetting = { actor: string; nowMs: number; newId: NewId };

/** `quantity` is how much of the reward the step is about; `note` is what a person gave as a reason. */
export type StepCause = { quantity: number; reason: string; note?: string | null };

/**
 * One step in a reward's life, by the table of changes. The history row takes the next position, so that of two
 * steps decided on the same reward only one can be committed.
 */
export function changeReward(
  before: Reward,
  change: RewardChange,
  { quantity, reason, note = null }: StepCause,
  { actor, nowMs, newId }: ChangeSetting,
): RewardStep {
  const isNew = before.position === 0;
  if (!canChange(isNew ? "nothing" : before.state, change))
    throw new Error(`${change} of a reward that is ${before.state}`);
  const { to, moves } = rewardChanges[change];
  const position = before.position + 1;
  const toState = to === "same" ? before.state : to;
  const moved = { ...before, ...fields[change]?.(before, quantity), state: toState, position };
  const transition = {
    rewardId: before.id,
    position,
    fromState: isNew ? null : before.state,
    toState,
    reason,
    actor,
    atMs: nowMs,
    note,
  };
  const released = moves === "out" ? release(moved, nowMs, newId) : moved;
  if (moves === null || quantity === 0 || !hasBalance(before.kind))
    return { change, quantity, reward: released, transition, posting: null };
  const transactionId = moves === "out" ? (released.transactionId ?? newId("txn")) : newId("txn");
  const description = moves === "out" ? before.ruleKey : reason;
  const posting = postReward(released, moves, { quantity, description }, { transactionId, atMs: nowMs });
  return { change, quantity, reward: released, transition, posting };
}

/** What a step changes besides the state. */
const fields: { [C in RewardChange]?: (before: Reward, quantity: number) => Partial<Reward> } = {
  approve: () => ({ needsReview: false }),
  refer: () => ({ needsReview: true }),
  suspend: () => ({ disputed: true }),
  recall: () => ({ disputed: true }),
  resume: () => ({ disputed: false }),
  void_part: takenBack,
  forfeit: takenBack,
  reverse_part: takenBack,
  reverse_rest: takenBack,
  reverse: takenBack,
  redeem_part: redeemed,
  redeem: redeemed,
  give_back: (before, quantity) => redeemed(before, -quantity),
};

function takenBack({ reversedQuantity }: Reward, quantity: number): Partial<Reward> {
  return { reversedQuantity: reversedQuantity + quantity };
}

function redeemed({ redeemedQuantity }: Reward, quantity: number): Partial<Reward> {
  return { redeemedQuantity: redeemedQuantity + quantity };
}

/** From here on it can be used, and its days run. */
function release(reward: Reward, nowMs: number, newId: NewId): Reward {
  const { expiresDays, expiresAtMs, transactionId } = reward;
  const endsAtMs = expiresDays === null ? null : nowMs + expiresDays * dayMs;
  return {
    ...reward,
    expiresAtMs: expiresAtMs ?? endsAtMs,
    // The first movement carries the reward's id; one after a recall has its own.
    transactionId: transactionId === null ? reward.id.replace(/^rwd_/, "txn_") : newId("txn"),
  };
}
