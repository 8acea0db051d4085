import { expect, test } from "vitest";
import { dayMs, refusalOf, openSandbox } from "./sandbox.ts";

const preset = "marketplace";

test("a supplier earns by the referee's plan: twice for a year, half as much again for the first three", async () => {
  const s = await openSandbox({ preset });
  const sarah = await s.join("supplier", { name: "Sarah" });
  const plans = [
    { plan: "professional", interval: "month" },
    { plan: "enterprise", interval: "year" },
    { plan: "starter", interval: "month" },
    { plan: "starter", interval: "month" },
    { plan: "professional", interval: "month" },
    { plan: "scale", interval: "year" },
    { plan: "enterprise", interval: "month" },
    { plan: "of-another-time", interval: "month" },
  ] as const;
  const earned = [];
  for (const plan of plans) {
    const { rewards } = await s.bring(sarah, "supplier", { amount_minor: 9900, ...plan });
    earned.push(rewards.filter(({ kind }) => kind === "credit").map(({ quantity }) => quantity / 100));
  }
  // 25 × 1.5, 100 × 2 × 1.5, 10 × 1.5, and from the fourth on what the table says.
  expect(earned).toEqual([[37.5], [300], [15], [10], [25], [100], [100], [10]]);
});

test("a couple earns 5 % of the first payment, 50 credits at most", async () => {
  const s = await openSandbox({ preset });
  const couple = await s.join("couple");
  const amounts = [4900, 99_900, 100_000, 100_001, 1_000_000, 30, 9];
  const earned = [];
  for (const amount_minor of amounts) {
    const { rewards } = await s.bring(couple, "couple", { amount_minor });
    earned.push(rewards.filter(({ kind }) => kind === "credit").map(({ quantity }) => quantity));
  }
  // 5 % of 30 is 1.5, halves up; of 9 less than half, which is nothing.
  expect(earned).toEqual([[245], [4995], [5000], [5000], [5000], [2], []]);
});

test.for([
  ["supplier", "supplier", 3750],
  ["supplier", "couple", 3750],
  ["couple", "supplier", 1000],
  ["couple", "couple", 1000],
] as const)("flow %s → %s", async ([from, to, credits]) => {
  const s = await openSandbox({ preset });
  const referrer = await s.join(from);
  const { rewards } = await s.bring(referrer, to, { amount_minor: 20_000, plan: "professional", interval: "month" });
  expect(rewards.filter(({ kind }) => kind === "credit")).toMatchObject([
    { beneficiary_id: referrer.id, unit: "credits", quantity: credits, state: "pending" },
  ]);
  expect((await s.bring(referrer, "customer", { amount_minor: 20_000 })).rewards).toEqual([]);
});

test("credits are held for 14 days and expire 365 days later", async () => {
  const s = await openSandbox({ preset });
  const sarah = await s.join("supplier");
  const mike = await s.bring(sarah, "supplier", { plan: "professional" });
  expect(await s.explain(mike.referralId)).toContain("earns 37.50 credits, which is held until 2040-03-19 09:00 UTC");

  await s.wait(14 * dayMs - 1);
  expect((await s.walletOf(sarah.id)).balances).toEqual({});
  expect(await s.wait(1)).toMatchObject({ rewards_released: 2 });
  expect((await s.walletOf(sarah.id)).balances).toEqual({ credits: 3750, free_months: 1 });

  expect(await s.wait(365 * dayMs - 1)).toMatchObject({ rewards_expired: 0 });
  expect(await s.wait(1)).toMatchObject({ rewards_expired: 2 });
  expect((await s.walletOf(sarah.id)).balances).toEqual({ credits: 0, free_months: 0 });
});

test("a tier is held from the moment it is reached, and the next one shows how far it is", async () => {
  const s = await openSandbox({ preset });
  const sarah = await s.join("supplier");
  expect(await s.standingOf(sarah.id)).toMatchObject({ tier: null, next_tier: { key: "bronze", missing: 1 } });
  for (let day = 0; day < 3; day += 1) {
    await s.wait(dayMs);
    await s.bring(sarah, "supplier");
  }
  expect(await s.standingOf(sarah.id)).toMatchObject({
    tier: { key: "silver", title: "Silver", reached_at: "2040-03-08T09:00:00.000Z" },
    next_tier: { key: "gold", needed: 5, progress: 3, missing: 2 },
  });
});

test("a refund during the hold leaves its share, and a full one takes tier and credits away", async () => {
  const s = await openSandbox({ preset });
  const sarah = await s.join("supplier");
  const [mike, jane] = [
    await s.bring(sarah, "supplier", { amount_minor: 10_000, plan: "professional" }),
    await s.bring(sarah, "couple", { amount_minor: 10_000, plan: "professional" }),
  ];
  await s.report({ type: "refund", payment_ref: mike.ref, amount_minor: 3000 });
  await s.report({ type: "refund", payment_ref: mike.ref, amount_minor: 2000 });
  await s.report({ type: "refund", payment_ref: jane.ref });
  await s.wait(14 * dayMs);
  expect((await s.walletOf(sarah.id)).balances).toEqual({ credits: 1875, free_months: 1 });

  await s.report({ type: "refund", payment_ref: mike.ref, amount_minor: 5000 });
  expect((await s.walletOf(sarah.id)).balances).toEqual({ credits: 0, free_months: 0 });
  expect((await s.rewardsOf(sarah.id)).map(({ rule, state }) => [rule, state])).toEqual([
    ["supplier-reward", "reversed"],
    ["supplier-bronze", "reversed"],
    ["supplier-reward", "voided"],
  ]);
});

const ladders = {
  supplier: [
    [1, "supplier-bronze", "free_month", null],
    [3, "supplier-silver", "discount", "an upgrade"],
    [5, "supplier-gold", "discount", "the annual plan"],
    [10, "supplier-platinum", "feature", "lifetime_perks"],
  ],
  couple: [
    [1, "couple-first", "discount", "a vendor"],
    [3, "couple-active", "feature", "premium_planning"],
    [5, "couple-champion", "feature", "exclusive_vendors"],
  ],
} as const;

test.for(Object.entries(ladders))("the tiers of a %s", async ([kind, ladder]) => {
  const s = await openSandbox({ preset });
  const referrer = await s.join(kind);
  const reached = [];
  for (let count = 1; count <= 10; count += 1) {
    const { rewards } = await s.bring(referrer, count % 2 === 0 ? "couple" : "supplier");
    for (const { rule, kind: given } of rewards) if (given !== "credit") reached.push([count, rule, given]);
  }
  expect(reached).toEqual(ladder.map(([count, rule, given]) => [count, rule, given]));
  const topTier = ladder.at(-1);
  expect(await s.standingOf(referrer.id)).toMatchObject({
    conversions: 10,
    tier: { rule: topTier?.[1], needed: topTier?.[0], reached_at: "2040-03-05T09:00:00.000Z" },
    next_tier: null,
  });
  for (const [, rule, , label] of ladder) {
    expect(await s.rewardsOf(referrer.id, rule)).toMatchObject([{ label, state: "pending" }]);
  }

  await s.wait(14 * dayMs);
  const [perk] = await s.rewardsOf(referrer.id, ladder[2][1]);
  expect(perk).toMatchObject({ state: "available", claim: "manual" });
  expect(await s.claim(perk?.id ?? "")).toMatchObject({ state: "redeemed" });
  expect(await refusalOf(s.claim(perk?.id ?? ""))).toBe("reward_claimed");
});
