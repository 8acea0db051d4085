import { expect, test } from "vitest";
import { answerOf } from "#scripts/api";
import { dayMs, follow, refusalOf, openSandbox } from "./sandbox.ts";
import type { Sandbox } from "./sandbox.ts";

const preset = "wallet-bonus";

test("the first membership payment credits 1000 cents, once per referee", async () => {
  const s = await openSandbox({ preset });
  const ana = await s.join("customer", { name: "Ana" });
  const [again] = await Promise.all([link(s, ana.id), link(s, ana.id)]);
  expect(again.code).toBe(ana.link.code);
  const order = await answerOf(s.client.GET("/v1/codes/{code}", { params: { path: { code: ana.link.code } } }));
  expect(order).toMatchObject({ valid: true, referrer: { display_name: "Ana" }, friend_gets: [] });

  const ben = await s.signUp(ana);
  const payment = { amount_minor: 2900, currency: "USD", payment_ref: `${s.program}-1` };
  const copies = await Promise.all(Array.from({ length: 10 }, () => s.pay(ben.referee, payment)));
  await s.pay(ben.referee, { amount_minor: 2900, currency: "USD" });

  expect(new Set(copies.flatMap(({ conversion }) => conversion?.id)).size).toBe(1);
  expect(await s.rewardsOf(ana.id)).toMatchObject([
    { kind: "credit", unit: "USD", quantity: 1000, state: "available" },
  ]);
  expect(await s.walletOf(ana.id)).toMatchObject({
    balances: { USD: 1000 },
    transactions: [{ type: "referral_bonus", amount: 1000, balance_after: 1000 }],
  });
  expect(await s.explain(ben.referralId)).toContain("earns USD 10.00");
});

test("the cookie and the window last 30 days", async () => {
  const s = await openSandbox({ preset });
  const ana = await s.join("customer");
  const clicked = await follow(ana.link.url);
  expect(clicked.setCookie).toContain(`Max-Age=${30 * 86_400}`);
  const signUp = (name: string) =>
    s.report({
      type: "signup",
      referee: { external_id: `${s.program}-${name}`, kind: "customer" },
      click: clicked.click,
    });

  await s.wait(30 * dayMs - 1);
  expect((await signUp("ben")).referrer_id).toBe(ana.id);
  await s.wait(1);
  expect((await signUp("cleo")).referrer_id).toBe(null);
});

test("refunds of 30 and 20 on 100 leave half of the bonus", async () => {
  const s = await openSandbox({ preset });
  const ana = await s.join("customer");
  const ben = await s.bring(ana, "customer", { amount_minor: 10_000, currency: "USD" });
  for (const amount of [3000, 2000]) await s.report({ type: "refund", payment_ref: ben.ref, amount_minor: amount });

  expect((await s.walletOf(ana.id)).balances).toEqual({ USD: 500 });
  expect(await s.rewardsOf(ana.id)).toMatchObject([{ quantity: 1000, reversed_quantity: 500, state: "available" }]);
});

test("a withdrawal takes what is there, once; a refund afterwards goes below zero and the next bonus nets it", async () => {
  const s = await openSandbox({ preset });
  const ana = await s.join("customer");
  const ben = await s.bring(ana, "customer", { amount_minor: 2900, currency: "USD" });

  expect(await refusalOf(withdraw(s, ana.id, { operation_id: "too-much", amount: 1001 }))).toBe("insufficient_balance");
  const payout = { operation_id: "payout-1", amount: 1000 };
  const copies = await Promise.all(Array.from({ length: 5 }, () => withdraw(s, ana.id, payout)));
  expect(new Set(copies.map(({ transaction_id: id }) => id)).size).toBe(1);
  expect((await s.walletOf(ana.id)).balances).toEqual({ USD: 0 });
  expect(await refusalOf(withdraw(s, ana.id, { ...payout, amount: 999 }))).toBe("operation_content_differs");

  await s.report({ type: "refund", payment_ref: ben.ref });
  expect((await s.walletOf(ana.id)).balances).toEqual({ USD: -1000 });
  await s.bring(ana, "customer", { amount_minor: 2900, currency: "USD" });
  expect((await s.walletOf(ana.id)).balances).toEqual({ USD: 0 });
  await s.bring(ana, "customer", { amount_minor: 2900, currency: "USD" });
  expect((await s.walletOf(ana.id)).balances).toEqual({ USD: 1000 });
  expect(await refusalOf(withdraw(s, ana.id, { operation_id: "payout-2", amount: 1001 }))).toBe("insufficient_balance");
});

test("of withdrawals that arrive together only as many pass as the wallet covers", async () => {
  const s = await openSandbox({ preset });
  const ana = await s.join("customer");
  for (let count = 0; count < 3; count += 1) await s.bring(ana, "customer", { amount_minor: 2900, currency: "USD" });

  const tries = Array.from({ length: 8 }, (_, index) =>
    withdraw(s, ana.id, { operation_id: `part-${index}`, amount: 700 }).then(
      () => "paid",
      (error: { code: string }) => error.code,
    ),
  );
  expect((await Promise.all(tries)).toSorted()).toEqual([
    ...Array.from({ length: 4 }, () => "insufficient_balance"),
    ...Array.from({ length: 4 }, () => "paid"),
  ]);
  expect((await s.walletOf(ana.id)).balances).toEqual({ USD: 200 });
});

function link({ client, program }: Sandbox, participant: string) {
  return answerOf(client.POST("/v1/links", { body: { program, participant } }));
}

function withdraw({ client, program }: Sandbox, id: string, asked: { operation_id: string; amount: number }) {
  const body = { program, unit: "USD", ...asked };
  return answerOf(client.POST("/v1/participants/{id}/withdrawals", { params: { path: { id } }, body }));
}
