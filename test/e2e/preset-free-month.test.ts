import { expect, test } from "vitest";
import { answerOf } from "#scripts/api";
import { dayMs, refusalOf, openSandbox } from "./sandbox.ts";
import type { Referrer, Sandbox } from "./sandbox.ts";

const preset = "free-month";

test("every third friend who pays and stays 30 days earns a month, on the day to the millisecond", async () => {
  const s = await openSandbox({ preset });
  const ana = await s.join("customer", { name: "Ana" });
  const friends = [];
  for (let day = 0; day < 3; day += 1) {
    friends.push(await s.bring(ana));
    await s.wait(dayMs);
  }
  expect(friends.flatMap(({ rewards }) => rewards)).toEqual([]);

  // The third has paid on the third day: two days of thirty-three are left.
  expect(await s.wait(29 * dayMs - 1)).toMatchObject({ stays_ended: 2 });
  expect(await s.rewardsOf(ana.id)).toEqual([]);
  expect((await s.standingOf(ana.id)).milestones).toMatchObject([{ title: "Three friends", progress: 2, needed: 3 }]);
  expect(await s.wait(1)).toMatchObject({ stays_ended: 1 });
  expect(await s.rewardsOf(ana.id)).toMatchObject([
    { kind: "free_month", quantity: 1, ordinal: 3, state: "available", expires_at: "2041-04-06T09:00:00.000Z" },
  ]);
  expect((await s.walletOf(ana.id)).balances).toEqual({ free_months: 1 });

  const why = await s.explain(friends[2]?.referralId ?? "");
  expect(why).toContain("The referral counts from 2040-04-06 09:00 UTC, if the referee stays so long.");
  expect(why).toContain("The referral counts: it is number 3 of Ana.");
  expect(why).toContain("Rule every-third-stays was met: the referrer Ana earns 1 free month.");
});

test("who cancels, leaves or gets all back before the day never counts; afterwards it makes no difference", async () => {
  const s = await openSandbox({ preset });
  const ana = await s.join("customer");
  const [canceled, left, refunded, stayed] = [
    await s.bring(ana),
    await s.bring(ana),
    await s.bring(ana),
    await s.bring(ana),
  ];
  await s.wait(30 * dayMs - 1);
  await s.report({ type: "subscription_canceled", referee: canceled.referee });
  await s.report({ type: "churned", referee: left.referee });
  await s.report({ type: "refund", payment_ref: refunded.ref });
  await s.wait(1);
  await s.report({ type: "subscription_canceled", referee: stayed.referee });
  await s.bring(ana);
  await s.wait(30 * dayMs);
  expect(await s.rewardsOf(ana.id)).toEqual([]);

  await s.bring(ana);
  await s.wait(30 * dayMs);
  expect(await s.rewardsOf(ana.id)).toMatchObject([{ ordinal: 3, state: "available" }]);
  expect(await s.explain(left.referralId)).toContain("the referee did not stay long enough");
});

test("a full refund after the day takes the newest month back that the count no longer covers", async () => {
  const s = await openSandbox({ preset });
  const ana = await s.join("customer");
  const friends = [];
  for (let count = 0; count < 6; count += 1) friends.push(await s.bring(ana));
  await s.wait(30 * dayMs);
  expect((await s.rewardsOf(ana.id)).map(({ ordinal, state }) => [ordinal, state])).toEqual([
    [3, "available"],
    [6, "available"],
  ]);

  await s.report({ type: "refund", payment_ref: friends[0]?.ref ?? "" });
  expect((await s.rewardsOf(ana.id)).map(({ ordinal, state }) => [ordinal, state])).toEqual([
    [3, "available"],
    [6, "reversed"],
  ]);
  expect((await s.walletOf(ana.id)).balances).toEqual({ free_months: 1 });

  await s.bring(ana);
  await s.wait(30 * dayMs);
  expect((await s.rewardsOf(ana.id)).map(({ subject, state }) => [subject, state])).toEqual([
    ["ordinal:3", "available"],
    ["ordinal:6", "reversed"],
    ["ordinal:6#2", "available"],
  ]);
});

test("the month comes off the next invoice, pro rata, the oldest first and once per invoice", async () => {
  const s = await openSandbox({ preset });
  const ana = await s.join("customer");
  await earnMonth(s, ana);
  await s.wait(10 * dayMs);
  await earnMonth(s, ana);
  const [older, newer] = await s.rewardsOf(ana.id);
  const yearly = invoice(s, ana, { id: "yearly", amount_minor: 10_000, period: { months: 12 } });

  expect(await preview(s, yearly)).toMatchObject({ discount_minor: 833, due_minor: 9167, status: "not_applied" });
  expect((await s.walletOf(ana.id)).balances).toEqual({ free_months: 2 });
  const copies = await Promise.all(Array.from({ length: 5 }, () => apply(s, yearly)));
  expect(copies).toEqual(Array.from({ length: 5 }, () => copies[0]));
  expect(copies[0]).toMatchObject({ status: "applied", discount_minor: 833, free_month: { reward_id: older?.id } });
  expect((await s.walletOf(ana.id)).balances).toEqual({ free_months: 1 });

  const monthly = await apply(s, invoice(s, ana, { id: "monthly", amount_minor: 900, period: { months: 1 } }));
  expect(monthly).toMatchObject({ discount_minor: 900, due_minor: 0, free_month: { reward_id: newer?.id } });
  const third = await apply(s, invoice(s, ana, { id: "third", amount_minor: 900, period: { months: 1 } }));
  expect(third).toMatchObject({ status: "not_applied", reason: "no_free_month", discount_minor: 0, due_minor: 900 });

  const voided = await voidInvoice(s, yearly.id);
  expect(voided).toMatchObject({ status: "voided" });
  expect((await s.rewardsOf(ana.id))[0]).toMatchObject({ state: "available", expires_at: older?.expires_at });
  expect((await s.walletOf(ana.id)).balances).toEqual({ free_months: 1 });
});

test("a month expires 365 days after it was earned", async () => {
  const s = await openSandbox({ preset });
  const ana = await s.join("customer");
  await earnMonth(s, ana);
  const bill = (id: string) => invoice(s, ana, { id, amount_minor: 900, period: { months: 1 } });

  await s.wait(365 * dayMs - 1);
  expect(await preview(s, bill("in-time"))).toMatchObject({ discount_minor: 900 });
  expect(await s.wait(1)).toMatchObject({ rewards_expired: 1 });
  expect(await preview(s, bill("late"))).toMatchObject({ discount_minor: 0, reason: "no_free_month" });
  expect(await s.rewardsOf(ana.id)).toMatchObject([{ state: "expired" }]);
  expect((await s.walletOf(ana.id)).balances).toEqual({ free_months: 0 });
});

test("support grants a month once and revokes it, each with a reason", async () => {
  const s = await openSandbox({ preset });
  const ana = await s.join("customer");
  const body = {
    program: s.program,
    participant: ana.id,
    grant: { kind: "free_month" as const, quantity: 1 },
    reason: "the app was down",
    operation_id: "ticket-4711",
  };
  const granted = await answerOf(s.client.POST("/v1/rewards", { body }));
  expect(granted).toMatchObject({ state: "available", rule: "manual" });
  expect((await answerOf(s.client.POST("/v1/rewards", { body }))).id).toBe(granted.id);
  expect((await s.walletOf(ana.id)).balances).toEqual({ free_months: 1 });

  const params = { path: { id: granted.id } };
  await answerOf(s.client.POST("/v1/rewards/{id}/revoke", { params, body: { reason: "granted to the wrong Ana" } }));
  expect((await s.walletOf(ana.id)).balances).toEqual({ free_months: 0 });
  const { transitions } = await answerOf(s.client.GET("/v1/rewards/{id}", { params }));
  expect(transitions.map(({ to, note }) => [to, note])).toEqual([
    ["available", "the app was down"],
    ["reversed", "granted to the wrong Ana"],
  ]);
  const again = answerOf(s.client.POST("/v1/rewards/{id}/revoke", { params, body: { reason: "again" } }));
  expect(await refusalOf(again)).toBe("reward_over");
});

async function earnMonth(s: Sandbox, referrer: Referrer): Promise<void> {
  for (let count = 0; count < 3; count += 1) await s.bring(referrer);
  await s.wait(30 * dayMs);
}

type Bill = { id: string; amount_minor: number; period: { months: number } };

function invoice({ program }: Sandbox, { id: participant }: Referrer, { id, ...rest }: Bill) {
  return { id: `${program}-${id}`, participant, currency: "EUR", program, ...rest };
}

function preview({ client }: Sandbox, body: ReturnType<typeof invoice>) {
  return answerOf(client.POST("/v1/invoices/preview", { body }));
}

function apply({ client }: Sandbox, body: ReturnType<typeof invoice>) {
  return answerOf(client.POST("/v1/invoices/apply", { body }));
}

function voidInvoice({ client }: Sandbox, id: string) {
  return answerOf(client.POST("/v1/invoices/{id}/void", { params: { path: { id } } }));
}
