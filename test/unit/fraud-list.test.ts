import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  domainsOf,
  findAddress,
  findPerson,
  fraudListKinds,
  matchesPattern,
  normalizeListValue,
} from "#domain/fraud-list";
import { nowMs } from "#support/domain-factories";
import { anEntry, withEmail } from "#support/fraud-factories";

const mike = withEmail("mike", "Mike.Brown+fair@googlemail.com");

describe("a blocked person", () => {
  test.each([
    ["email", "mikebrown@gmail.com"],
    ["domain", "googlemail.com"],
    ["domain", "gmail.com"],
    ["participant", "ptc_mike"],
    ["pattern", "mike.*+fair@*"],
    ["pattern", "*@gmail.com"],
  ] as const)("is found by %s %s", (kind, value) => {
    const entry = anEntry("block", kind, value);
    expect(findPerson(mike, [entry], nowMs)).toEqual({ effect: "block", entry });
  });

  test.each([
    ["email", "mike@gmail.com"],
    ["domain", "mail.com"],
    ["participant", "ptc_ann"],
    ["pattern", "mike"],
    ["address", "ptc_mike"],
  ] as const)("is not found by %s %s", (kind, value) => {
    expect(findPerson(mike, [anEntry("block", kind, value)], nowMs).effect).toBe("none");
  });

  test("without a mailbox is found by his id alone", () => {
    const nobody = { id: "ptc_mike", email: null, normalizedEmail: null };
    const entries = [anEntry("block", "pattern", "*"), anEntry("block", "email", ""), anEntry("block", "domain", "")];
    expect(findPerson(nobody, entries, nowMs).effect).toBe("none");
    expect(findPerson(nobody, [anEntry("block", "participant", "ptc_mike")], nowMs).effect).toBe("block");
  });
});

test("an entry holds until the millisecond it expires at", () => {
  const entry = anEntry("block", "address", "hash", { expiresAtMs: nowMs + 1 });
  expect(findAddress("hash", [entry], nowMs)).toEqual({ effect: "block", entry });
  expect(findAddress("hash", [entry], nowMs + 1)).toEqual({ effect: "none", entry: null });
});

test("no address is on no list", () => {
  expect(findAddress(null, [anEntry("block", "address", "null")], nowMs).effect).toBe("none");
});

test("allow beats block, whatever their kinds and order", () => {
  const values = {
    email: "mikebrown@gmail.com",
    domain: "gmail.com",
    participant: "ptc_mike",
    pattern: "*",
    address: "",
  };
  const kinds = fraudListKinds.filter((kind) => kind !== "address");
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...kinds)),
      fc.constantFrom(...kinds),
      fc.nat(),
      (blocked, allowed, place) => {
        const entries = blocked.map((kind) => anEntry("block", kind, values[kind]));
        const allow = anEntry("allow", allowed, values[allowed]);
        expect(findPerson(mike, entries, nowMs).effect).toBe(blocked.length === 0 ? "none" : "block");
        const both = entries.toSpliced(place % (entries.length + 1), 0, allow);
        expect(findPerson(mike, both, nowMs)).toEqual({ effect: "allow", entry: allow });
        expect(findPerson(mike, both.toReversed(), nowMs)).toEqual({ effect: "allow", entry: allow });
      },
    ),
  );
});

test("a domain is of the ones above it, but not of the last label", () => {
  expect(domainsOf("a@x.mail.example.com")).toEqual(["x.mail.example.com", "mail.example.com", "example.com"]);
  expect(domainsOf("a@localhost")).toEqual(["localhost"]);
});

test.each([
  ["email", " Mike.Brown+x@GMail.com ", "mikebrown@gmail.com"],
  ["domain", " @Example.COM. ", "example.com"],
  ["pattern", " *+Promo@* ", "*+promo@*"],
  ["participant", " ptc_A ", "ptc_A"],
  ["address", "AbC", "AbC"],
] as const)("%s %s is kept as %s", (kind, value, kept) => {
  expect(normalizeListValue(kind, value)).toBe(kept);
});

test.each([
  ["abc", "abc", true],
  ["abc", "a*", true],
  ["abc", "*", true],
  ["abc", "a*c", true],
  ["abc", "a**c", true],
  ["abc", "*b*", true],
  ["ab", "a*ab", false],
  ["aab", "a*ab", true],
  ["abc", "b*", false],
  ["abc", "*b", false],
  ["a.c", "a.c", true],
  ["abc", "a.c", false],
  ["", "", true],
  ["x", "", false],
])("%s under %s: %s", (text, pattern, expected) => {
  expect(matchesPattern(text, pattern)).toBe(expected);
});

test("a pattern is the expression that it looks like", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
  fc.assert(
    fc.property(letters, letters, (text, pattern) => {
      const expression = new RegExp(`^${pattern.replaceAll(/\*+/g, "[^]*")}$`);
      expect(matchesPattern(text, pattern)).toBe(expression.test(text));
    }),
  );
});

test("no pattern stalls", () => {
  expect(matchesPattern("a".repeat(5000), `${"*a".repeat(2000)}*b`)).toBe(false);
});

test("whom an entry allows by name is told by that one, and not by an older one of his domain or by a pattern", () => {
  const person = withEmail("mike", "mike@home.example");
  const wide = [
    anEntry("allow", "domain", "home.example", { id: "fle_1" }),
    anEntry("allow", "pattern", "mike@*", { id: "fle_2" }),
  ];
  for (const [kind, value] of [
    ["email", "mike@home.example"],
    ["participant", person.id],
  ] as const) {
    const named = anEntry("allow", kind, value, { id: "fle_3" });
    expect(findPerson(person, [...wide, named], nowMs)).toEqual({ effect: "allow", entry: named });
  }
  expect(findPerson(person, wide, nowMs)).toMatchObject({ effect: "allow", entry: { id: "fle_1" } });
});
