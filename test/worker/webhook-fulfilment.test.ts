import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { deliverWebhook } from "#usecases/deliver-webhook";
import { revokeReward } from "#usecases/revoke-reward";
import { settleWebhookFulfilment } from "#usecases/settle-webhook-fulfilment";
import { bookedOutside, createFulfilmentGround, rewardOf } from "#support/fulfilment-ground";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { seedEndpoint } from "#support/webhook-ground";

afterEach(expectLedgerBalanced);

describe("a reward that the app gives", () => {
  const webhook = { fulfilment: { credit: "webhook" as const } };
  const messageOf = async (type: string) =>
    (await rows<{ id: string }>("SELECT id FROM outbox WHERE type = ? ORDER BY id DESC LIMIT 1", type))[0]?.id ?? "";

  test("waits for the delivery of its message, and is redeemed by it once", async () => {
    const { ctx, stripe, grant, handOver, standing, balance } = await createFulfilmentGround(webhook);
    const id = await grant();
    await handOver(id);
    expect(await standing(id)).toMatchObject({ form: "webhook", status: "waiting", reason: "no_delivery" });
    const message = await messageOf("reward.available");
    await Promise.all([settleWebhookFulfilment(ctx, message), settleWebhookFulfilment(ctx, message)]);
    await settleWebhookFulfilment(ctx, message);
    expect(await standing(id)).toMatchObject({ status: "done", given_quantity: 1000 });
    expect(await rewardOf(id)).toEqual({ state: "redeemed", redeemed_quantity: 1000 });
    expect(await balance()).toBe(0);
    expect(await rows("SELECT reason FROM reward_transitions WHERE to_state = 'redeemed'")).toEqual([
      { reason: "fulfilled_by_webhook" },
    ]);
    expect(stripe.asked).toEqual([]);
    expect(await rows("SELECT object_id FROM audit_log WHERE action = 'reward.fulfilled'")).toEqual([
      { object_id: id },
    ]);
  });

  test("is taken back by the delivery that says so, and nobody pays twice", async () => {
    const { ctx, grant, handOver, standing, balance } = await createFulfilmentGround(webhook);
    const id = await grant();
    await handOver(id);
    await settleWebhookFulfilment(ctx, await messageOf("reward.available"));
    await revokeReward(ctx, { rewardId: id, reason: "mistake" });
    expect(await balance()).toBe(-1000);
    await handOver(id);
    expect(await standing(id)).toMatchObject({ status: "waiting", reason: "no_delivery" });
    const message = await messageOf("reward.reversed");
    for (let time = 0; time < 2; time++) await settleWebhookFulfilment(ctx, message);
    expect(await standing(id)).toMatchObject({ status: "done", given_quantity: 0 });
    expect([await balance(), await bookedOutside()]).toEqual([0, 0]);
  });

  test("whose handover cannot be written down has a failed delivery, and is booked by the next", async () => {
    const { ctx, grant, handOver, standing } = await createFulfilmentGround(webhook);
    const { id: endpointId } = await seedEndpoint({ url: "https://answers-200.receiver-one.com/in" });
    const id = await grant();
    await handOver(id);
    const key = { endpointId, messageId: await messageOf("reward.available") };
    const refuse =
      "CREATE TRIGGER refuse BEFORE INSERT ON reward_transitions BEGIN SELECT RAISE(ABORT, 'not today'); END";
    await env.DB.prepare(refuse).run();
    expect((await deliverWebhook(ctx, key))?.delivery).toMatchObject({ status: "due", attempts: 1 });
    expect(await rows("SELECT error FROM webhook_attempts")).toEqual([{ error: "not_settled" }]);
    await env.DB.prepare("DROP TRIGGER refuse").run();
    expect((await deliverWebhook({ ...ctx, nowMs: ctx.nowMs + 60_000 }, key))?.delivery).toMatchObject({
      status: "done",
    });
    expect(await standing(id)).toMatchObject({ status: "done", given_quantity: 1000 });
  });

  test("and is taken back before any delivery asks for none", async () => {
    const { ctx, grant, handOver, standing, balance } = await createFulfilmentGround(webhook);
    const id = await grant();
    await handOver(id);
    await revokeReward(ctx, { rewardId: id, reason: "mistake" });
    await handOver(id);
    await settleWebhookFulfilment(ctx, await messageOf("reward.available"));
    expect(await standing(id)).toMatchObject({ status: "done", given_quantity: 0, reason: "reversed" });
    expect(await balance()).toBe(0);
  });

  test("is not settled by other messages, nor one that Stripe gives by any", async () => {
    const { ctx, grant, handOver, standing } = await createFulfilmentGround({ customerId: null });
    const id = await grant();
    await handOver(id);
    await settleWebhookFulfilment(ctx, await messageOf("reward.available"));
    await settleWebhookFulfilment(ctx, "msg_nowhere");
    expect(await standing(id)).toMatchObject({ status: "waiting", reason: "no_customer", given_quantity: 0 });
  });
});
