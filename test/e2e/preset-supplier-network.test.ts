import { expect, test } from "vitest";
import { answerOf } from "#scripts/api";
import { scopes } from "#domain/actor";
import { dayMs, follow, refusalOf, openSandbox } from "./sandbox.ts";
import type { Sandbox } from "./sandbox.ts";

const preset = "supplier-network";
const month = { kind: "free_month", unit: "free_months", quantity: 1, worth: { amount_minor: 4900, currency: "GBP" } };

test("the first click wins: Sarah and Mike get a month worth GBP 49.00 each, the other photographer nothing", async () => {
  const s = await openSandbox({ preset });
  const sarah = await s.join("supplier", { name: "Sarah Bell", category: "photography" });
  const olivia = await s.join("supplier", { name: "Olivia Stone", category: "photography" });
  expect(sarah.link.code).toMatch(/^(LOVE|WED|DREAM|BLISS|CHARM)-[2-9A-HJ-NP-Z]{6}$/);

  const landing = await (await fetch(`${s.api.url}/join/${sarah.link.code}`)).text();
  expect(landing).toContain("Sarah invites you to Supplier network");
  expect(landing.match(/<dd>.*?<\/dd>/g)?.map((line) => line.replaceAll(/<[^>]+>/g, " ").trim())).toEqual([
    "1 free month  when you make your first payment",
    "1 free month  when you make your first payment",
  ]);

  const scan = await follow(`${sarah.link.url}?c=qr`);
  await s.wait(dayMs);
  const second = await follow(olivia.link.url, scan.setCookie.split(";")[0]);
  await s.wait(28 * dayMs);
  const referee = { external_id: `${s.program}-mike`, kind: "supplier" };
  const signup = await s.report({ type: "signup", referee, click: second.click });
  expect(signup.referrer_id).toBe(sarah.id);

  await s.wait(44 * dayMs);
  await s.pay(referee);
  expect(await s.rewardsOf(sarah.id, "first-payment-free-month")).toMatchObject([
    { ...month, side: "referrer", state: "available", expires_at: "2041-05-17T09:00:00.000Z" },
  ]);
  expect(await s.rewardsOf(olivia.id)).toEqual([]);
  expect(await s.explain(signup.referral_id ?? "")).toContain(
    "Rule first-payment-free-month was met: the referrer Sarah Bell earns 1 free month (worth GBP 49.00).",
  );
});

test("a click counts for 30 days, and no longer", async () => {
  const s = await openSandbox({ preset });
  const sarah = await s.join("supplier");
  const [early, late] = [await follow(sarah.link.url), await follow(sarah.link.url)];
  const signUp = (name: string, click: string) =>
    s.report({ type: "signup", referee: { external_id: `${s.program}-${name}`, kind: "supplier" }, click });

  await s.wait(30 * dayMs - 1);
  expect((await signUp("mike", early.click)).referrer_id).toBe(sarah.id);
  await s.wait(1);
  expect(await signUp("jane", late.click)).toMatchObject({ referrer_id: null, denials: [{ code: "outside_window" }] });
});

test("a payment earns when it is verified, and only between suppliers", async () => {
  const s = await openSandbox({ preset });
  const sarah = await s.join("supplier");
  const app = await keyWithoutVerifying(s);
  const mike = await s.signUp(sarah, "supplier");
  const payment = {
    type: "payment",
    referee: mike.referee,
    payment_ref: `${s.program}-1`,
    amount_minor: 4900,
    currency: "GBP",
  } as const;

  expect((await s.report(payment, app)).rewards).toEqual([]);
  expect(await s.explain(mike.referralId)).toContain("the payment has not been verified by a provider yet");
  const verified = await s.report(payment);
  expect(verified.rewards.map(({ rule, to }) => [rule, to])).toEqual([
    ["first-payment-free-month", "referrer"],
    ["first-payment-free-month", "referee"],
    ["milestone-1", "referrer"],
  ]);

  expect((await s.bring(sarah, "couple")).rewards).toEqual([]);
});

test("a payment over GBP 500.00 waits for a person", async () => {
  const s = await openSandbox({ preset });
  const sarah = await s.join("supplier");
  await s.bring(sarah, "supplier", { amount_minor: 50_000 });
  const high = await s.bring(sarah, "supplier", { amount_minor: 50_001 });

  const [usual, waiting] = await s.rewardsOf(sarah.id, "first-payment-free-month");
  expect(usual).toMatchObject({ state: "available", needs_review: false });
  expect(waiting).toMatchObject({ state: "pending", needs_review: true });
  expect(await s.explain(high.referralId)).toContain("waits for a person to look at it");
  await approve(s, waiting?.id ?? "");
  expect((await s.rewardsOf(sarah.id, "first-payment-free-month")).map(({ state }) => state)).toEqual([
    "available",
    "available",
  ]);
  expect((await s.walletOf(sarah.id)).balances).toEqual({ free_months: 2 });
});

test("a full refund takes both months and the milestone back, a partial one nothing", async () => {
  const s = await openSandbox({ preset });
  const sarah = await s.join("supplier");
  const mike = await s.bring(sarah, "supplier");
  const mikeId = mike.rewards.find(({ to }) => to === "referee")?.beneficiary_id ?? "";

  await s.report({ type: "refund", payment_ref: mike.ref, amount_minor: 4899 });
  expect((await s.walletOf(mikeId)).balances).toEqual({ free_months: 1 });
  await s.report({ type: "refund", payment_ref: mike.ref, amount_minor: 1 });

  expect((await s.walletOf(sarah.id)).balances).toEqual({ free_months: 0 });
  expect((await s.walletOf(mikeId)).balances).toEqual({ free_months: 0 });
  expect((await s.rewardsOf(sarah.id)).map(({ rule, state }) => [rule, state])).toEqual([
    ["first-payment-free-month", "reversed"],
    ["milestone-1", "reversed"],
  ]);
});

test("a dispute holds the month, and its loss takes it back", async () => {
  const s = await openSandbox({ preset });
  const sarah = await s.join("supplier");
  const mike = await s.bring(sarah, "supplier");
  const dispute = { payment_ref: mike.ref, dispute_id: `${s.program}-dispute` };
  const monthState = async () => (await s.rewardsOf(sarah.id, "first-payment-free-month"))[0]?.state;

  await s.report({ type: "dispute_opened", ...dispute });
  expect(await monthState()).toBe("pending");
  await s.report({ type: "dispute_lost", ...dispute });
  expect(await monthState()).toBe("reversed");
  expect((await s.walletOf(sarah.id)).balances).toEqual({ free_months: 0 });
});

test("milestones come at 1, 5, 10, 25, 50 and 100 paid conversions; what is to be claimed is claimed once", async () => {
  const s = await openSandbox({ preset });
  const sarah = await s.join("supplier");
  const reached: [number, string, string][] = [];
  for (let count = 1; count <= 100; count += 1) {
    const { rewards } = await s.bring(sarah, "supplier");
    for (const { rule, kind } of rewards) if (rule.startsWith("milestone")) reached.push([count, rule, kind]);
  }
  expect(reached).toEqual([
    [1, "milestone-1", "badge"],
    [5, "milestone-5", "badge"],
    [10, "milestone-10", "feature"],
    [25, "milestone-25", "badge"],
    [50, "milestone-50", "feature"],
    [100, "milestone-100", "feature"],
  ]);

  const { conversions, milestones, badges, badges_to_earn: toEarn } = await s.standingOf(sarah.id);
  expect(conversions).toBe(100);
  const [counts, leaders] = [milestones.slice(0, 6), milestones.slice(6)];
  expect(counts.map(({ title, needed, progress }) => [title, needed, progress])).toEqual([
    ["First referral", 1, 1],
    ["Connector", 5, 5],
    ["Networker", 10, 10],
    ["Ambassador", 25, 25],
    ["Champion", 50, 50],
    ["Legend", 100, 100],
  ]);
  expect(leaders).toMatchObject([
    { rule: "monthly_leader", on: "month", title: "Leader of the month", times: 0, rewards: [] },
    { rule: "category_leader", on: "category_month", title: "Leader of your category", times: 0, rewards: [] },
  ]);
  expect(badges.map(({ name, icon }) => [name, icon])).toEqual([
    ["Ambassador", "🌟"],
    ["Connector", "🤝"],
    ["First Referral", "🌱"],
  ]);
  expect(toEarn).toMatchObject([
    { name: "Good Judge", by: "condition", award: "weekly", earnable: true },
    { name: "Hall of Fame", progress: { needed: 3, progress: 0 } },
  ]);
  const [badge] = await s.rewardsOf(sarah.id, "milestone-5");
  expect(badge).toMatchObject({ label: "connector", ordinal: 5, state: "available" });
  expect(await refusalOf(s.claim(badge?.id ?? ""))).toBe("reward_not_claimable");
  const [support] = await s.rewardsOf(sarah.id, "milestone-10");
  expect(await s.claim(support?.id ?? "")).toMatchObject({ label: "priority_support", state: "redeemed" });
  expect(await refusalOf(s.claim(support?.id ?? ""))).toBe("reward_claimed");

  expect(await s.wait("2040-03-11T02:59:59.999Z")).toMatchObject({ badges_awarded: 0 });
  expect(await s.wait(1)).toMatchObject({ badges_awarded: 1 });
  expect((await s.standingOf(sarah.id)).badges[0]).toMatchObject({
    name: "Good Judge",
    since: "2040-03-11T03:00:00.000Z",
  });
  expect(await s.wait("2040-04-11T03:00:00.000Z")).toMatchObject({ badges_awarded: 0 });
});

test("a milestone shows how far it is, with title, description and reward", async () => {
  const s = await openSandbox({ preset });
  const sarah = await s.join("supplier");
  for (let count = 0; count < 3; count += 1) await s.bring(sarah, "supplier");

  expect((await s.standingOf(sarah.id)).milestones.slice(0, 2)).toMatchObject([
    { rule: "milestone-1", progress: 1, needed: 1, times: 1, reached_at: "2040-03-05T09:00:00.000Z" },
    {
      title: "Connector",
      description: "Five suppliers whom you brought have paid.",
      reward: "The badge Connector",
      progress: 3,
      needed: 5,
      reached_at: null,
    },
  ]);
});

test("a month lives 365 days from the moment it was earned", async () => {
  const s = await openSandbox({ preset });
  const sarah = await s.join("supplier");
  await s.bring(sarah, "supplier");

  expect(await s.wait(365 * dayMs - 1)).toMatchObject({ rewards_expired: 0 });
  expect((await s.walletOf(sarah.id)).balances).toEqual({ free_months: 1 });
  expect(await s.wait(1)).toMatchObject({ rewards_expired: 2 });
  expect((await s.walletOf(sarah.id)).balances).toEqual({ free_months: 0 });
  expect(await s.rewardsOf(sarah.id, "first-payment-free-month")).toMatchObject([{ state: "expired" }]);
});

/** The main app's own reports are not proof of a payment. */
async function keyWithoutVerifying({ client }: Sandbox): Promise<string> {
  const body = { name: "app", scopes: scopes.filter((scope) => scope !== "payments:verify") };
  return (await answerOf(client.POST("/v1/keys", { body }))).secret ?? "";
}

function approve({ client }: Sandbox, id: string) {
  const body = { reason: "a real studio" };
  return answerOf(client.POST("/v1/rewards/{id}/approve", { params: { path: { id } }, body }));
}
