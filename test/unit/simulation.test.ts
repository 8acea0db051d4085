import { expect, test } from "vitest";
import { compareRewards, compareRules, sumRewards } from "#domain/simulation";
import type { SummedReward } from "#domain/simulation";

const reward = (fields: Partial<SummedReward>): SummedReward => ({
  ruleKey: "month",
  unit: "free_months",
  quantity: 2,
  reversedQuantity: 0,
  redeemedQuantity: 0,
  worthMinor: 3001,
  worthCurrency: "GBP",
  state: "available",
  denial: null,
  ...fields,
});

test("what stands is what was granted, less what was taken back and what expired unused", () => {
  const { units, costs, denials } = sumRewards([
    reward({}),
    reward({ reversedQuantity: 1 }),
    reward({ state: "reversed", reversedQuantity: 2 }),
    reward({ state: "voided" }),
    reward({ state: "expired", redeemedQuantity: 1 }),
    reward({ state: "denied", denial: "limit_reached" }),
  ]);
  expect(units).toEqual([{ unit: "free_months", granted: 10, denied: 2, reversed: 5, expired: 1, standing: 4 }]);
  expect(costs).toEqual([{ currency: "GBP", amountMinor: 3001 + 1501 + 1501 }]);
  expect(denials).toEqual([{ reason: "limit_reached", rewards: 1 }]);
});

test("money costs itself, and what has no price costs nothing that is known", () => {
  const free = { worthMinor: null, worthCurrency: null };
  expect(sumRewards([reward({ ...free, unit: "GBP", quantity: 500 }), reward(free)]).costs).toEqual([
    { currency: "GBP", amountMinor: 500 },
  ]);
});

test("a difference has a row for what either side has", () => {
  const { difference } = compareRewards([reward({})], [reward({ unit: "points", quantity: 7, worthMinor: null })]);
  expect(difference.units.map(({ unit, standing }) => [unit, standing])).toEqual([
    ["free_months", 2],
    ["points", -7],
  ]);
  expect(difference.states.available).toBe(0);
});

test("rules of either side are compared, also one without a reward", () => {
  const rules = compareRules([reward({})], [reward({ ruleKey: "old" })], ["month", "new"]);
  expect(rules.map(({ rule, difference }) => [rule, difference.states.available])).toEqual([
    ["month", 1],
    ["new", 0],
    ["old", -1],
  ]);
});
