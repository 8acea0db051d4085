import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerOf } from "#scripts/api";
import { credit, month, openShop } from "./stripe-shop.ts";
import type { Shop } from "./stripe-shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.simulator.close());

async function stateOf(rewardId: string) {
  const params = { path: { id: rewardId } };
  const { state, transitions } = await answerOf(shop.simulator.api.client.GET("/v1/rewards/{id}", { params }));
  return { state, reason: transitions.at(-1)?.reason };
}

describe("a credit", () => {
  test("lies on the customer's balance under the reward's own key, and the reward is redeemed", async () => {
    const earned = await shop.earn(credit);
    const done = await shop.tickUntil(earned, { status: "done" });
    expect(done).toMatchObject({ form: "balance", given_quantity: 1000, reason: null, attempts: 0 });
    expect(done.calls).toMatchObject([
      { action: "credit", quantity: 1000, idempotency_key: earned.rewardId, response_status: 200, error: null },
    ]);
    expect(shop.stripe.transactionsOf(earned.customerId)).toMatchObject([
      { amount: -1000, currency: "gbp", metadata: { bouquet_key: earned.rewardId } },
    ]);
    expect(await stateOf(earned.rewardId)).toEqual({ state: "redeemed", reason: "fulfilled_by_stripe" });
    await shop.expectBooked(earned);
  });

  test("is given at once, without waiting for the minute", async () => {
    const earned = await shop.earn(credit);
    await expect.poll(() => stateOf(earned.rewardId), { timeout: 20_000 }).toMatchObject({ state: "redeemed" });
    expect(shop.keysOf(earned)).toEqual([earned.rewardId]);
  });

  test("is taken back in the share that was refunded, refund by refund, and nobody is charged twice", async () => {
    const earned = await shop.earn(credit);
    await shop.tickUntil(earned, { status: "done" });
    await shop.refund(earned, 3000);
    await shop.tickUntil(earned, { status: "done", given_quantity: 700 });
    await shop.refund(earned, 2000);
    await shop.tickUntil(earned, { status: "done", given_quantity: 500 });
    expect(shop.stripe.balanceOf(earned.customerId)).toBe(-500);
    const { rewardId } = earned;
    expect(shop.keysOf(earned)).toEqual([rewardId, `${rewardId}:reversed:300`, `${rewardId}:reversed:500`]);
    expect(await shop.simulator.sql("SELECT balance FROM accounts WHERE owner_id = ?", earned.participantId)).toEqual([
      { balance: 0 },
    ]);
    await shop.expectBooked(earned);
  });

  test("is taken back from the customer who has it, whoever is mapped by then", async () => {
    const earned = await shop.earn(credit);
    await shop.tickUntil(earned, { status: "done" });
    const { client } = shop.simulator.api;
    const other = `${earned.customerId}-other`;
    shop.stripe.addCustomer(other);
    const path = { provider: "stripe" as const, customer_id: other };
    const body = { participant: earned.participantId };
    await answerOf(client.PUT("/v1/providers/{provider}/customers/{customer_id}", { params: { path }, body }));
    const former = { provider: "stripe" as const, customer_id: earned.customerId };
    await answerOf(client.DELETE("/v1/providers/{provider}/customers/{customer_id}", { params: { path: former } }));
    await shop.refund(earned, 10_000);
    await shop.tickUntil(earned, { status: "done", given_quantity: 0 });
    expect([shop.stripe.balanceOf(earned.customerId), shop.stripe.balanceOf(other)]).toEqual([0, 0]);
    expect(shop.stripe.transactionsOf(other)).toEqual([]);
    await shop.expectBooked(earned);
  });

  test("goes to the customer who was set by hand, whatever deliveries said before", async () => {
    const earned = await shop.earn(credit, { mapped: false });
    await shop.tickUntil(earned, { status: "waiting", reason: "no_customer" });
    const byHand = `${earned.customerId}-by-hand`;
    shop.stripe.addCustomer(byHand);
    await shop.map(earned.participantId, earned.customerId);
    const path = { provider: "stripe" as const, customer_id: byHand };
    const body = { participant: earned.participantId };
    const { client } = shop.simulator.api;
    await answerOf(client.PUT("/v1/providers/{provider}/customers/{customer_id}", { params: { path }, body }));
    await shop.tickUntil(earned, { status: "done", given_quantity: 1000 });
    expect([shop.stripe.balanceOf(earned.customerId), shop.stripe.balanceOf(byHand)]).toEqual([0, -1000]);
  });

  test("is not given where the payment was refunded before the call", async () => {
    const earned = await shop.earn(credit, { mapped: false });
    await shop.tickUntil(earned, { status: "waiting", reason: "no_customer" });
    await shop.refund(earned, 10_000);
    await shop.map(earned.participantId, earned.customerId);
    await shop.tickUntil(earned, { status: "done", reason: "reversed" });
    expect(shop.keysOf(earned)).toEqual([]);
    await shop.expectBooked(earned);
  });

  test("waits for the customer, and is given once the customer is known", async () => {
    const earned = await shop.earn(credit, { mapped: false });
    await shop.tickUntil(earned, { status: "waiting", reason: "no_customer" });
    await shop.map(earned.participantId, earned.customerId);
    await shop.simulator.tick(Math.ceil(Date.now() / 900_000) * 900_000);
    await shop.tickUntil(earned, { status: "done", given_quantity: 1000 }, 15);
    await shop.expectBooked(earned);
  });

  test("that a participant claims by hand is given after the claim", async () => {
    const earned = await shop.earn(credit, { claim: "manual" });
    await shop.simulator.tick(Date.now());
    expect(shop.keysOf(earned)).toEqual([]);
    const params = { path: { id: earned.rewardId } };
    await answerOf(shop.simulator.api.client.POST("/v1/rewards/{id}/claim", { params }));
    await shop.tickUntil(earned, { status: "done", given_quantity: 1000 });
    expect(shop.stripe.balanceOf(earned.customerId)).toBe(-1000);
    await shop.expectBooked(earned);
  });
});

describe("a free month", () => {
  test("is a credit of what it is worth, taken back with the whole payment only", async () => {
    const earned = await shop.earn(month);
    await shop.tickUntil(earned, { status: "done", given_quantity: 1 });
    expect(shop.stripe.balanceOf(earned.customerId)).toBe(-4900);
    await shop.refund(earned, 4000);
    await shop.simulator.tick(Date.now());
    expect(shop.stripe.balanceOf(earned.customerId)).toBe(-4900);
    await shop.refund(earned, 6000);
    await shop.tickUntil(earned, { status: "done", given_quantity: 0 });
    expect(shop.stripe.balanceOf(earned.customerId)).toBe(0);
    await shop.expectBooked(earned);
  });

  test("as a coupon is one on the subscription, and a full refund withdraws it", async () => {
    const { stripe } = shop;
    const earned = await shop.earn({ ...month, quantity: 2 }, { stripe: { free_month: "coupon" } });
    const subscription = earned.customerId.replace("cus", "sub");
    await shop.tickUntil(earned, { status: "done", given_quantity: 2 });
    expect(stripe.coupons.get(earned.rewardId)).toMatchObject({
      ...{ percent_off: 100, duration: "repeating", duration_in_months: 2 },
      ...{ max_redemptions: 1, times_redeemed: 1 },
    });
    expect(stripe.couponsOn(subscription)).toEqual([earned.rewardId]);
    await shop.refund(earned, 10_000);
    await shop.tickUntil(earned, { status: "done", given_quantity: 0 });
    expect(stripe.couponsOn(subscription)).toEqual([]);
    expect(stripe.coupons.has(earned.rewardId)).toBe(false);
    expect(shop.keysOf(earned)).toEqual([earned.rewardId, `${earned.rewardId}:reversed:2`]);
    await shop.expectBooked(earned);
  });

  test("whose coupon is used up stays used, and the next month pays for it", async () => {
    const earned = await shop.earn(month, { stripe: { free_month: "coupon" } });
    await shop.tickUntil(earned, { status: "done", given_quantity: 1 });
    shop.stripe.endDiscounts(earned.customerId.replace("cus", "sub"));
    await shop.refund(earned, 10_000);
    await shop.tickUntil(earned, { status: "done", reason: "coupon_used" });
    expect(await shop.look(earned)).toMatchObject({ given_quantity: 1 });
    expect(await shop.simulator.sql("SELECT balance FROM accounts WHERE owner_id = ?", earned.participantId)).toEqual([
      { balance: -1 },
    ]);
  });
});

test.each([
  [{ percent_bps: 2550 }, { percent_off: 25.5, amount_off: null, currency: null }],
  [
    { amount_minor: 500, currency: "GBP" },
    { percent_off: null, amount_off: 500, currency: "gbp" },
  ],
])("a discount of %o is a coupon for one invoice", async (value, coupon) => {
  const earned = await shop.earn({ to: "referrer", kind: "discount", ...value });
  await shop.tickUntil(earned, { status: "done" });
  expect(shop.stripe.coupons.get(earned.rewardId)).toMatchObject({ ...coupon, duration: "once" });
  expect(shop.stripe.couponsOn(earned.customerId.replace("cus", "sub"))).toEqual([earned.rewardId]);
  expect(await stateOf(earned.rewardId)).toEqual({ state: "redeemed", reason: "fulfilled_by_stripe" });
});

test("a coupon takes no other discount away", async () => {
  const { stripe } = shop;
  const earned = await shop.earn(month, { stripe: { free_month: "coupon" }, mapped: false });
  const subscription = earned.customerId.replace("cus", "sub");
  stripe.addDiscount(earned.customerId, "loyal");
  await shop.map(earned.participantId, earned.customerId);
  await shop.simulator.sql("UPDATE fulfilments SET status = 'due' WHERE reward_id = ?", earned.rewardId);
  await shop.tickUntil(earned, { status: "done", given_quantity: 1 }, 15);
  expect(stripe.couponsOn(subscription)).toEqual(["loyal", earned.rewardId]);
  await shop.refund(earned, 10_000);
  await shop.tickUntil(earned, { status: "done", given_quantity: 0 }, 15);
  expect(stripe.couponsOn(subscription)).toEqual(["loyal"]);
});

test("a coupon for a customer without a subscription is given once there is one", async () => {
  const earned = await shop.earn(month, { stripe: { free_month: "coupon" }, mapped: false });
  shop.stripe.addCustomer("cus_lonely");
  await shop.map(earned.participantId, "cus_lonely");
  await shop.simulator.sql("UPDATE fulfilments SET status = 'due' WHERE reward_id = ?", earned.rewardId);
  await shop.tickUntil(earned, { attempts: 1, reason: "no_subscription" }, 15);
  expect(shop.stripe.coupons.has(earned.rewardId)).toBe(false);
  shop.stripe.addSubscription("sub_late", "cus_lonely");
  await shop.tickUntil(earned, { status: "done", given_quantity: 1 }, 17);
  expect(shop.stripe.couponsOn("sub_late")).toEqual([earned.rewardId]);
});
