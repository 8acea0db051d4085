import { expect, test } from "vitest";
import { decideTransaction, recordableTypes } from "#domain/wallet-transaction";
import { anOperation } from "#support/operation-factories";

function ofType(type: (typeof recordableTypes)[number], quantity: number) {
  return anOperation({ kind: "transaction", quantity, detail: { ...anOperation().detail, type } });
}

test.each(recordableTypes)("%s comes from the house, whatever the balance", (type) => {
  expect(decideTransaction(ofType(type, 50), -100)).toMatchObject({
    ok: true,
    value: {
      postings: [{ type, fromOwner: "house:payments", toOwner: "ptc_ann", quantity: 50 }],
      steps: [],
      parts: [],
    },
  });
});

test("an adjustment below zero takes what is there and no more", () => {
  expect(decideTransaction(ofType("adjustment", -50), 50)).toMatchObject({
    ok: true,
    value: { postings: [{ fromOwner: "ptc_ann", toOwner: "house:payments", quantity: 50 }] },
  });
  expect(decideTransaction(ofType("adjustment", -51), 50)).toEqual({
    ok: false,
    refusal: { code: "insufficient_balance", unit: "GBP", balance: 50, usable: 50, asked: 51 },
  });
  expect(decideTransaction(ofType("adjustment", -1), -50)).toMatchObject({ refusal: { usable: 0 } });
});
