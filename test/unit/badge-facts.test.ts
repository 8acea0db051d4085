import { expect, test } from "vitest";
import { badgeFacts, badgeFactsOf, progressOf } from "#domain/badge-facts";
import { factTypes } from "#domain/facts";
import { aParticipant } from "#support/domain-factories";

const ann = aParticipant("ann", { category: "florist" });
const counts = { conversions: 2, referrals: 3, monthsEarned: 4, monthsLed: 1 };

test("what somebody is and has done are facts, a rate of nothing is not known", () => {
  expect(badgeFactsOf(ann, counts)).toEqual({
    "participant.kind": "supplier",
    "participant.category": "florist",
    "participant.location": null,
    "participant.conversions": 2,
    "participant.referrals": 3,
    "participant.conversion_rate_bps": 6667,
    "participant.months_earned": 4,
    "participant.months_led": 1,
  });
  const none = badgeFactsOf(ann, { ...counts, referrals: 0 });
  expect(none["participant.conversion_rate_bps"]).toBeNull();
  const passedOn = badgeFactsOf(ann, { ...counts, referrals: 1 });
  expect(passedOn["participant.conversion_rate_bps"]).toBe(10_000);
});

test("conditions of badges may name all facts about a participant, and no other", () => {
  const named = Object.keys(factTypes).filter((name) => name.startsWith("participant."));
  expect([...badgeFacts.keys()].toSorted()).toEqual(named.toSorted());
  expect(Object.keys(badgeFactsOf(ann, counts)).toSorted()).toEqual(named.toSorted());
});

test("progress is told of a plain threshold on something that is counted", () => {
  const facts = badgeFactsOf(ann, counts);
  expect(progressOf({ gte: ["participant.conversions", 5] }, facts)).toEqual({ needed: 5, progress: 2 });
  expect(progressOf({ gt: ["participant.referrals", 2] }, facts)).toEqual({ needed: 3, progress: 3 });
  expect(progressOf({ gte: ["participant.months_led", 1] }, {})).toEqual({ needed: 1, progress: 0 });
  for (const other of [
    { gte: ["participant.conversion_rate_bps", 5000] },
    { lt: ["participant.conversions", 5] },
    { all: [{ gte: ["participant.conversions", 5] }] },
  ] as const)
    expect(progressOf(other as Parameters<typeof progressOf>[0], facts)).toBeNull();
});
