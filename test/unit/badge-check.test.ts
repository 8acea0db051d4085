import { expect, test } from "vitest";
import type { Badge } from "#domain/badge";
import { checkBadges, unknownBadge } from "#domain/badge-check";
import type { ProgramDocument } from "#domain/program";
import { aDocument, aRule } from "#support/domain-factories";

const badge = (key: string, fields: Partial<Badge> = {}): Badge => ({
  ...{ key, name: key, icon: "star", description: "What it is", color: "#00ff00" },
  ...fields,
});
const five = { gte: ["participant.conversions", 5] } satisfies Badge["condition"];
const granting = (key: string) => aRule({ grant: [{ to: "referrer", kind: "badge", badge: key }] });
const complaints = (fields: Partial<ProgramDocument>) =>
  checkBadges(aDocument({ rules: [], fulfilment: { badge: "wallet" }, ...fields })).map(
    ({ path, message }) => `${path} ${message}`,
  );

test("a catalogue whose badges rules grant, people give and conditions award is as it should be", () => {
  const badges = [
    badge("star"),
    badge("sun", { condition: five, award: "weekly" }),
    badge("moon", { condition: five }),
  ];
  expect(complaints({ badges, rules: [granting("star")] })).toEqual([]);
});

test("without a catalogue badges are called as rules call them", () => {
  expect(complaints({ rules: [granting("Referral Master")] })).toEqual([]);
});

test.each<[string, Partial<ProgramDocument>, string]>([
  ["two of one name", { badges: [badge("star"), badge("star")] }, "badges[1].key star is used by another badge"],
  [
    "a grant of none of them",
    { badges: [badge("star")], rules: [granting("Star")] },
    `rules[0].grant[0].badge ${unknownBadge([badge("star")])}`,
  ],
  [
    "a time without a condition",
    { badges: [badge("star", { award: "at_once" })] },
    "badges[0].award needs a condition: a badge without one is given by rules and people, as they say",
  ],
  [
    "two ways to it",
    { badges: [badge("star", { condition: five })], rules: [granting("star")] },
    "badges[0].condition is not for a badge that rules[0].grant[0] grants: one way is enough",
  ],
  [
    "a badge that nobody could be given",
    { badges: [badge("sun"), badge("star", { condition: five })], fulfilment: {} },
    "fulfilment.badge is needed because badges[1] is awarded by its condition; use one of wallet, webhook, claim",
  ],
  [
    "an impossible condition",
    { badges: [badge("star", { condition: { lt: ["participant.conversions", 0] } })] },
    "badges[0].condition.lt can never hold: participant.conversions is at least 0 here",
  ],
])("%s is refused", (_name, fields, complaint) => {
  expect(complaints(fields)).toEqual([complaint]);
});

test("a fact about a referral is none about a participant, and is told so with those that there are", () => {
  const [told] = complaints({ badges: [badge("star", { condition: { gte: ["referrer.conversions", 1] } })] });
  expect(told).toMatch(/^badges\[0\]\.condition\.gte\[0\] is no fact here; use one of participant\.kind,/);
});
