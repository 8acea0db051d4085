import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import type { Rule } from "#domain/program";
import { standingOf } from "#domain/standing";
import type { StandingFacts } from "#domain/standing";
import { aDocument, aReward, aRule, nowMs } from "#support/domain-factories";

const tier = (key: string, reaches: number, fields: Partial<Rule> = {}) =>
  aRule({ key, on: { count: { reaches } }, tier: { key, title: key.toUpperCase() }, ...fields });
const earned = (ruleKey: string, ordinal: number, fields: Parameters<typeof aReward>[0] = {}) =>
  aReward({ id: `rwd_${ruleKey}_${ordinal}`, ruleKey, ordinal, earnedAtMs: nowMs + ordinal, ...fields });

const rules = [tier("gold", 5), tier("bronze", 1), tier("silver", 3)];

function stand(fields: Partial<StandingFacts> & { rules?: Rule[]; count?: number } = {}) {
  const { rules: given = rules, count = 0, ...rest } = fields;
  const current = aDocument({ rules: given, fulfilment: { credit: "wallet", premium_days: "claim" } });
  const facts = { current, versions: new Map([[1, current]]), participantKind: "supplier" };
  const none = { facts: {}, countRewards: [], leaderRewards: [], kept: [] };
  return standingOf({ ...facts, countOf: () => count, ...none, nowMs, ...rest });
}

test("the highest level reached is held since its count was reached, and the next one says what is missing", () => {
  const countRewards = [earned("bronze", 1), earned("silver", 3)];
  expect(stand({ countRewards, count: 4 })).toMatchObject({
    tier: { key: "silver", title: "SILVER", needed: 3, reachedAtMs: nowMs + 3 },
    nextTier: { key: "gold", needed: 5, progress: 4, missing: 1 },
  });
  expect(stand({ count: 0 })).toMatchObject({ tier: null, nextTier: { key: "bronze", missing: 1 } });
  expect(stand({ countRewards: [earned("gold", 5)], count: 6 }).nextTier).toBeNull();
});

test("a level that was lost is not held; one that was reached again is, from then on", () => {
  const lost = earned("silver", 3, { state: "reversed" });
  const bronze = earned("bronze", 1);
  expect(stand({ countRewards: [bronze, lost], count: 2 }).tier).toMatchObject({ key: "bronze" });
  const again = earned("silver", 3, { id: "rwd_again", subject: "ordinal:3#2", earnedAtMs: nowMs + 9 });
  expect(stand({ countRewards: [bronze, lost, again], count: 3 }).tier).toMatchObject({
    key: "silver",
    reachedAtMs: nowMs + 9,
  });
});

test("a level whose reward was denied is held as long as the count stands, one that waits, is used or has expired too", () => {
  const held = (state: "denied" | "pending" | "redeemed" | "expired" | "voided", count: number) =>
    stand({ countRewards: [earned("bronze", 1, { state })], count }).tier?.key;
  expect([held("denied", 1), held("denied", 0)]).toEqual(["bronze", undefined]);
  expect([held("pending", 1), held("redeemed", 1), held("expired", 1)]).toEqual(["bronze", "bronze", "bronze"]);
  expect(held("voided", 0)).toBeUndefined();
});

test("levels for other kinds of participants are not offered", () => {
  const flows = [tier("bronze", 1, { flow: { referrer: ["couple"] } }), tier("silver", 3)];
  expect(stand({ rules: flows }).nextTier).toMatchObject({ key: "silver" });
});

test("a level of an earlier version stays held and is not offered again", () => {
  const versions = new Map([[1, aDocument({ rules })]]);
  const held = stand({ rules: [], versions, countRewards: [earned("bronze", 1)], count: 1 });
  expect(held).toMatchObject({ tier: { key: "bronze" }, nextTier: null });
});

const milestone = { title: "Three", description: "Three friends", reward: "30 days" };
const days = [{ to: "referrer", kind: "premium_days", quantity: 30 } as const];

test("a milestone shows how far it is, since when it is reached, and what can be claimed", () => {
  const three = aRule({ key: "three", on: { count: { reaches: 3 } }, grant: days, milestone });
  expect(stand({ rules: [three], count: 2 }).milestones).toEqual([
    { ...milestone, rule: "three", on: "count", needed: 3, progress: 2, reachedAtMs: null, times: 0, rewards: [] },
  ]);
  const given = (fields: Parameters<typeof aReward>[0]) =>
    stand({
      rules: [three],
      count: 7,
      countRewards: [earned("three", 3, { kind: "premium_days", unit: "premium_days", quantity: 30, ...fields })],
    }).milestones[0];
  expect(given({})).toMatchObject({ progress: 3, reachedAtMs: nowMs + 3, times: 1, rewards: [{ isClaimable: true }] });
  expect(given({ expiresAtMs: nowMs })).toMatchObject({ rewards: [{ state: "available", isClaimable: false }] });
  expect(given({ state: "pending" })).toMatchObject({ rewards: [{ state: "pending", isClaimable: false }] });
  expect(given({ kind: "credit" })).toMatchObject({ rewards: [{ isClaimable: false }] });
  expect(given({ kind: "credit", claim: "manual" })).toMatchObject({ rewards: [{ isClaimable: true }] });
});

test("a milestone that repeats counts its times and starts again", () => {
  const every = aRule({ key: "every", on: { count: { every: 3 } }, milestone });
  const both = [earned("every", 3), earned("every", 6), earned("every", 6, { id: "rwd_other", grantIndex: 1 })];
  expect(stand({ rules: [every], count: 7, countRewards: both }).milestones).toMatchObject([
    { needed: 3, progress: 1, times: 2, reachedAtMs: nowMs + 6 },
  ]);
});

test("a milestone of leaders tells how often the month was led, and what can be claimed; it has no progress", () => {
  const leading = aRule({ key: "leader", on: { leader: "month" }, grant: days, claim: "manual", milestone });
  const won = (month: string, fields: Parameters<typeof aReward>[0] = {}) =>
    aReward({ id: `rwd_${month}`, ruleKey: "leader", subject: month, claim: "manual", ...fields });
  const leaderRewards = [
    won("2026-03", { state: "redeemed" }),
    won("2026-04", { earnedAtMs: nowMs + 1 }),
    won("2026-02", { state: "denied" }),
    won("2026-01", { state: "reversed" }),
  ];
  expect(stand({ rules: [leading], leaderRewards }).milestones).toMatchObject([
    {
      ...{ rule: "leader", on: "month", ...milestone, needed: 1, progress: 0, times: 3, reachedAtMs: nowMs + 1 },
      rewards: [{ state: "redeemed", isClaimable: false }, { isClaimable: true }, { state: "denied" }],
    },
  ]);
  expect(stand({ rules: [leading] }).milestones).toMatchObject([{ times: 0, reachedAtMs: null, rewards: [] }]);
  const versions = new Map([[1, aDocument({ rules: [leading] })]]);
  expect(stand({ rules: [], versions, leaderRewards }).milestones).toMatchObject([{ rule: "leader", times: 3 }]);
});

const kept = (kind: string, fields: Parameters<typeof aReward>[0] = {}) =>
  aReward({ id: `rwd_${kind}`, kind, label: kind, ...fields });

test("badges and features are kept when claimed, discounts until used, what is not claimed until it expires", () => {
  const all = [kept("badge", { state: "redeemed" }), kept("feature"), kept("discount", { expiresAtMs: nowMs + dayMs })];
  const { badges, features, discounts } = stand({ kept: all });
  expect([badges, features, discounts].map((list) => list.map(({ label }) => label))).toEqual([
    ["badge"],
    ["feature"],
    ["discount"],
  ]);
  const gone = [kept("discount", { state: "redeemed" }), kept("badge", { state: "pending" })];
  expect(stand({ kept: [...gone, kept("feature", { expiresAtMs: nowMs })] })).toMatchObject({
    ...{ badges: [], features: [], discounts: [] },
  });
});

test("a feature that was claimed is had for good, and one that nobody claimed only in time", () => {
  const claimed = kept("feature", { state: "redeemed", expiresAtMs: nowMs - 1 });
  const { features } = stand({ kept: [claimed, kept("feature", { expiresAtMs: nowMs - 1 })] });
  expect(features).toMatchObject([{ rewardId: claimed.id, expiresAtMs: null }]);
});
