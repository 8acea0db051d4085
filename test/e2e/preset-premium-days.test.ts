import { expect, test } from "vitest";
import { answerOf } from "#scripts/api";
import { dayMs, refusalOf, openSandbox } from "./sandbox.ts";

const preset = "premium-days";

test("each conversion gives 30 days of premium, which the participant claims by hand, once", async () => {
  const s = await openSandbox({ preset });
  const ana = await s.join("creator", { name: "Ana" });
  const ben = await s.bring(ana);
  await s.bring(ana);
  await s.pay(ben.referee);

  const [first, second] = await s.rewardsOf(ana.id, "premium-days");
  expect([first, second]).toMatchObject([
    { kind: "premium_days", quantity: 30, state: "available", claim: "manual", expires_at: "2040-06-03T09:00:00.000Z" },
    { kind: "premium_days", quantity: 30, state: "available" },
  ]);
  expect((await s.walletOf(ana.id)).balances).toEqual({ premium_days: 60 });
  expect(await s.explain(ben.referralId)).toContain("the referrer Ana earns 30 premium days");

  expect(await s.claim(first?.id ?? "")).toMatchObject({ state: "redeemed", redeemed_quantity: 30 });
  expect((await s.walletOf(ana.id)).balances).toEqual({ premium_days: 30 });
  const copies = await Promise.allSettled(Array.from({ length: 5 }, () => s.claim(second?.id ?? "")));
  expect(copies.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect((await s.walletOf(ana.id)).balances).toEqual({ premium_days: 0 });
  expect(await refusalOf(s.claim(second?.id ?? ""))).toBe("reward_claimed");
});

test("what is not claimed within 90 days expires", async () => {
  const s = await openSandbox({ preset });
  const ana = await s.join("creator");
  await s.bring(ana);
  const ben = await s.bring(ana);
  const [inTime, late] = await s.rewardsOf(ana.id, "premium-days");

  await s.wait(90 * dayMs - 1);
  expect(await s.claim(inTime?.id ?? "")).toMatchObject({ state: "redeemed" });
  expect(await s.wait(1)).toMatchObject({ rewards_expired: 1 });
  expect(await refusalOf(s.claim(late?.id ?? ""))).toBe("reward_expired");
  expect((await s.walletOf(ana.id)).balances).toEqual({ premium_days: 0 });

  // What expired is gone already: a refund has nothing more to take.
  await s.report({ type: "refund", payment_ref: ben.ref });
  expect((await s.walletOf(ana.id)).balances).toEqual({ premium_days: 0 });
});

test("a refund after the claim takes the days back below zero", async () => {
  const s = await openSandbox({ preset });
  const ana = await s.join("creator");
  const ben = await s.bring(ana);
  const [days] = await s.rewardsOf(ana.id, "premium-days");
  await s.claim(days?.id ?? "");

  await s.report({ type: "refund", payment_ref: ben.ref });
  expect((await s.walletOf(ana.id)).balances).toEqual({ premium_days: -30 });
  await s.bring(ana);
  expect((await s.walletOf(ana.id)).balances).toEqual({ premium_days: 0 });
  const [, next] = await s.rewardsOf(ana.id, "premium-days");
  expect(await refusalOf(s.claim(next?.id ?? ""))).toBe("reward_not_claimable");
});

test("the badge Referral Master comes at five conversions, on Sunday at 03:00 UTC", async () => {
  const s = await openSandbox({ preset });
  const ana = await s.join("creator");
  for (let count = 0; count < 4; count += 1) await s.bring(ana);
  expect(await s.rewardsOf(ana.id, "referral-master")).toEqual([]);
  const fifth = await s.bring(ana);
  await s.bring(ana);

  expect(await s.explain(fifth.referralId)).toMatch(/earns the badge Referral Master, which is held until 2040-03-11/);
  // It is Monday.
  const [badge, ...more] = await s.rewardsOf(ana.id, "referral-master");
  expect(more).toEqual([]);
  expect(badge).toMatchObject({
    label: "referral-master",
    ordinal: 5,
    state: "pending",
    release_at: "2040-03-11T03:00:00.000Z",
  });
  await s.wait("2040-03-11T02:59:59.999Z");
  expect(await s.standingOf(ana.id)).toMatchObject({
    badges: [],
    badges_to_earn: [{ name: "Referral Master", by: "rules", rules: ["referral-master"], progress: { needed: 5 } }],
  });
  expect(await s.wait(1)).toMatchObject({ rewards_released: 1 });
  expect(await s.standingOf(ana.id)).toMatchObject({
    badges: [{ label: "referral-master", name: "Referral Master", icon: "🏆", color: "#d4a017", expires_at: null }],
    badges_to_earn: [],
  });
});

test("a code lives 365 days", async () => {
  const s = await openSandbox({ preset });
  const ana = await s.join("creator");
  const lookUp = () => answerOf(s.client.GET("/v1/codes/{code}", { params: { path: { code: ana.link.code } } }));

  await s.wait(365 * dayMs - 1);
  expect(await lookUp()).toMatchObject({ valid: true });
  expect((await s.bring(ana)).rewards).toHaveLength(1);
  await s.wait(1);
  expect(await lookUp()).toMatchObject({ valid: false, reason: "code_expired" });
  expect((await s.signUp(ana)).referralId).toBe("");
});
