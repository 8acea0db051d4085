import { describe, expect, test } from "vitest";
import type { Condition } from "#domain/condition";
import { checkCondition, factsWhere } from "#domain/condition-check";
import { anything, oneOf } from "#domain/fact-range";
import type { KnownFacts } from "#domain/fact-range";

const known: KnownFacts = new Map([
  ["event.type", oneOf(["payment"])],
  ["event.amount_minor", { ...anything, least: 0, isNullable: false }],
  ["event.currency", { ...anything, isNullable: false }],
  ["event.plan", anything],
  ["referrer.kind", oneOf(["supplier"])],
]);

function complaints(condition: Condition): [string, string][] {
  return checkCondition(condition, "when", known).map(({ path, message }) => [path, message]);
}

const pro: Condition = { eq: ["event.plan", "pro"] };
const never: Condition = { eq: ["referrer.kind", "couple"] };
const always: Condition = { eq: ["referrer.kind", "supplier"] };
const why = "can never hold: referrer.kind is supplier here";

const impossible: [string, Condition, [string, string][]][] = [
  ["another event", { eq: ["event.type", "signup"] }, [["when.eq", "can never hold: event.type is payment here"]]],
  ["a kind outside the flow", never, [["when.eq", why]]],
  [
    "an amount below zero",
    { lt: ["event.amount_minor", 0] },
    [["when.lt", "can never hold: event.amount_minor is at least 0 here"]],
  ],
  ["a part of all", { all: [pro, { all: [never] }] }, [["when.all[1].all[0].eq", why]]],
  [
    "two parts that exclude each other",
    { all: [{ gte: ["event.amount_minor", 100] }, { lt: ["event.amount_minor", 50] }] },
    [["when.all[1].lt", "can never hold: event.amount_minor is at least 100 here"]],
  ],
  [
    "a part that excludes what is deeper",
    { all: [{ any: [{ eq: ["event.plan", "basic"] }, { eq: ["event.plan", "pro"] }] }, { eq: ["event.plan", "max"] }] },
    [
      ["when.all[0].any[0].eq", "can never hold: event.plan is max here"],
      ["when.all[0].any[1].eq", "can never hold: event.plan is max here"],
    ],
  ],
  [
    "a text that it is and is not",
    { all: [pro, { ne: ["event.plan", "pro"] }] },
    [["when.all[1].ne", "can never hold: event.plan is pro here"]],
  ],
  ["an alternative nobody meets", { any: [pro, never] }, [["when.any[1].eq", why]]],
  [
    "the opposite of what always holds",
    { not: always },
    [["when.not.eq", "can never fail: referrer.kind is supplier here"]],
  ],
  [
    "the opposite of alternatives of which one always holds",
    { not: { any: [pro, always] } },
    [["when.not.any[1].eq", "can never fail: referrer.kind is supplier here"]],
  ],
  [
    "the opposite of what all always holds",
    { not: { all: [always, { gte: ["event.amount_minor", 0] }] } },
    [
      ["when.not.all[0].eq", "can never fail: referrer.kind is supplier here"],
      ["when.not.all[1].gte", "can never fail: event.amount_minor is at least 0 here"],
    ],
  ],
];

test.each(impossible)("%s can never be", (_what, condition, expected) => {
  expect(complaints(condition)).toEqual(expected);
});

test.each<Condition>([
  pro,
  always,
  { not: never },
  { not: { all: [always, pro] } },
  { all: [{ gte: ["event.amount_minor", 100] }, { lte: ["event.amount_minor", 100] }] },
  { all: [{ ne: ["event.plan", "a"] }, { ne: ["event.plan", "b"] }] },
  { any: [{ lt: ["event.amount_minor", 50] }, { gte: ["event.amount_minor", 100] }] },
  { all: [{ any: [pro, { eq: ["event.plan", "max"] }] }, { gte: ["event.amount_minor", 1] }] },
  { eq: ["event.plan", null] },
])("%j may hold", (condition) => {
  expect(complaints(condition)).toEqual([]);
});

describe("names and types", () => {
  test("a fact that is not known here is answered with those that are", () => {
    const facts = [...known.keys()].join(", ");
    expect(complaints({ eq: ["event.colour", "red"] })).toEqual([
      ["when.eq[0]", `is no fact here; use one of ${facts}`],
    ]);
    expect(complaints({ not: { eq: ["referee.kind", "a"] } })[0]?.[0]).toBe("when.not.eq[0]");
    expect(complaints({ eq: ["constructor", "red"] })[0]?.[0]).toBe("when.eq[0]");
  });

  test("facts and operands are of one type", () => {
    expect(complaints({ gte: ["event.plan", 3] })).toEqual([["when.gte[0]", "is a string, which gte cannot order"]]);
    expect(complaints({ eq: ["event.plan", 3] })).toEqual([["when.eq[1]", "must be a string, as event.plan is"]]);
    expect(complaints({ all: [{ in: ["referrer.kind", ["supplier", 1]] }] })[0]?.[0]).toBe("when.all[0].in[1][1]");
    expect(complaints({ eq: ["event.currency", "gbp"] })).toEqual([
      ["when.eq[1]", "must be an ISO 4217 code, as event.currency is"],
    ]);
    expect(complaints({ not: { ne: ["event.type", "purchase"] } })).toEqual([
      ["when.not.ne[1]", expect.stringContaining("must be one of signup_started, signup, ")],
    ]);
  });
});

test("conditions are bounded in depth and in size", () => {
  const nest = (depth: number): Condition => (depth === 1 ? pro : { not: nest(depth - 1) });
  expect(complaints(nest(8))).toEqual([]);
  expect(complaints(nest(9))).toEqual([[`when${".not".repeat(8)}`, "must be nested at most 8 deep"]]);
  const wide = (size: number): Condition => ({ any: Array.from({ length: size - 1 }, () => pro) });
  expect(complaints(wide(100))).toEqual([]);
  expect(complaints(wide(101))).toEqual([["when", "must have at most 100 parts"]]);
});

test("what holds says more of the facts", () => {
  const where = factsWhere({ all: [{ in: ["event.plan", ["a", "b"]] }, { ne: ["event.plan", "a"] }] }, known);
  expect(where?.get("event.plan")?.among).toEqual(["b"]);
  expect(factsWhere({ any: [pro, never] }, known)?.get("event.plan")?.among).toEqual(["pro"]);
  expect(factsWhere({ any: [pro, { gte: ["event.amount_minor", 1] }] }, known)).toEqual(known);
  expect(factsWhere(never, known)).toBeNull();
});
