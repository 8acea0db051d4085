import fc from "fast-check";
import { expect, test } from "vitest";
import { codeAlphabet, isCodeForm, isReservedCode, normalizeCode, proposeCode } from "#domain/code";
import type { CodePolicy } from "#domain/program";

/** Picks by a running number, so that a test knows what comes. */
function counting(start = 0) {
  let next = start;
  return (alphabet: string, size: number) =>
    Array.from({ length: size }, () => alphabet[next++ % alphabet.length] ?? "").join("");
}

const memorable: CodePolicy = {
  style: "memorable",
  words: { supplier: ["LOVE", "WED", "DREAM"], couple: ["UNITY"] },
  expires_days: 365,
};

test.each([
  [" love-7kq2mx ", "LOVE-7KQ2MX"],
  ["ｌｏｖｅ", "LOVE"],
  ["Sarah", "SARAH"],
  ["①②③", "123"],
])("%s is the code %s", (typed, code) => {
  expect(normalizeCode(typed)).toBe(code);
});

test("normalising twice changes nothing more", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(normalizeCode(normalizeCode(text))).toBe(normalizeCode(text));
    }),
  );
});

test.each(["ABC", "A-1", "LOVE-7KQ2MX", "A".repeat(32)])("%s has the form of a code", (code) => {
  expect(isCodeForm(code)).toBe(true);
});

test.each(["", "AB", "A".repeat(33), "-ABC", "ABC-", "A BC", "ABC\n", "abc", "ÀBC", "А́BC", "A_BC", "AB🌸"])(
  "%j has not the form of a code",
  (code) => {
    expect(isCodeForm(code)).toBe(false);
  },
);

test("words of the deployment's own pages are reserved", () => {
  expect(["ADMIN", "JOIN", "V1", "BOUQUET"].every(isReservedCode)).toBe(true);
  expect(isReservedCode("ADMINA")).toBe(false);
});

test("the alphabet has 32 symbols and none that people confuse", () => {
  expect(new Set(codeAlphabet).size).toBe(32);
  expect(codeAlphabet).not.toMatch(/[01IO]/);
});

test("a random code has eight symbols of the alphabet", () => {
  const policy: CodePolicy = { style: "random", expires_days: 365 };
  expect(proposeCode(policy, "supplier", counting())).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
});

test("a memorable code starts with a word of its kind, and every word has its turn", () => {
  const lastIs = (i: number) => (alphabet: string, size: number) => "2".repeat(size - 1) + (alphabet[i] ?? "");
  const words = Array.from({ length: 9 }, (_, i) => proposeCode(memorable, "supplier", lastIs(i)).split("-")[0]);
  expect(new Set(words)).toEqual(new Set(["LOVE", "WED", "DREAM"]));
  expect(proposeCode(memorable, "couple", counting())).toMatch(/^UNITY-[2-9A-HJ-NP-Z]{6}$/);
});

test("a kind without words of its own borrows the others'", () => {
  expect(proposeCode(memorable, "creator", counting())).toMatch(/^(LOVE|WED|DREAM|UNITY)-[2-9A-HJ-NP-Z]{6}$/);
});

test("every proposal has the form of a code", () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.constantFrom("supplier", "couple", "creator"), (start, kind) => {
      expect(isCodeForm(proposeCode(memorable, kind, counting(start)))).toBe(true);
    }),
  );
});
