import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { creditTouches, heaviestOwner, wholeWeight } from "#domain/attribution";
import { dayMs } from "#domain/day";
import { attributionModels } from "#domain/program";

const at = (...days: number[]) => days.map((day) => ({ atMs: day * dayMs, eligible: true }));
const weights = (credits: { weight: number }[]) => credits.map(({ weight }) => weight);

describe("weights", () => {
  test("vector 10: three equal touches weigh 333334, 333333 and 333333", () => {
    expect(weights(creditTouches("linear", at(1, 2, 3)))).toEqual([333_334, 333_333, 333_333]);
  });
  test.each([
    ["first_touch", [1_000_000, 0, 0, 0]],
    ["last_touch", [0, 0, 0, 1_000_000]],
    ["linear", [250_000, 250_000, 250_000, 250_000]],
    ["position_based", [400_000, 100_000, 100_000, 400_000]],
  ] as const)("%s", (model, expected) => {
    expect(weights(creditTouches(model, at(1, 2, 3, 4)))).toEqual(expected);
  });
  test("time_decay halves in seven days", () => {
    expect(weights(creditTouches("time_decay", at(0, 7)))).toEqual([333_333, 666_667]);
  });
  test.each([
    [1, [1_000_000]],
    [2, [500_000, 500_000]],
  ])("position_based shares %i touches alike", (count, expected) => {
    expect(weights(creditTouches("position_based", at(1, 2).slice(0, count)))).toEqual(expected);
  });
  test("no touches have no weights", () => {
    expect(creditTouches("linear", [])).toEqual([]);
  });
});

describe("touches that may not earn", () => {
  const without = (index: number, days: number[]) =>
    at(...days).map((touch, position) => ({ ...touch, eligible: position !== index }));

  test("the others keep their proportions, from exact shares and not from rounded weights", () => {
    expect(weights(creditTouches("linear", without(2, [1, 2, 3])))).toEqual([500_000, 500_000, 0]);
    expect(weights(creditTouches("position_based", without(2, [1, 2, 3])))).toEqual([666_667, 333_333, 0]);
  });
  test("a model whose winner is gone is applied to the rest", () => {
    expect(weights(creditTouches("first_touch", without(0, [1, 2, 3])))).toEqual([0, 1_000_000, 0]);
    expect(weights(creditTouches("last_touch", without(2, [1, 2, 3])))).toEqual([0, 1_000_000, 0]);
  });
});

test("weights sum to exactly 1,000,000 under every model, whoever drops out", () => {
  const touches = fc.array(fc.record({ atMs: fc.integer({ min: 0, max: 400 * dayMs }), eligible: fc.boolean() }), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(fc.constantFrom(...attributionModels), touches, (model, list) => {
      const sorted = list.toSorted((a, b) => a.atMs - b.atMs);
      const credits = creditTouches(model, sorted);
      const sum = credits.reduce((total, { weight }) => total + weight, 0);
      expect(sum).toBe(list.some(({ eligible }) => eligible) ? wholeWeight : 0);
      expect(credits.filter(({ weight }, index) => weight > 0 && sorted[index]?.eligible !== true)).toEqual([]);
    }),
  );
});

describe("the heaviest owner", () => {
  const owner = (...owners: string[]) => owners.map((ownerId, index) => ({ ownerId, atMs: index, share: 1 }));

  test("has the most over all his touches", () => {
    expect(heaviestOwner(owner("ann", "bob", "bob"))).toBe("bob");
  });
  test("of equals has the earliest touch, although rounding gave another a millionth more", () => {
    // Linear over six: 166667 four times, then 166666 twice; by weights Cat would be ahead.
    expect(heaviestOwner(owner("ann", "bob", "cat", "cat", "bob", "ann"))).toBe("ann");
    expect(heaviestOwner(owner("ann", "bob", "bob", "bob", "ann", "ann"))).toBe("ann");
  });
  test("is nobody where nobody earns", () => {
    expect(heaviestOwner([])).toBeNull();
    expect(heaviestOwner([{ ownerId: "ann", atMs: 1, share: 0 }])).toBeNull();
  });
});
