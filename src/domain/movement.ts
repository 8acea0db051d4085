import type { TransactionType } from "#domain/ledger";
import type { Operation } from "#domain/operation";
import type { Reward } from "#domain/reward";

/** A movement as the ledger has it, with the reward and the operation that it belongs to. */
export type Movement = {
  transactionId: string;
  type: TransactionType;
  reward: Pick<Reward, "state" | "subject" | "transactionId"> | null;
  operation: Pick<Operation, "status" | "transactionId" | "operationId"> | null;
};

/** By what the main app knows it: its operation's id or invoice, else what earned the reward. */
export function referenceOf({ reward, operation }: Movement): string | null {
  return operation?.operationId ?? reward?.subject ?? null;
}

/**
 * `reversed`: a later movement undid it, since the operation was taken back, or the reward that it made available. A
 * disputed reward goes back to waiting, and a new movement makes it available again.
 */
export function statusOf({ transactionId, type, reward, operation }: Movement): "completed" | "reversed" {
  if (operation !== null) {
    return operation.transactionId === transactionId && operation.status === "undone" ? "reversed" : "completed";
  }
  if (reward === null || (type !== "referral_bonus" && type !== "adjustment")) return "completed";
  const stands = reward.transactionId === transactionId && reward.state !== "reversed" && reward.state !== "pending";
  return stands ? "completed" : "reversed";
}
