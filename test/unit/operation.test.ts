import { expect, test } from "vitest";
import { isHouse } from "#domain/ledger";
import { paymentsAccount, postOperation } from "#domain/operation";
import { nowMs } from "#support/domain-factories";
import { anOperation } from "#support/operation-factories";

test("a movement names its operation, and none of the caller's own words", () => {
  const detail = { ...anOperation().detail, description: "For Ann Example", metadata: { iban: "GB00" } };
  const posting = postOperation(anOperation({ detail }), {
    transactionId: "txn_1",
    type: "deal_payment",
    fromOwner: paymentsAccount,
    toOwner: "ptc_ann",
    quantity: 5,
    description: "deal_payment",
    atMs: nowMs,
  });
  expect(posting).toEqual({
    transactionId: "txn_1",
    type: "deal_payment",
    rewardId: null,
    reversesId: null,
    fromOwner: "house:payments",
    toOwner: "ptc_ann",
    programId: "prg_1",
    unit: "GBP",
    quantity: 5,
    description: "deal_payment",
    metadata: { operation: "withdrawal", operation_id: "op-1" },
    atMs: nowMs,
  });
  expect(isHouse(paymentsAccount)).toBe(true);
});
