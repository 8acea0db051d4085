import { expect, test } from "vitest";
import type { Badge } from "#domain/badge";
import { badgeWorkOf, decideBadges } from "#domain/decide-badges";
import type { BadgePerson } from "#domain/decide-badges";
import { decideEvent } from "#domain/decide-event";
import {
  aDocument,
  aParticipant,
  aProgram,
  aReward,
  countingIds,
  eventInput,
  anEvent,
  nowMs,
} from "#support/domain-factories";

const badge = (key: string, fields: Partial<Badge> = {}): Badge => ({
  ...{ key, name: key, icon: "star", description: "What it is", color: "#00ff00" },
  ...{ condition: { gte: ["participant.conversions", 5] } },
  ...fields,
});
const badges = [
  badge("five"),
  badge("weekly", { award: "weekly" }),
  badge("ten", { condition: { gte: ["participant.conversions", 10] } }),
];
const document = aDocument({ badges, fulfilment: { badge: "wallet" } });
const ann = (fields: Partial<BadgePerson> = {}): BadgePerson => ({
  participant: aParticipant("ann"),
  counts: { conversions: 5, referrals: 9, monthsEarned: 0, monthsLed: 0 },
  given: [],
  ...fields,
});
const setting = {
  actor: "job:award_badges",
  nowMs,
  newId: countingIds(),
  moment: "weekly" as "weekly" | "at_once",
  rewardsEnabled: true,
};
const labelsOf = (person: BadgePerson, change: Partial<typeof setting> = {}) =>
  decideBadges({ program: aProgram(), document, people: [person] }, { ...setting, ...change }).rewards.map(
    ({ label }) => label,
  );

test("who meets a condition gets its badge, with a step and a message, under a name of its own", () => {
  const plan = decideBadges({ program: aProgram(), document, people: [ann()] }, setting);
  expect(plan).toMatchObject({
    programId: "prg_1",
    rewards: [
      { ruleKey: "badge:five", subject: "condition", beneficiaryId: "ptc_ann", state: "available", version: 1 },
      { ruleKey: "badge:weekly", label: "weekly" },
    ],
    steps: [{ transition: { reason: "badge_deserved" } }, {}],
    messages: [{ type: "reward.available" }, { type: "reward.available" }],
  });
});

test("at once those that are awarded so, on Sunday all", () => {
  expect(labelsOf(ann(), { moment: "at_once" })).toEqual(["five"]);
  expect(labelsOf(ann())).toEqual(["five", "weekly"]);
});

test("once for ever: what was awarded is not awarded again, whatever became of it", () => {
  const given = [aReward({ ruleKey: "badge:five", kind: "badge", label: "five", state: "reversed" })];
  expect(labelsOf(ann({ given }))).toEqual(["weekly"]);
});

test("a badge from other hands is not given beside it, unless that was taken back", () => {
  const byHand = (state: "available" | "reversed") => [
    aReward({ ruleKey: "manual", kind: "badge", label: "five", state }),
  ];
  expect(labelsOf(ann({ given: byHand("available") }))).toEqual(["weekly"]);
  expect(labelsOf(ann({ given: byHand("reversed") }))).toEqual(["five", "weekly"]);
});

test("nobody who is not active or was erased, nor anybody while rewards are off or the program is paused", () => {
  expect(labelsOf(ann({ participant: aParticipant("ann", { status: "suspended" }) }))).toEqual([]);
  expect(labelsOf(ann({ participant: aParticipant("ann", { externalId: "erased:abc" }) }))).toEqual([]);
  expect(labelsOf(ann(), { rewardsEnabled: false })).toEqual([]);
  const paused = { program: aProgram({ status: "paused" }), document, people: [ann()] };
  expect(decideBadges(paused, setting).rewards).toEqual([]);
});

test("after an event the referrer is looked at, where the current version awards something at once", () => {
  const decided = decideEvent(eventInput(anEvent({ code: "ANN", codeSource: "typed" })));
  const plans = decided.ok ? decided.value.programs : [];
  expect(plans).toHaveLength(1);
  const awarding = (fields: Parameters<typeof aDocument>[0]) => badgeWorkOf([aProgram({}, fields)], plans);
  expect(awarding({ badges })).toEqual([{ programId: "prg_1", participantIds: ["ptc_ann"] }]);
  expect(awarding({ badges: [badge("weekly", { award: "weekly" })] })).toEqual([]);
  expect(awarding({})).toEqual([]);
  expect(badgeWorkOf([aProgram({ currentVersion: null }, { badges })], plans)).toEqual([]);
});

test("a plan fits into the statements that write it, however many badges people deserve", () => {
  const many = Array.from({ length: 50 }, (_, n) => badge(`a-badge-with-a-long-name-${n}`.padEnd(32, "-")));
  const people = Array.from({ length: 100 }, (_, n) =>
    ann({ participant: aParticipant(`person-${n}-${"x".repeat(20)}`) }),
  );
  const facts = { program: aProgram(), document: { ...document, badges: many }, people };
  const { rewards, steps, messages } = decideBadges(facts, setting);
  expect(rewards.length).toBeGreaterThan(100);
  const transitions = steps.map(({ transition }) => transition);
  // D1 takes a value of two megabytes.
  for (const rows of [rewards, transitions, messages]) expect(JSON.stringify(rows).length).toBeLessThan(1_000_000);
});
