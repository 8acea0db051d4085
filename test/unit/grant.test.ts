import { expect, test } from "vitest";
import { isDivisible, valueOf } from "#domain/grant";

test("a credit is money, a month is a month with a worth for reports", () => {
  expect(valueOf({ to: "referrer", kind: "credit", amount_minor: 1000, currency: "USD" })).toEqual({
    unit: "USD",
    quantity: 1000,
    worth: { amountMinor: 1000, currency: "USD" },
  });
  const worth = { amount_minor: 4900, currency: "GBP" };
  expect(valueOf({ to: "referee", kind: "free_month", quantity: 2, worth })).toEqual({
    unit: "free_months",
    quantity: 2,
    worth: { amountMinor: 4900, currency: "GBP" },
  });
  expect(valueOf({ to: "referee", kind: "free_month", quantity: 1 }).worth).toBeNull();
});

test("only money can be taken back in part", () => {
  expect(["credit", "free_month", "toString"].map(isDivisible)).toEqual([true, false, false]);
});
