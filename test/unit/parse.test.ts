import { describe, expect, test } from "vitest";
import * as z from "zod";
import { bag, currency, whole } from "#http/contract/wire";
import { grantRewardOperation, listRewardsOperation } from "#http/contract/rewards";
import { parse } from "#http/parse";

function complaints(schema: z.ZodType, value: unknown): [string, string][] {
  const parsed = parse(schema, value);
  const issues = !parsed.ok && parsed.refusal.code === "invalid_request" ? parsed.refusal.issues : [];
  return issues.map(({ path, message }) => [path, message]);
}

const messageOf = (schema: z.ZodType, value: unknown) => complaints(z.strictObject({ a: schema }), value)[0]?.[1];

test.each<[string, z.ZodType, string]>([
  ["a text", z.string(), "is needed"],
  ["an object", z.strictObject({}), "is needed"],
  ["a word of some", z.enum(["x", "y"]), "is needed, and must be one of x, y"],
  ["a bounded number", whole(1, 9), "is needed, and must be a whole number from 1 to 9"],
  ["a form of some", z.union([z.string(), z.boolean()], "must be x or y"), "is needed, and must be x or y"],
])("%s that is missing is needed", (_what, schema, message) => {
  expect(messageOf(schema, {})).toBe(message);
});

test.each<[z.ZodType, unknown, string]>([
  [z.string(), 7, "must be a text"],
  [z.string(), Infinity, "must be a text"],
  [z.string(), null, "must be a text"],
  [z.number(), Infinity, "must be a number"],
  [z.int(), 1.5, "must be a whole number"],
  [z.boolean(), "yes", "must be true or false"],
  [z.strictObject({}), [], "must be an object"],
  [z.array(z.string()), {}, "must be a list"],
  [z.tuple([z.string()]), 1, "must be a list"],
  [z.literal("deny"), "allow", "must be deny"],
  [z.enum(["x", "y"]), "z", "must be one of x, y"],
  [z.string().min(1), "", "must not be empty"],
  [z.string().min(2), "a", "must have at least 2 symbols"],
  [z.string().max(1), "ab", "must have at most 1 symbol"],
  [z.array(z.string()).min(1), [], "must have at least 1 entry"],
  [z.array(z.string()).max(2), ["", "", ""], "must have at most 2 entries"],
  [z.int().min(3), 2, "must be at least 3"],
  [z.int().max(3), 4, "must be at most 3"],
  [z.union([z.string(), z.boolean()]), 1, "must have one of the forms that are allowed"],
  [z.record(z.string().min(1), z.string()), { "": "x" }, "must have keys of the right form"],
  [z.email(), "me", "must have the right form"],
  [z.number().multipleOf(5), 3, "must be a multiple of 5"],
  [currency, "usd", "must be an ISO 4217 code"],
])("%o refuses %j: %s", (schema, value, message) => {
  expect(messageOf(schema, { a: value })).toBe(message);
});

test("a value of the wrong type is that alone, also inside of one form of some", () => {
  const list = z.array(z.string()).min(1).max(2).nullable();
  expect(complaints(z.strictObject({ a: list }), { a: "a text" })).toEqual([["a", "must be a list"]]);
  expect(complaints(list, "a text")).toEqual([["", "must be a list"]]);
  const either = z.union([z.strictObject({ a: list, b: z.int() }), z.strictObject({ c: z.int() })]);
  expect(complaints(either, { a: "a text", b: 1 })).toEqual([["a", "must be a list"]]);
  expect(complaints(z.strictObject({ a: list, b: list }), { a: "a text", b: ["", "", ""] })).toEqual([
    ["a", "must be a list"],
    ["b", "must have at most 2 entries"],
  ]);
});

describe("a reward by hand", () => {
  const body = { program: "p", participant: "ptc_1", reason: "a fair", operation_id: "ticket-1" };
  const grantOf = (grant: unknown) => complaints(grantRewardOperation.body ?? z.never(), { ...body, grant });

  test("names the kinds that there are", () => {
    const kinds = "credit, free_month, premium_days, points, discount, feature, badge";
    expect(grantOf({ kind: "gold" })).toEqual([["grant.kind", `must be one of ${kinds}`]]);
    expect(grantOf(undefined)).toEqual([["grant", "is needed"]]);
  });

  test("takes a discount of one form or the other", () => {
    const both = { kind: "discount", percent_bps: 1000, amount_minor: 500, currency: "GBP" };
    expect(grantOf(both)).toEqual([["grant", "must have either percent_bps, or amount_minor and currency"]]);
  });
});

test("a bag says what its values may be", () => {
  expect(complaints(bag, { a: {} })).toEqual([
    ["a", "must be a text of at most 500 symbols, a number, true, false or null"],
  ]);
});

test("the list of what waits for a person says that there is no opposite", () => {
  expect(complaints(listRewardsOperation.query ?? z.never(), { needs_review: "false" })).toEqual([
    ["needs_review", "must be true, or left out for all rewards: what waits for nobody has no list of its own"],
  ]);
});
