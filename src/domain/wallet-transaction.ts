import type { TransactionType } from "#domain/ledger";
import { paymentsAccount, postOperation } from "#domain/operation";
import type { Operation, OperationPlan } from "#domain/operation";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";

/** What the main app may write into a wallet itself. */
export const recordableTypes = [
  "deal_payment",
  "affiliate_commission",
  "adjustment",
] as const satisfies TransactionType[];
export type RecordableType = (typeof recordableTypes)[number];

/** A movement by hand between the wallet and the house. An adjustment may take, and never more than is there. */
export function decideTransaction(operation: Operation, balance: number): Result<OperationPlan, Refusal> {
  const { quantity: amount, unit, transactionId, participantId, detail, atMs } = operation;
  if (amount < 0 && balance + amount < 0) {
    return refuse({ code: "insufficient_balance", unit, balance, usable: Math.max(0, balance), asked: -amount });
  }
  const [fromOwner, toOwner] = amount > 0 ? [paymentsAccount, participantId] : [participantId, paymentsAccount];
  const posting = postOperation(operation, {
    transactionId,
    type: detail.type,
    fromOwner,
    toOwner,
    quantity: Math.abs(amount),
    description: detail.type,
    atMs,
  });
  return ok({ operation, parts: [], steps: [], postings: [posting], messages: [] });
}
