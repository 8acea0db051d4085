import * as z from "zod";
import { isCurrency } from "#domain/money";
import { recordableTypes } from "#domain/wallet-transaction";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { bag, id, pathId, shownInstant, showInstant, showInstantOrNull, text } from "#http/contract/wire";
import type { OperationPlace, StoredOperation } from "#store/operations";

const tag = "Billing";
const maxAmount = 1_000_000_000_000;

const operationId = z
  .string()
  .regex(/^[\x21-\x7e]{1,120}$/, "must be 1 to 120 visible ASCII symbols")
  .meta({
    description: "The caller's own; the same id with the same content answers what was done first, and does nothing.",
  });

const moneyUnits = ["credits", "points"];
const countedUnits = [...moneyUnits, "free_months", "premium_days"];
const unitOf = (others: string[]) =>
  z
    .string()
    .refine(
      (unit) => others.includes(unit) || isCurrency(unit),
      `must be a currency of ISO 4217, ${others.join(", ")}`,
    );

const said = {
  description: text(200).min(1).optional(),
  metadata: bag.optional().meta({ description: "Yours: it is shown beside the movement in the wallet." }),
};

const shownFields = {
  operation_id: z.string(),
  transaction_id: id("txn"),
  participant_id: id("ptc"),
  program_id: id("prg"),
  program: z.string(),
  unit: z.string(),
  amount: z.int().meta({ description: "In the unit's smallest part." }),
  description: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
  at: shownInstant,
};

export const shownWithdrawal = z
  .strictObject({ ...shownFields, status: z.enum(["completed", "canceled"]), canceled_at: shownInstant.nullable() })
  .meta({ id: "Withdrawal" });

const shownTransaction = z
  .strictObject({ ...shownFields, type: z.enum(recordableTypes) })
  .meta({ id: "WalletTransaction" });

function showOperation({ operation, program }: StoredOperation) {
  const { operationId: named, transactionId, participantId, programId, unit, quantity, detail, atMs } = operation;
  return {
    operation_id: named,
    transaction_id: transactionId,
    participant_id: participantId,
    program_id: programId,
    program,
    unit,
    amount: quantity,
    description: detail.description,
    metadata: detail.metadata,
    at: showInstant(atMs),
  };
}

export function showWithdrawal(stored: StoredOperation): z.input<typeof shownWithdrawal> {
  const { status, detail } = stored.operation;
  return {
    ...showOperation(stored),
    status: status === "done" ? "completed" : "canceled",
    canceled_at: showInstantOrNull(detail.undoneAtMs),
  };
}

export function showTransaction(stored: StoredOperation): z.input<typeof shownTransaction> {
  // Safe because transactions are recorded with one of these types.
  return { ...showOperation(stored), type: stored.operation.detail.type as (typeof recordableTypes)[number] };
}

/** A colon would end the place in a cursor; DEL is in no operation id. */
export function placeOfWithdrawal({ operation: { atMs, operationId: named } }: StoredOperation): string {
  return `${atMs}/${named.replaceAll(":", "\x7f")}`;
}

export function readWithdrawalPlace(place: string | undefined): OperationPlace | undefined {
  if (place === undefined) return undefined;
  const end = place.indexOf("/");
  return { atMs: Number(place.slice(0, end)), operationId: place.slice(end + 1).replaceAll("\x7f", ":") };
}

const params = z.strictObject({ id: pathId });
const refusals = ["not_found", "operation_content_differs", "insufficient_balance", "busy"] as const;

export const makeWithdrawalOperation = defineOperation({
  method: "post",
  path: "/v1/participants/:id/withdrawals",
  operationId: "makeWithdrawal",
  summary: "Take value out of a participant's wallet, once per operation id",
  description:
    "Uses up what expires first. Never takes more than is there, whatever runs in parallel; a refused withdrawal leaves no trace and may be sent again.",
  tag,
  scope: "wallets:write",
  params,
  body: z
    .strictObject({
      operation_id: operationId,
      program: pathId.meta({ description: "A program's id or key: each has its own account." }),
      unit: unitOf(countedUnits),
      amount: z.int().min(1).max(maxAmount),
      ...said,
    })
    .transform(({ operation_id, ...rest }) => ({ ...rest, operationId: operation_id })),
  answer: shownWithdrawal,
  refusals: [...refusals, "participant_suspended"],
});

export const listWithdrawalsOperation = defineOperation({
  method: "get",
  path: "/v1/participants/:id/withdrawals",
  operationId: "listWithdrawals",
  summary: "List a participant's withdrawals, newest first",
  tag,
  scope: "wallets:read",
  params,
  query: z.strictObject(pageQuery("withdrawals")),
  answer: pageOf(shownWithdrawal).meta({ id: "WithdrawalPage" }),
  refusals: ["not_found"],
});

export const cancelWithdrawalOperation = defineOperation({
  method: "post",
  path: "/v1/participants/:id/withdrawals/:operation_id/cancel",
  operationId: "cancelWithdrawal",
  summary: "Put a withdrawal back into the wallet",
  description: "All of it goes back to where it came from, with the expiry it had. A canceled withdrawal stays so.",
  tag,
  scope: "wallets:write",
  params: z.strictObject({ id: pathId, operation_id: operationId }),
  answer: shownWithdrawal,
  refusals: ["not_found", "busy"],
});

export const recordWalletTransactionOperation = defineOperation({
  method: "post",
  path: "/v1/participants/:id/wallet/transactions",
  operationId: "recordWalletTransaction",
  summary: "Record a payment into a wallet, or adjust it, once per operation id",
  tag,
  scope: "wallets:write",
  params,
  body: z
    .strictObject({
      operation_id: operationId,
      program: pathId.meta({ description: "A program's id or key: each has its own account." }),
      type: z.enum(recordableTypes),
      unit: unitOf(moneyUnits),
      amount: z
        .int()
        .min(-maxAmount)
        .max(maxAmount)
        .refine((amount) => amount !== 0, "must not be 0")
        .meta({ description: "In the unit's smallest part; below zero only for an adjustment." }),
      ...said,
    })
    .superRefine(({ type, amount }, refinement) => {
      if (amount < 0 && type !== "adjustment") {
        refinement.addIssue({
          code: "custom",
          path: ["amount"],
          message: "must be above 0 unless it is an adjustment",
        });
      }
    })
    .transform(({ operation_id, ...rest }) => ({ ...rest, operationId: operation_id })),
  answer: shownTransaction,
  refusals: [...refusals, "participant_erased"],
});

export const walletUseOperations = [
  makeWithdrawalOperation,
  listWithdrawalsOperation,
  cancelWithdrawalOperation,
  recordWalletTransactionOperation,
];
