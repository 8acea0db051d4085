import type { Part } from "#domain/allocate";
import { changeReward } from "#domain/change-reward";
import type { ChangeSetting } from "#domain/change-reward";
import { usableOf } from "#domain/holding";
import { redeemedAccount, rewardsAccount } from "#domain/ledger";
import type { Posting } from "#domain/ledger";
import { postOperation } from "#domain/operation";
import type { Operation, OperationPlan } from "#domain/operation";
import { canChange } from "#domain/reward";
import type { Reward } from "#domain/reward";
import { rewardMessages } from "#domain/reward-message";

/** The rewards that were used as they stand now, and the account with all that is available in it. */
export type UndoFacts = { parts: readonly Part[]; account: { balance: number; held: readonly Reward[] } };

/**
 * Gives back what an operation took, all of it. Its parts go back to their rewards, which keep their expiry; a reward
 * that was reversed meanwhile stays so, since what comes back pays for that; and what comes back to one that has
 * expired meanwhile expires with it.
 */
export function planUndo(
  operation: Operation,
  { parts, account, reason }: UndoFacts & { reason: string },
  setting: ChangeSetting,
): OperationPlan {
  const { nowMs, newId } = setting;
  const steps = parts
    .filter(({ reward }) => canChange(reward.state, "give_back"))
    .map(({ reward, quantity }) => ({
      ...changeReward(reward, "give_back", { quantity, reason }, setting),
      posting: null,
    }));
  const returned = postOperation(operation, {
    transactionId: newId("txn"),
    type: "reversal",
    rewardId: operation.kind === "invoice" ? (parts[0]?.reward.id ?? null) : null,
    reversesId: operation.transactionId,
    fromOwner: redeemedAccount,
    toOwner: operation.participantId,
    quantity: operation.quantity,
    description: reason,
    atMs: nowMs,
  });
  const givenBack = new Map(steps.map(({ reward }) => [reward.id, reward]));
  const standing = [...account.held.filter(({ id }) => !givenBack.has(id)), ...givenBack.values()];
  const lapsed = expireParts(parts, { balance: account.balance + operation.quantity, standing });
  return {
    operation: { ...operation, status: "undone", detail: { ...operation.detail, undoneAtMs: nowMs } },
    parts: [],
    steps,
    postings: [returned, ...lapsed.map((part) => postExpiry(operation, part, setting))],
    messages: rewardMessages(steps, { mode: operation.mode, newId }),
  };
}

/** As if what comes back had been there when its reward expired: a debt takes as much of it, whichever came first. */
function expireParts(
  parts: readonly Part[],
  { balance, standing }: { balance: number; standing: readonly Reward[] },
): Part[] {
  const returned = parts
    .filter(({ reward }) => reward.state === "expired")
    .map(({ reward, quantity }) => ({
      ...{ ...reward, state: "available" as const, quantity },
      ...{ reversedQuantity: 0, redeemedQuantity: 0 },
    }));
  return returned
    .map((reward) => ({
      reward,
      quantity: usableOf(reward, { balance, others: [...standing, ...returned.filter((other) => other !== reward)] }),
    }))
    .filter(({ quantity }) => quantity > 0);
}

function postExpiry(operation: Operation, { reward, quantity }: Part, { nowMs, newId }: ChangeSetting): Posting {
  return postOperation(operation, {
    transactionId: newId("txn"),
    type: "reversal",
    rewardId: reward.id,
    reversesId: reward.transactionId,
    fromOwner: operation.participantId,
    toOwner: rewardsAccount,
    quantity,
    description: "expired",
    atMs: nowMs,
  });
}
