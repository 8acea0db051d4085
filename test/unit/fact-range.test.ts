import { expect, test } from "vitest";
import { admits, anything, describeRange, isFactName, narrow, oneOf, partsOf } from "#domain/fact-range";
import type { Comparison, Range } from "#domain/fact-range";

const amount: Range = { ...anything, least: 0 };
const paid: Range = { ...amount, isNullable: false };
const interval = oneOf(["month", "year", null]);

const narrowed: [Range, Comparison, boolean, string | null][] = [
  [paid, { gte: ["event.amount_minor", 100] }, true, "is at least 100"],
  [paid, { gt: ["event.amount_minor", 99.5] }, true, "is at least 100"],
  [paid, { gte: ["event.amount_minor", 99.5] }, true, "is at least 100"],
  [paid, { gt: ["event.amount_minor", 100] }, true, "is at least 101"],
  [paid, { lt: ["event.amount_minor", 100] }, true, "is at least 0 and at most 99"],
  [paid, { lte: ["event.amount_minor", 100] }, true, "is at least 0 and at most 100"],
  [paid, { lt: ["event.amount_minor", 0] }, true, null],
  [paid, { gte: ["event.amount_minor", 0] }, false, null],
  [paid, { gte: ["event.amount_minor", 100] }, false, "is at least 0 and at most 99"],
  [paid, { lt: ["event.amount_minor", 100] }, false, "is at least 100"],
  // An amount that is not known is not at least 0 either.
  [amount, { gte: ["event.amount_minor", 0] }, false, "is at least 0 and at most -1"],
  [paid, { eq: ["event.amount_minor", -1] }, true, null],
  [paid, { eq: ["event.amount_minor", 7] }, true, "is 7"],
  [oneOf([7]), { gte: ["event.amount_minor", 8] }, true, null],
  [oneOf([7, null]), { gte: ["event.amount_minor", 8] }, false, "is 7 or unknown"],
  [interval, { eq: ["event.interval", "week"] }, true, null],
  [interval, { in: ["event.interval", ["year", "week"]] }, true, "is year"],
  [interval, { in: ["event.interval", ["year", "month", null]] }, false, null],
  [interval, { ne: ["event.interval", "year"] }, true, "is month or unknown"],
  [interval, { ne: ["event.interval", "year"] }, false, "is year"],
  [oneOf(["year"]), { ne: ["event.interval", "year"] }, true, null],
  [anything, { ne: ["event.plan", "pro"] }, true, ""],
  [{ ...anything, except: ["pro"] }, { eq: ["event.plan", "pro"] }, true, null],
  [{ ...anything, isNullable: false }, { eq: ["event.plan", null] }, true, null],
];

test.each(narrowed)("%j where %j is %s", (range, comparison, holds, words) => {
  const left = narrow(range, comparison, holds);
  expect(left === null ? null : describeRange(left)).toBe(words);
});

test("a range admits what lies in it", () => {
  expect([0, 5, -1, null].map((value) => admits(paid, value))).toEqual([true, true, false, false]);
  expect(admits(amount, null)).toBe(true);
  expect(["year", "week", null].map((value) => admits(interval, value))).toEqual([true, false, true]);
});

test("a comparison is an operator, a name and an operand", () => {
  expect(partsOf({ in: ["event.plan", ["a"]] })).toEqual({ operator: "in", name: "event.plan", operand: ["a"] });
  expect([isFactName("event.plan"), isFactName("constructor")]).toEqual([true, false]);
});
