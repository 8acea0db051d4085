import { expect, test } from "vitest";
import type { Badge } from "#domain/badge";
import { lookOf, openBadgesOf } from "#domain/badge-standing";
import type { BadgeStandingFacts } from "#domain/badge-standing";
import { aDocument, aReward, aRule } from "#support/domain-factories";

const badge = (key: string, fields: Partial<Badge> = {}): Badge => ({
  ...{ key, name: key.toUpperCase(), icon: "star", description: "What it is", color: "#00ff00" },
  ...fields,
});
const reaches = (count: number, key: string, fields = {}) =>
  aRule({
    key: `at-${count}`,
    on: { count: { reaches: count } },
    grant: [{ to: "referrer", kind: "badge", badge: key }],
    ...fields,
  });

const badges = [
  badge("five"),
  badge("judge", { condition: { gte: ["participant.conversions", 10] }, award: "weekly" }),
  badge("mixed", { condition: { all: [{ gte: ["participant.conversions", 1] }] } }),
  badge("hand"),
  badge("couples"),
];
const rules = [reaches(5, "five"), reaches(2, "couples", { flow: { referrer: ["couple"] } })];
const current = aDocument({ rules, badges });

function facts(fields: Partial<BadgeStandingFacts> = {}): BadgeStandingFacts {
  const none = { versions: new Map(), participantKind: "supplier", countOf: () => 3, kept: [] };
  return { current, ...none, facts: { "participant.conversions": 4 }, ...fields };
}
const open = (fields: Partial<BadgeStandingFacts> = {}, held: string[] = []) =>
  openBadgesOf(facts(fields), new Set(held));

test("each badge that is not held says what gives it, when, and how far it is", () => {
  expect(
    open().map(({ key, by, award, rules: from, isEarnable, progress }) => [key, by, award, from, isEarnable, progress]),
  ).toEqual([
    ["five", "rules", null, ["at-5"], true, { needed: 5, progress: 3 }],
    ["judge", "condition", "weekly", [], true, { needed: 10, progress: 4 }],
    ["mixed", "condition", "at_once", [], true, null],
    ["hand", "team", null, [], false, null],
    ["couples", "rules", null, [], false, null],
  ]);
  expect(open()[0]).toMatchObject({ name: "FIVE", icon: "star", description: "What it is", color: "#00ff00" });
});

test("what is held is not to be earned, and what was taken back is not earned again", () => {
  expect(open({}, ["five", "judge"]).map(({ key }) => key)).toEqual(["mixed", "hand", "couples"]);
  const kept = [aReward({ kind: "badge", ruleKey: "badge:judge", label: "judge", state: "reversed" })];
  expect(open({ kept })[1]).toMatchObject({ key: "judge", isEarnable: false });
});

test("a badge of two rules, or of another rule than one on a count, has no progress", () => {
  const first = aRule({ key: "first", grant: [{ to: "referrer", kind: "badge", badge: "five" }] });
  expect(open({ current: { ...current, rules: [first] } })[0]).toMatchObject({ rules: ["first"], progress: null });
  expect(open({ current: { ...current, rules: [first, ...rules] } })[0]).toMatchObject({
    rules: ["first", "at-5"],
    progress: null,
  });
});

test("a badge looks as the catalogue has it now, or had it when it was promised; without one it is its label", () => {
  const versions = new Map([[1, aDocument({ badges: [badge("old"), badge("five", { name: "Old five" })] })]]);
  const look = (label: string, version = 1) => lookOf({ kind: "badge", label, version }, { current, versions });
  expect(look("five")).toMatchObject({ name: "FIVE" });
  expect(look("old")).toEqual({ name: "OLD", icon: "star", description: "What it is", color: "#00ff00" });
  expect(look("Friend", 2)).toEqual({ name: "Friend", icon: null, description: null, color: null });
});
