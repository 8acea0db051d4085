import { expect, test } from "vitest";
import type { ParticipantTotals } from "#domain/participant-totals";
import { statsOf } from "#domain/stats";

const totals: ParticipantTotals = {
  ...{ signedUp: 4, activated: 2, converted: 1, rewarded: 2, activeTrials: 1, retained: 1, churned: 1 },
  ...{ pending: 1, available: 2, redeemed: 3, denied: 4, voided: 5, expired: 6, reversed: 7 },
  earned: { free_months: 5, GBP: 1000 },
  worth: { GBP: 25_500 },
  recent: [
    ["ref_2", "converted", 20],
    ["ref_1", "signed_up", 10],
  ],
};

test("who was sent is of any stage, and conversions are measured against them", () => {
  const stats = statsOf(totals, { conversions: 2, names: new Map([["ref_2", "Mike Miller"]]) });
  expect(stats).toEqual({
    referrals: {
      ...{ sent: 9, signedUp: 4, activated: 2, converted: 1, rewarded: 2 },
      ...{ activeTrials: 1, retained: 1, churned: 1 },
    },
    conversions: 2,
    conversionRateBps: 2222,
    monthsEarned: 5,
    valueEarned: { GBP: 25_500 },
    earned: { free_months: 5, GBP: 1000 },
    rewards: { pending: 1, available: 2, redeemed: 3, denied: 4, voided: 5, expired: 6, reversed: 7 },
    recent: [
      { referralId: "ref_2", stage: "converted", atMs: 20, name: "M••••" },
      { referralId: "ref_1", stage: "signed_up", atMs: 10, name: "Someone" },
    ],
  });
});

test("whoever has sent nobody has nothing, and no rate", () => {
  const { referrals, rewards, ...rest } = statsOf(null, { conversions: 0, names: new Map() });
  expect(new Set([...Object.values(referrals), ...Object.values(rewards)])).toEqual(new Set([0]));
  expect(rest).toEqual({
    ...{ conversions: 0, conversionRateBps: null, monthsEarned: 0 },
    ...{ valueEarned: {}, earned: {}, recent: [] },
  });
});
