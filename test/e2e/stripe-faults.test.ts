import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerOf } from "#scripts/api";
import { apiKey, credit, month, openShop } from "./stripe-shop.ts";
import type { Shop } from "./stripe-shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.simulator.close());

const dayMinutes = 24 * 60;

describe("a Stripe that", () => {
  test("asks for patience gets the same call a minute later", async () => {
    shop.stripe.misbehave(429);
    const earned = await shop.earn(credit);
    const late = await shop.tickUntil(earned, { attempts: 1 });
    expect(late).toMatchObject({ status: "due", reason: "rate_limit", given_quantity: 0 });
    await shop.tickUntil(earned, { status: "done" }, 2);
    expect(shop.keysOf(earned)).toEqual([earned.rewardId, earned.rewardId]);
    expect(shop.stripe.transactionsOf(earned.customerId)).toHaveLength(1);
    await shop.expectBooked(earned);
  });

  test("refuses the key makes rewards wait, and gives each once the key is right again", async () => {
    shop.stripe.rotateKey("sk_live_rotated");
    const [first, second] = [await shop.earn(credit), await shop.earn(month, { stripe: { free_month: "coupon" } })];
    for (const earned of [first, second]) {
      const waiting = await shop.tickUntil(earned, { status: "waiting", reason: "not_authorized" });
      expect(waiting).toMatchObject({ given_quantity: 0, detail: "Invalid API Key provided" });
      expect(waiting.calls.at(-1)).toMatchObject({ response_status: 401, error: "not_authorized" });
    }
    shop.stripe.rotateKey(apiKey);
    await shop.simulator.tick(Math.ceil(Date.now() / 900_000) * 900_000);
    await shop.tickUntil(first, { status: "done", given_quantity: 1000, reason: null }, 15);
    await shop.tickUntil(second, { status: "done", given_quantity: 1, reason: null }, 15);
    await shop.expectBooked(first);
    await shop.expectBooked(second);
    expect(await shop.simulator.sql("SELECT id FROM outbox WHERE type = 'fulfilment.failed'")).toEqual([]);
  });

  test("does not let the key do this makes a reward wait as well", async () => {
    shop.stripe.misbehave(403);
    const earned = await shop.earn(credit);
    const waiting = await shop.tickUntil(earned, { status: "waiting", reason: "not_authorized" });
    expect(waiting.calls).toMatchObject([{ response_status: 403, error: "not_authorized", external_id: null }]);
    const params = { path: { reward_id: earned.rewardId } };
    await answerOf(shop.simulator.api.client.POST("/v1/fulfilments/{reward_id}/retry", { params }));
    await shop.tickUntil(earned, { status: "done", given_quantity: 1000 }, 2);
    await shop.expectBooked(earned);
  });

  test("answers an error after it did its work gives exactly one credit", async () => {
    shop.stripe.misbehave("500_after");
    const earned = await shop.earn(credit);
    await shop.tickUntil(earned, { attempts: 1 });
    expect(shop.stripe.transactionsOf(earned.customerId)).toHaveLength(1);
    await shop.tickUntil(earned, { status: "done", given_quantity: 1000 }, 2);
    expect(shop.stripe.transactionsOf(earned.customerId)).toHaveLength(1);
    // Its key answers the error for a day: the second time it was looked for.
    expect(shop.keysOf(earned)).toEqual([earned.rewardId]);
    await shop.expectBooked(earned);
  });

  test("fails after making the coupon, or after putting it on the subscription, gives exactly one", async () => {
    for (const ways of [["500_after"], ["close_after"], ["none", "500_after"], ["none", "close"]] as const) {
      shop.stripe.misbehave(...ways);
      const earned = await shop.earn(month, { stripe: { free_month: "coupon" } });
      await shop.tickUntil(earned, { attempts: 1 });
      await shop.tickUntil(earned, { status: "done", given_quantity: 1 }, 2);
      expect(shop.stripe.couponsOn(earned.customerId.replace("cus", "sub"))).toEqual([earned.rewardId]);
      expect(shop.stripe.coupons.get(earned.rewardId)).toMatchObject({ times_redeemed: 1 });
      await shop.expectBooked(earned);
    }
  });

  test("fails while it takes a coupon off takes it off once, and does not take it for used up", async () => {
    for (const ways of [["500_after"], ["none", "500_after"], ["none", "none", "close_after"]] as const) {
      const earned = await shop.earn(month, { stripe: { free_month: "coupon" } });
      await shop.tickUntil(earned, { status: "done", given_quantity: 1 });
      shop.stripe.misbehave(...ways);
      await shop.refund(earned, 10_000);
      await shop.tickUntil(earned, { attempts: 1 });
      await shop.tickUntil(earned, { status: "done", given_quantity: 0, reason: "reversed" }, 2);
      expect(shop.stripe.couponsOn(earned.customerId.replace("cus", "sub"))).toEqual([]);
      await shop.expectBooked(earned);
    }
  });

  test("breaks the connection before or after its work gives exactly one credit", async () => {
    for (const way of ["close", "close_after"] as const) {
      shop.stripe.misbehave(way);
      const earned = await shop.earn(credit);
      const broken = await shop.tickUntil(earned, { attempts: 1 });
      expect(broken.calls).toMatchObject([{ error: "unreachable", response_status: null, external_id: null }]);
      await shop.tickUntil(earned, { status: "done", given_quantity: 1000 }, 2);
      expect(shop.stripe.transactionsOf(earned.customerId)).toHaveLength(1);
      expect(shop.keysOf(earned)).toEqual([earned.rewardId, earned.rewardId]);
      await shop.expectBooked(earned);
    }
  });

  test("never answers is asked again", async () => {
    shop.stripe.misbehave("hang");
    const earned = await shop.earn(credit);
    const late = await shop.tickUntil(earned, { attempts: 1 });
    expect(late.calls).toMatchObject([{ error: "timeout" }]);
    await shop.tickUntil(earned, { status: "done", given_quantity: 1000 }, 2);
    await shop.expectBooked(earned);
  });

  test("has forgotten the key is asked first whether it was done", async () => {
    shop.stripe.misbehave("close_after");
    const earned = await shop.earn(credit);
    await shop.tickUntil(earned, { attempts: 1 });
    shop.stripe.forgetKeys();
    await shop.tickUntil(earned, { status: "done", given_quantity: 1000 }, dayMinutes);
    expect(shop.stripe.transactionsOf(earned.customerId)).toHaveLength(1);
    await shop.expectBooked(earned);
  });

  test("answered nothing before the refund has the credit first, and the debit after it", async () => {
    shop.stripe.misbehave("close_after");
    const earned = await shop.earn(credit);
    await shop.tickUntil(earned, { attempts: 1 });
    await shop.refund(earned, 10_000);
    await shop.tickUntil(earned, { status: "done", given_quantity: 0 }, 2);
    expect(shop.stripe.transactionsOf(earned.customerId).map(({ amount }) => amount)).toEqual([1000, -1000]);
    await shop.expectBooked(earned);
    expect(await shop.simulator.sql("SELECT balance FROM accounts WHERE owner_id = ?", earned.participantId)).toEqual([
      { balance: 0 },
    ]);
  });

  test("refuses for good is told of, and is asked again by hand", async () => {
    const earned = await shop.earn(credit, { mapped: false });
    await shop.tickUntil(earned, { reason: "no_customer" });
    await shop.map(earned.participantId, "cus_of_nobody");
    const { client } = shop.simulator.api;
    const params = { path: { reward_id: earned.rewardId } };
    await answerOf(client.POST("/v1/fulfilments/{reward_id}/retry", { params }));
    const dead = await shop.tickUntil(earned, { status: "dead" });
    expect(dead).toMatchObject({ reason: "resource_missing", detail: "No such customer: 'cus_of_nobody'" });
    expect(
      await shop.simulator.sql(
        "SELECT payload ->> 'reason' AS reason, payload ->> 'form' AS form FROM outbox WHERE type = 'fulfilment.failed' AND payload ->> 'reward_id' = ?",
        earned.rewardId,
      ),
    ).toEqual([{ reason: "resource_missing", form: "balance" }]);
    shop.stripe.addCustomer("cus_of_nobody");
    await answerOf(client.POST("/v1/fulfilments/{reward_id}/retry", { params }));
    await shop.tickUntil(earned, { status: "done", given_quantity: 1000 });
    expect(await shop.look(earned)).toMatchObject({ calls: [{ response_status: 404 }, { response_status: 200 }] });
    expect(await client.POST("/v1/fulfilments/{reward_id}/retry", { params })).toMatchObject({
      error: { code: "fulfilment_done" },
    });
  });
});

test("a power cut between the call and its commit gives exactly one credit", async () => {
  const { stripe, simulator } = shop;
  stripe.misbehave("hang_after");
  const earned = await shop.earn(credit);
  const tick = simulator.tick(Date.now()).catch(() => {});
  await expect.poll(() => shop.keysOf(earned)).toEqual([earned.rewardId]);
  await simulator.kill();
  await tick;
  await simulator.restart();
  expect(await shop.look(earned)).toMatchObject({ given_quantity: 0, calls: [{ external_id: null, error: null }] });
  await shop.tickUntil(earned, { status: "done", given_quantity: 1000 }, 6);
  expect(stripe.transactionsOf(earned.customerId)).toHaveLength(1);
  expect(shop.keysOf(earned)).toEqual([earned.rewardId, earned.rewardId]);
  await shop.expectBooked(earned);
});
