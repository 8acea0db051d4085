import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatMoney,
  isCurrency,
  minorOfDecimal,
  multiplyBps,
  multiplyBpsUpTo,
  roundHalfUp,
  shareOf,
  splitWhole,
} from "#domain/money";
import { splitExactly } from "#support/reference-arithmetic";

describe("vector 10: rounding is half-up", () => {
  test("JPY 1000 at 10 % is 100", () => {
    expect(multiplyBps(1000, [1000])).toBe(100);
  });
  test.each([
    [3, 2000, 1],
    [15, 1000, 2],
    [2, 2000, 0],
  ])("%i at %i basis points is %i", (amount, rateBps, earned) => {
    expect(multiplyBps(amount, [rateBps])).toBe(earned);
  });
  test("25 credits by one and a half are 37.50", () => {
    expect(multiplyBps(2500, [15_000])).toBe(3750);
    expect(shareOf(2500, 3, 2)).toBe(3750);
  });
});

describe("factors", () => {
  test("are rounded once, after the last of them", () => {
    expect(multiplyBps(5, [1000])).toBe(1);
    expect(multiplyBps(5, [1000, 15_000])).toBe(1);
    expect(multiplyBps(5, [1000, 15_000, 20_000])).toBe(2);
    expect(multiplyBps(7, [])).toBe(7);
  });

  test("come after the cap", () => {
    expect(multiplyBpsUpTo({ amount: 10_000, rateBps: 500, max: 100 }, [20_000])).toBe(200);
    expect(multiplyBpsUpTo({ amount: 1000, rateBps: 500, max: 100 }, [20_000])).toBe(100);
    // 50.4 is over 50, although it rounds to 50.
    expect(multiplyBpsUpTo({ amount: 504, rateBps: 1000, max: 50 }, [20_000])).toBe(100);
  });

  test("are exact where floating point is not", () => {
    expect(multiplyBps(1_000_000_000_001, [10_000, 15_000])).toBe(1_500_000_000_002);
  });
});

describe("roundHalfUp", () => {
  test.each([
    [1n, 2n, 1],
    [-1n, 2n, 0],
    [-3n, 2n, -1],
    [-2n, 3n, -1],
    [1n, 3n, 0],
    [2n, 3n, 1],
  ])("%i ÷ %i is %i", (numerator, denominator, rounded) => {
    expect(roundHalfUp(numerator, denominator)).toBe(rounded);
  });

  test("is the one whole number within a half below, or exactly a half above, the fraction", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 52n), max: 2n ** 52n }), fc.bigInt({ min: 1n, max: 2n ** 40n }), (n, d) => {
        // −½ < rounded − n/d ≤ ½, multiplied by 2d.
        const twice = 2n * (BigInt(roundHalfUp(n, d)) * d - n);
        expect(twice > -d && twice <= d).toBe(true);
      }),
    );
  });
});

describe("splitWhole", () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { maxLength: 12 });

  test("parts sum to the whole, and differ from their exact share by less than one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), weights, (whole, list) => {
        const total = list.reduce((sum, weight) => sum + weight, 0);
        const parts = splitWhole(whole, list);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total === 0 ? 0 : whole);
        for (const [index, part] of parts.entries()) {
          const off = BigInt(part) * BigInt(total) - BigInt(whole) * BigInt(list[index] ?? 0);
          expect(total === 0 || (off < BigInt(total) && off > -BigInt(total))).toBe(true);
        }
        expect(parts).toEqual(splitExactly(whole, list.map(BigInt)));
      }),
    );
  });

  test("what is left goes to the largest remainder, the earlier of equals first", () => {
    expect(splitWhole(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(splitWhole(10, [1, 5, 1])).toEqual([2, 7, 1]);
    expect(splitWhole(10, [0, 0])).toEqual([0, 0]);
  });
});

test.each([
  [4900, "GBP", "GBP 49.00"],
  [1000, "JPY", "JPY 1000"],
  [5, "USD", "USD 0.05"],
  [-1050, "EUR", "EUR -10.50"],
  [1234, "KWD", "KWD 1.234"],
  [3750, "credits", "credits 37.50"],
  [120, "points", "points 120"],
])("%i of %s reads %s", (amountMinor, currency, text) => {
  expect(formatMoney(amountMinor, currency)).toBe(text);
});

test.each([
  ["GBP", true],
  ["JPY", true],
  ["GPB", false],
  ["gbp", false],
  ["credits", false],
])("%s is a currency: %s", (code, known) => {
  expect(isCurrency(code)).toBe(known);
});

describe("a decimal in minor units", () => {
  test.each([
    ["6.9", "USD", 690],
    ["49", "GBP", 4900],
    ["10.43", "EUR", 1043],
    ["0.07", "USD", 7],
    ["1000", "JPY", 1000],
    ["1.5", "KWD", 1500],
    ["0", "USD", 0],
    ["9999999999.99", "USD", 999_999_999_999],
  ])("%s %s is %i", (text, currency, minor) => {
    expect(minorOfDecimal(text, currency)).toBe(minor);
  });

  test("is rounded half up where it is finer than its currency", () => {
    expect([minorOfDecimal("0.005", "USD"), minorOfDecimal("0.0049", "USD"), minorOfDecimal("99.5", "JPY")]).toEqual([
      1, 0, 100,
    ]);
  });
});
