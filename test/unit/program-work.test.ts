import { expect, test } from "vitest";
import {
  addCount,
  amendReward,
  closeWork,
  qualificationsOf,
  referralRewards,
  takeStep,
  usedOf,
} from "#domain/program-work";
import { aReward, aWork } from "#support/domain-factories";

const key = { scope: "ptc_ann", endsAtMs: 9, name: "limit" };
const place = { ...key, amount: 1, byQuantity: false };

test("a plan has each reward once, as it stands after its last step", () => {
  const work = aWork({ facts: { rewards: [aReward(), aReward({ id: "rwd_2" })] } });
  const promised = aReward({ id: "rwd_3", position: 0, state: "pending", transactionId: null });
  const granted = takeStep(work, promised, "grant", { quantity: 1000, reason: "rule_met" }).reward;
  takeStep(work, granted, "reverse", { quantity: 1000, reason: "refund" });
  takeStep(work, aReward(), "reverse_part", { quantity: 1, reason: "refund" });
  const plan = closeWork(work);
  expect(plan.rewards).toMatchObject([{ id: "rwd_3", state: "reversed", position: 2 }]);
  expect(plan.changed.map(({ id }) => id)).toEqual(["rwd_1"]);
  expect(plan.steps.map(({ change }) => change)).toEqual(["grant", "reverse", "reverse_part"]);
});

test("a correction is no step", () => {
  const work = aWork({ facts: { rewards: [aReward()] } });
  amendReward(work, aReward(), { earnedAtMs: 1 });
  expect(closeWork(work)).toMatchObject({ amended: [{ id: "rwd_1", earnedAtMs: 1 }], changed: [], steps: [] });
});

test("one counter is one change, with what was expected first", () => {
  const work = aWork();
  addCount(work, { ...key, delta: 1, cap: 5, expected: null });
  addCount(work, { ...key, delta: 1, cap: null, expected: null });
  addCount(work, { ...key, name: "count", delta: 0, cap: null, expected: 3 });
  addCount(work, { ...key, name: "count", delta: 1, cap: null, expected: 3 });
  addCount(work, { ...key, name: "nothing", delta: 0, cap: null, expected: null });
  expect(usedOf(work, key)).toBe(2);
  expect(closeWork(work).counts).toEqual([
    { ...key, delta: 2, cap: 6, expected: null },
    { ...key, name: "count", delta: 1, cap: null, expected: 3 },
  ]);
});

test("of several caps on one counter each binds where its place is taken", () => {
  const capAfter = (...changes: [delta: number, cap: number | null][]) => {
    const work = aWork();
    for (const [delta, cap] of changes) addCount(work, { ...key, delta, cap, expected: null });
    return closeWork(work).counts[0]?.cap;
  };
  expect(capAfter([1, 5], [1, 100])).toBe(6);
  expect(capAfter([1, 100], [1, 5])).toBe(5);
  expect(capAfter([1, null], [1, 1])).toBe(1);
  expect(capAfter([1, 1], [1, null])).toBe(2);
});

test("a step that ends a reward frees its places, which then can be taken again", () => {
  const work = aWork({ facts: { rewards: [aReward({ places: [place] })] } });
  takeStep(work, aReward({ places: [place] }), "reverse", { quantity: 1000, reason: "refund" });
  expect(usedOf(work, key)).toBe(-1);
  expect(closeWork(work).counts).toMatchObject([{ ...key, delta: -1 }]);
});

test("the referral's own rewards are told from those of counts", () => {
  const rewards = [aReward(), aReward({ id: "rwd_2", ordinal: 3 })];
  expect(referralRewards(aWork({ facts: { rewards } })).map(({ id }) => id)).toEqual(["rwd_1"]);
});

test("how a referral stands is what the plan says, else what is stored", () => {
  const row = { referralId: "ref_1", criterion: "a", status: "waiting" as const, dueAtMs: 5, paymentRefs: null };
  const work = aWork({ facts: { qualifications: [row, { ...row, criterion: "b" }] } });
  work.plan.qualifications.push({ ...row, status: "lost", dueAtMs: null, paymentRefs: null });
  expect(qualificationsOf(work).map(({ criterion, status }) => [criterion, status])).toEqual([
    ["a", "lost"],
    ["b", "waiting"],
  ]);
});
