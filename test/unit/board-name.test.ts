import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { showIdentity, showName } from "#domain/board-name";
import { boardNames } from "#domain/leaderboard";

describe("a name in full", () => {
  test.each([
    ["Sarah Jane Miller", "Sarah Jane Miller"],
    ["  Studio.co & Sons ", "Studio.co & Sons"],
    ["🦄 Sarah", "🦄 Sarah"],
    ["שרה כהן", "שרה כהן"],
    ["\u202Eelsnib\u202C", "elsnib"],
  ])("%j is shown as %j", (name, shown) => {
    expect(showName(name, "full")).toBe(shown);
  });
});

test.each([
  ["sarah＠example.com", "a wide sign"],
  ["a﹫b.com", "a small sign"],
  ["sarah @ example.com", "spaces around it"],
  ["ann%40example.com", "an address in an address"],
  ["\u200B\u200D", "nothing that is seen"],
])("%j is shown to nobody: %s", (name) => expect(showName(name, "full")).toBeNull());

test("a sign between two words is no address", () => {
  expect(showName("DJ Max @ Home", "full")).toBe("DJ Max @ Home");
});

describe("the initials of a name", () => {
  test.each([
    ["Sarah Jane Miller", "S. J. M."],
    ["Sarah", "S."],
    ["  Sarah \t van der\u00A0Berg ", "S. v. d. B."],
    ["Anna-Lena O’Neil", "A. O."],
    ["(Sarah) “Jane” Miller", "S. J. M."],
    ["E\u0301mile Zola", "E\u0301. Z."],
    ["\u1112\u1161\u11AB Ji-min", "\u1112\u1161\u11AB. J."],
    ["𝒮arah Miller", "𝒮. M."],
    ["שרה כהן", "ש. כ."],
    ["山田 太郎", "山. 太."],
    ["👩‍👩‍👧 Miller 🎉", "M."],
    ["\u202Ehara\u202C Miller", "h. M."],
    ["4 Seasons", "4. S."],
  ])("of %j are %j", (name, shown) => {
    expect(showName(name, "initials")).toBe(shown);
  });

  test.each(["🦄", "…", "👩‍👩‍👧 🎉"])("of %j are none, for it has no letter", (name) => {
    expect(showName(name, "initials")).toBeNull();
  });
});

test("a face is shown with a name in full alone, and not where that is an address that nobody may read", () => {
  const avatarUrl = "https://img.example.com/sarah";
  const faces = (name: string | null) => boardNames.map((as) => showIdentity({ name, avatarUrl }, as).avatarUrl);
  expect(faces("Sarah Miller")).toEqual([avatarUrl, null, null]);
  expect(faces("sarah@example.com")).toEqual([null, null, null]);
  expect(faces(null)).toEqual([null, null, null]);
});

test("a hidden name, no name and an empty one are shown as none", () => {
  expect(showName("Sarah Miller", "hidden")).toBeNull();
  for (const as of boardNames) {
    expect(showName(null, as)).toBeNull();
    expect(showName(" \u202E ", as)).toBeNull();
  }
});

test("a name that is or holds an email address is shown to nobody", () => {
  for (const as of boardNames) {
    expect(showName("sarah@example.com", as)).toBeNull();
    expect(showName("Sarah <sarah@example.com>", as)).toBeNull();
  }
  expect(showName("Sarah @ the Barn", "full")).toBe("Sarah @ the Barn");
});

test("initials of whatever text are whole symbols, and no symbol of a word but its first", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (name) => {
      const shown = showName(name, "initials");
      if (shown === null) return;
      expect(shown.isWellFormed()).toBe(true);
      for (const initial of shown.split(" ")) expect(initial).toMatch(/[\p{L}\p{N}].*\.$/u);
      expect(shown.split(" ").length).toBeLessThanOrEqual(name.trim().split(/\s+/u).length);
    }),
  );
});
