import * as fc from "fast-check";
import { expect, test } from "vitest";
import { similarityOf, trigramsOf, wholeRatio } from "#domain/trigram";

const alike = (a: string, b: string) => similarityOf(trigramsOf(a), trigramsOf(b));

test.each([
  ["Ann Miller", "ann  MILLER", 1_000_000],
  ["Ann Miller", "Miller, Ann", 1_000_000],
  ["Zoë Núñez", "Zoe Nunez", 1_000_000],
  ["ann", "anna", 666_667],
  ["Ann Miller", "Tom Miller", 636_364],
  ["mike.brown77", "mike.brown78", 846_154],
  ["ann", "tom", 0],
  ["", "", 0],
  ["!?", "!?", 0],
])("%s and %s are alike by %i millionths", (a, b, expected) => {
  expect(alike(a, b)).toBe(expected);
});

test("names in any script are compared", () => {
  expect(alike("Анна Петрова", "анна петрова")).toBe(wholeRatio);
  expect(alike("田中花子", "田中花子")).toBe(wholeRatio);
  expect(alike("👰👰", "👰👰")).toBe(0);
});

test("it is a whole number of millionths, the same both ways, and whole for the same text with anything in it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
      const measure = alike(a, b);
      expect(Number.isSafeInteger(measure)).toBe(true);
      expect(measure).toBe(alike(b, a));
      expect(measure).toBeGreaterThanOrEqual(0);
      expect(measure).toBeLessThanOrEqual(wholeRatio);
      expect(alike(a, a)).toBe(trigramsOf(a).size === 0 ? 0 : wholeRatio);
    }),
  );
});
