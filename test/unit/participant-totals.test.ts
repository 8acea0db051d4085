import { expect, test } from "vitest";
import { conversionRateBps, monthsEarnedOf, noTotals, sentOf } from "#domain/participant-totals";

test.each([
  [0, 0, null],
  [0, 7, 0],
  [1, 3, 3333],
  [2, 3, 6667],
  [7, 7, 10_000],
  [8, 7, 10_000],
])("%i conversions of %i referrals are a rate of %s", (conversions, referrals, rate) => {
  expect(conversionRateBps({ conversions, referrals })).toBe(rate);
});

test("who was sent is of any stage, and months are the free ones that were kept", () => {
  expect(sentOf({ signedUp: 1, activated: 2, converted: 4, rewarded: 8 })).toBe(15);
  expect(monthsEarnedOf({ earned: { GBP: 500, free_months: 2 } })).toBe(2);
  expect([sentOf(noTotals), monthsEarnedOf(noTotals)]).toEqual([0, 0]);
});
