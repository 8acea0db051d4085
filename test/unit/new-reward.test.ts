import { expect, test } from "vitest";
import { newReward } from "#domain/new-reward";
import { aReward } from "#support/domain-factories";

test("a new reward is worth what its grant came to, and nothing has happened to it", () => {
  const value = { unit: "free_months", quantity: 2, worth: { amountMinor: 4900, currency: "GBP" }, label: null };
  expect(newReward({ ...aReward({ releaseAtMs: 5 }), value })).toMatchObject({
    ...{ unit: "free_months", quantity: 2, worthMinor: 4900, worthCurrency: "GBP", releaseAtMs: 5 },
    ...{ state: "pending", position: 0, reversedQuantity: 0, redeemedQuantity: 0, transactionId: null },
  });
  const bare = newReward({ ...aReward(), value: { unit: "badges", quantity: 1, worth: null, label: "star" } });
  expect(bare).toMatchObject({ label: "star", worthMinor: null, worthCurrency: null });
});
