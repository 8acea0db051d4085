import type { RewardStep } from "#domain/change-reward";
import type { Period } from "#domain/invoice";
import type { Posting, TransactionType } from "#domain/ledger";
import type { Mode } from "#domain/mode";
import type { Message } from "#domain/plan";

export type OperationKind = "withdrawal" | "invoice" | "transaction";

/** What the main app did with a wallet, under an id of its own. */
export type Operation = {
  mode: Mode;
  kind: OperationKind;
  /** The caller's: an operation id, or the invoice's. */
  operationId: string;
  contentHash: string;
  programId: string;
  participantId: string;
  unit: string;
  /** In the unit's smallest part; below zero for what an adjustment takes. */
  quantity: number;
  status: "done" | "undone";
  transactionId: string;
  detail: OperationDetail;
  atMs: number;
};

/** What is shown again. The caller's own words are kept here and not in the ledger, where nothing can be taken out. */
export type OperationDetail = {
  type: TransactionType;
  description: string | null;
  metadata: Record<string, unknown> | null;
  undoneAtMs: number | null;
  invoice: InvoiceUse | null;
};

/** How an invoice used a free month. */
export type InvoiceUse = {
  amountMinor: number;
  currency: string;
  period: Period;
  discountMinor: number;
  rewardId: string;
  expiresAtMs: number | null;
};

export type UsedPart = { rewardId: string; quantity: number };

/** Every row that will exist when an operation, or the undoing of one, is committed. */
export type OperationPlan = {
  operation: Operation;
  parts: UsedPart[];
  /** What becomes of the rewards; value moves by `postings` alone. */
  steps: RewardStep[];
  postings: Posting[];
  messages: Message[];
};

/** What the main app paid into wallets or took out of them by hand. */
export const paymentsAccount = "house:payments";

/** A movement of an operation. Its reference leads to the operation, which knows the rest. */
export function postOperation(
  operation: Operation,
  movement: Pick<Posting, "transactionId" | "type" | "fromOwner" | "toOwner" | "quantity" | "description" | "atMs"> &
    Partial<Pick<Posting, "rewardId" | "reversesId">>,
): Posting {
  const { kind, operationId, programId, unit } = operation;
  return {
    rewardId: null,
    reversesId: null,
    ...movement,
    programId,
    unit,
    metadata: { operation: kind, operation_id: operationId },
  };
}
