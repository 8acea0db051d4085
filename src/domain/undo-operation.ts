import type { Part } from "#domain/allocate";
import { changeReward } from "#domain/change-reward";
import type { ChangeSetting } from "#domain/change-reward";
import { redeemedAccount, rewardsAccount } from "#domain/ledger";
import type { Posting } from "#domain/ledger";
import { postOperation } from "#domain/operation";
import type { Operation, OperationPlan } from "#domain/operation";
import { canChange } from "#domain/reward";
import { rewardMessages } from "#domain/reward-message";

/**
 * Gives back what an operation took, all of it. Its parts go back to their rewards, which keep their expiry; a reward
 * that was reversed meanwhile stays so, since what comes back pays for that; and what comes back to one that has
 * expired meanwhile expires with it.
 */
export function planUndo(
  operation: Operation,
  { parts, reason }: { parts: readonly Part[]; reason: string },
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
  const lapsed = parts.filter(({ reward }) => reward.state === "expired");
  return {
    operation: { ...operation, status: "undone", detail: { ...operation.detail, undoneAtMs: nowMs } },
    parts: [],
    steps,
    postings: [returned, ...lapsed.map((part) => expirePart(operation, part, setting))],
    messages: rewardMessages(steps, { mode: operation.mode, newId, nowMs }),
  };
}

function expirePart(operation: Operation, { reward, quantity }: Part, { nowMs, newId }: ChangeSetting): Posting {
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
