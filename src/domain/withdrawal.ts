import { allocate, redeemPart } from "#domain/allocate";
import type { ChangeSetting } from "#domain/change-reward";
import { isUsable, usableBalance } from "#domain/holding";
import type { Holding } from "#domain/holding";
import { redeemedAccount } from "#domain/ledger";
import { postOperation } from "#domain/operation";
import type { Operation, OperationPlan } from "#domain/operation";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { rewardMessages } from "#domain/reward-message";

/** One account: its balance, and the rewards in it that have something left. */
export type AccountFacts = { balance: number; holdings: readonly Holding[] };

/**
 * Takes from the wallet: rewards first, as they expire, then what no reward stands for. It is one movement, however
 * many rewards it uses up.
 */
export function decideWithdrawal(
  operation: Operation,
  { balance, holdings }: AccountFacts,
  setting: ChangeSetting,
): Result<OperationPlan, Refusal> {
  const { unit, quantity, transactionId, participantId, atMs, mode } = operation;
  const canBeUsed = (held: Holding) => isUsable(held, { by: "wallet", nowMs: setting.nowMs });
  const usable = usableBalance({ balance, holdings }, canBeUsed);
  if (usable < quantity) return refuse({ code: "insufficient_balance", unit, balance, usable, asked: quantity });
  const rewards = holdings.filter(canBeUsed).map(({ reward }) => reward);
  const parts = allocate(rewards, quantity);
  const steps = parts.map((part) => redeemPart(part, "withdrawal", setting));
  const posting = postOperation(operation, {
    transactionId,
    type: "withdrawal",
    fromOwner: participantId,
    toOwner: redeemedAccount,
    quantity,
    description: "withdrawal",
    atMs,
  });
  return ok({
    operation,
    parts: parts.map((part) => ({ rewardId: part.reward.id, quantity: part.quantity })),
    steps,
    postings: [posting],
    messages: rewardMessages(steps, { mode, newId: setting.newId }),
  });
}
