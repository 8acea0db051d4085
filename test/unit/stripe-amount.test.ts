import { expect, test } from "vitest";
import { amountOfStripe, stripeAmount } from "#domain/stripe-amount";

test.each([
  ["GBP", 1000, 1000],
  ["JPY", 1000, 1000],
  ["KWD", 1000, 1000],
  ["ISK", 5, 500],
  ["UGX", 5, 500],
  ["MGA", 500, 5],
  ["MGA", 550, 6],
])("%s %i is %i at Stripe", (currency, ours, theirs) => {
  expect(stripeAmount(ours, currency)).toBe(theirs);
});

test.each([
  ["GBP", 1000, 1000],
  ["JPY", 1000, 1000],
  ["ISK", 500_000, 5000],
  ["UGX", 500, 5],
  ["MGA", 5, 500],
])("%s %i of Stripe's is %i of ours", (currency, theirs, ours) => {
  expect(amountOfStripe(theirs, currency)).toBe(ours);
});
