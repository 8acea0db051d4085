import { afterEach, describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { claimReward } from "#usecases/claim-reward";
import { expireReward } from "#usecases/expire-reward";
import { fulfilReward } from "#usecases/fulfil-reward";
import { revokeReward } from "#usecases/revoke-reward";
import { fulfilDueRewards } from "#usecases/sweep-fulfilments";
import { wakeWaitingFulfilments } from "#usecases/wake-fulfilments";
import { startMs } from "#support/engine";
import { bookedOutside, createFulfilmentGround, rewardOf } from "#support/fulfilment-ground";
import { expectCatalogued } from "#support/catalogue";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { aroundBatches } from "#support/world";

/** There is always time. */
const inTime = { lanes: 2, isOver: () => false };

afterEach(async () => {
  await expectLedgerBalanced();
  await expectCatalogued();
});

const minuteMs = 60_000;
const failed = { isDone: false, status: 500, code: "api_error", detail: "", isFinal: false, durationMs: 3 } as const;

describe("handing a message on", () => {
  test("makes a fulfilment of an available reward once, and only where it is used outside", async () => {
    const { grant, dispatch, standing } = await createFulfilmentGround();
    const id = await grant();
    await dispatch();
    const due = { form: "balance", status: "due", given_quantity: 0, due_at_ms: startMs };
    expect(await standing(id)).toMatchObject(due);
    await rows("UPDATE outbox SET status = 'due'");
    await dispatch();
    expect(await rows("SELECT reward_id FROM fulfilments")).toEqual([{ reward_id: id }]);

    const inside = await createFulfilmentGround({ fulfilment: { credit: "wallet" }, customerId: null });
    const kept = await inside.grant();
    await inside.dispatch();
    expect(await inside.standing(kept)).toEqual({});
  });

  test("makes what was done due again when the reward is taken back, and leaves a turn that is under way alone", async () => {
    const { ctx, grant, handOver, dispatch, standing } = await createFulfilmentGround();
    const id = await grant();
    await handOver(id);
    expect(await standing(id)).toMatchObject({ status: "done" });
    await revokeReward(ctx, { rewardId: id, reason: "mistake" });
    await dispatch({ ...ctx, nowMs: startMs + 5 });
    expect(await standing(id)).toMatchObject({ status: "due", due_at_ms: startMs + 5 });
    await rows("UPDATE fulfilments SET due_at_ms = ?", startMs + 9 * minuteMs);
    await rows("UPDATE outbox SET status = 'due'");
    await dispatch();
    expect(await standing(id)).toMatchObject({ status: "due", due_at_ms: startMs + 9 * minuteMs });
  });
});

describe("a reward that Stripe gives", () => {
  test("is redeemed in the batch that says so, with its call, message and audit row", async () => {
    const { stripe, grant, handOver, standing, balance } = await createFulfilmentGround();
    const id = await grant();
    await handOver(id);
    expect(stripe.asked).toMatchObject([{ customerId: "cus_sarah", amountMinor: 1000, idempotencyKey: id }]);
    expect(await standing(id)).toMatchObject({ status: "done", given_quantity: 1000 });
    expect(await rewardOf(id)).toEqual({ state: "redeemed", redeemed_quantity: 1000 });
    expect(await balance()).toBe(0);
    expect(await rows("SELECT action, external_id, response_status, duration_ms FROM fulfilment_calls")).toEqual([
      { action: "credit", external_id: `cbtxn_${id}`, response_status: 200, duration_ms: 7 },
    ]);
    const history = "SELECT reason, actor FROM reward_transitions WHERE to_state = 'redeemed'";
    expect(await rows(history)).toEqual([{ reason: "fulfilled_by_stripe", actor: "job:fulfil_rewards" }]);
    expect(await rows("SELECT type FROM outbox WHERE status = 'due'")).toEqual([{ type: "reward.redeemed" }]);
    expect(await rows("SELECT actor, object_id FROM audit_log WHERE action = 'reward.fulfilled'")).toEqual([
      { actor: "job:fulfil_rewards", object_id: id },
    ]);
  });

  test("is asked for once when many look at the same moment", async () => {
    const { ctx, stripe, grant, dispatch, standing } = await createFulfilmentGround();
    const id = await grant();
    await dispatch();
    await Promise.all(Array.from({ length: 6 }, async () => fulfilReward(ctx, id)));
    expect(stripe.asked).toHaveLength(1);
    expect(await standing(id)).toMatchObject({ status: "done", given_quantity: 1000 });
  });

  test("and is revoked while Stripe works on it is booked, and taken back at once", async () => {
    const { ctx, stripe, grant, handOver, standing, balance } = await createFulfilmentGround();
    const id = await grant();
    stripe.meanwhile(async () => revokeReward(ctx, { rewardId: id, reason: "mistake" }));
    await handOver(id);
    expect(stripe.asked.map(({ amountMinor, idempotencyKey }) => [amountMinor, idempotencyKey])).toEqual([
      [1000, id],
      [-1000, `${id}:reversed:1000`],
    ]);
    expect(await standing(id)).toMatchObject({ status: "done", given_quantity: 0, reason: "reversed" });
    expect([await balance(), await bookedOutside(), stripe.balance()]).toEqual([0, 0, 0]);
  });

  test("and expires while Stripe works on it is taken back, and nothing is left of it", async () => {
    const { ctx, stripe, grant, handOver, standing, balance } = await createFulfilmentGround();
    const id = await grant(1000, 1);
    stripe.meanwhile(async () => expireReward({ ...ctx, nowMs: startMs + dayMs }, id));
    await handOver(id);
    expect(await standing(id)).toMatchObject({ status: "done", given_quantity: 0, reason: "expired" });
    expect([await balance(), await bookedOutside(), stripe.balance()]).toEqual([0, 0, 0]);
  });

  test("and was refunded after it was looked at and before the turn is taken is not asked for", async () => {
    const { ctx, stripe, grant, dispatch, standing } = await createFulfilmentGround();
    const id = await grant();
    await dispatch();
    let isRevoked = false;
    const slow = aroundBatches(ctx, async (batch, call) => {
      if (call === 2 && !isRevoked) {
        isRevoked = true;
        await revokeReward(ctx, { rewardId: id, reason: "mistake" });
      }
      return batch();
    });
    await fulfilReward(slow, id);
    expect(stripe.asked).toEqual([]);
    expect(await standing(id)).toMatchObject({ status: "done", reason: "reversed" });
  });

  test("whose answer cannot be written down is asked for again with the same key, when the turn is over", async () => {
    const { ctx, stripe, grant, dispatch, standing } = await createFulfilmentGround();
    const id = await grant();
    await dispatch();
    const cutOff = aroundBatches(ctx, async (batch, call) => {
      if (call > 2) throw new Error("the power is gone");
      return batch();
    });
    await expect(fulfilReward(cutOff, id)).rejects.toThrow("the power is gone");
    expect(await rows("SELECT external_id, error FROM fulfilment_calls")).toEqual([{ external_id: null, error: null }]);
    await fulfilReward({ ...ctx, nowMs: startMs + 4 * minuteMs }, id);
    expect(stripe.asked).toHaveLength(1);
    await fulfilReward({ ...ctx, nowMs: startMs + 5 * minuteMs }, id);
    expect(stripe.asked.map(({ idempotencyKey }) => idempotencyKey)).toEqual([id, id]);
    expect(await standing(id)).toMatchObject({ status: "done", given_quantity: 1000 });
    expect(stripe.balance()).toBe(1000);
  });

  test("is booked once when a turn that was taken for lost is answered after all", async () => {
    const { ctx, stripe, grant, dispatch, standing, balance } = await createFulfilmentGround();
    const id = await grant();
    await dispatch();
    stripe.meanwhile(async () => fulfilReward({ ...ctx, nowMs: startMs + 6 * minuteMs }, id));
    await fulfilReward(ctx, id);
    expect(stripe.asked.map(({ idempotencyKey }) => idempotencyKey)).toEqual([id, id]);
    expect(await standing(id)).toMatchObject({ status: "done", given_quantity: 1000 });
    expect([await balance(), await bookedOutside()]).toEqual([0, 1000]);
    expect(await rows("SELECT external_id FROM fulfilment_calls")).toHaveLength(2);
  });

  test("leaves nothing to claim, and one that was claimed before is given after it", async () => {
    const { ctx, stripe, grant, handOver } = await createFulfilmentGround();
    const id = await grant();
    expect(await claimReward(ctx, id)).toMatchObject({ refusal: { code: "reward_not_claimable" } });
    await rows("UPDATE rewards SET claim = 'manual' WHERE id = ?", id);
    await handOver(id);
    expect(stripe.asked).toEqual([]);
    await claimReward(ctx, id);
    await handOver(id);
    expect(stripe.asked).toMatchObject([{ amountMinor: 1000, idempotencyKey: id }]);
    expect(await bookedOutside()).toBe(1000);
  });
});

describe("a debt", () => {
  test("is not handed out, and what is paid back at Stripe goes to who waited for it", async () => {
    const { ctx, stripe, grant, handOver, dispatch, standing, balance } = await createFulfilmentGround();
    const first = await grant();
    await handOver(first);
    await revokeReward(ctx, { rewardId: first, reason: "mistake" });
    expect(await balance()).toBe(-1000);
    const second = await grant(1500);
    await dispatch();
    await fulfilReward(ctx, second);
    expect(await standing(second)).toMatchObject({ status: "waiting", reason: "balance_owed", given_quantity: 500 });
    expect(await rewardOf(second)).toEqual({ state: "available", redeemed_quantity: 500 });
    await fulfilReward(ctx, first);
    expect(await standing(second)).toMatchObject({ status: "due" });
    await fulfilReward(ctx, second);
    expect(stripe.asked.map(({ amountMinor, idempotencyKey }) => [amountMinor, idempotencyKey])).toEqual([
      [1000, first],
      [500, second],
      [-1000, `${first}:reversed:1000`],
      [1000, `${second}:given:500`],
    ]);
    expect(await standing(second)).toMatchObject({ status: "done", given_quantity: 1500 });
    expect(await rewardOf(second)).toEqual({ state: "redeemed", redeemed_quantity: 1500 });
    expect([await balance(), await bookedOutside(), stripe.balance()]).toEqual([0, 1500, 1500]);
  });
});

describe("what waits", () => {
  test("for a key, a customer or the end of a suspension goes on within a quarter of an hour", async () => {
    const { ctx, stripe, grant, handOver, standing, map, sarahId } = await createFulfilmentGround({ customerId: null });
    const id = await grant();
    const off = { ...ctx, outside: { ...ctx.outside, stripe: () => null } };
    const look = async () => {
      await wakeWaitingFulfilments(ctx, { memory: null });
      await fulfilDueRewards(ctx, inTime);
      return standing(id);
    };
    await rows("UPDATE participants SET status = 'suspended' WHERE id = ?", sarahId);
    await handOver(id);
    expect(await look()).toMatchObject({ status: "waiting", reason: "participant_suspended" });
    await rows("UPDATE participants SET status = 'active' WHERE id = ?", sarahId);
    await wakeWaitingFulfilments(ctx, { memory: null });
    await fulfilDueRewards(off, inTime);
    expect(await standing(id)).toMatchObject({ status: "waiting", reason: "not_configured" });
    expect(await look()).toMatchObject({ status: "waiting", reason: "no_customer" });
    expect(await look()).toMatchObject({ status: "waiting", reason: "no_customer" });
    await map("cus_late");
    expect(await look()).toMatchObject({ status: "done", given_quantity: 1000 });
    expect(stripe.asked).toMatchObject([{ customerId: "cus_late" }]);
  });

  test("for a customer who is told of at the same moment does not wait for ever", async () => {
    const { ctx, grant, dispatch, standing, map } = await createFulfilmentGround({ customerId: null });
    const id = await grant();
    await dispatch();
    const late = aroundBatches(ctx, async (batch, call) => {
      if (call === 2) await map("cus_late");
      return batch();
    });
    await fulfilReward(late, id);
    expect(await standing(id)).toMatchObject({ status: "done", given_quantity: 1000 });
  });
});

test("a failure is tried again by real time, and value moves by the program's clock", async () => {
  const clockMs = startMs + 100 * dayMs;
  const { ctx, stripe, grant, handOver, standing } = await createFulfilmentGround({ mode: "test", clockMs });
  const id = await grant();
  stripe.answerOnce(failed);
  await handOver(id);
  expect(await standing(id)).toMatchObject({ status: "due", attempts: 1, due_at_ms: startMs + minuteMs });
  await fulfilReward({ ...ctx, nowMs: startMs + minuteMs }, id);
  expect(stripe.asked.map(({ lookSinceMs }) => lookSinceMs)).toEqual([null, startMs]);
  expect(await standing(id)).toMatchObject({ status: "done", attempts: 0 });
  expect(await rows("SELECT at_ms FROM transactions WHERE type = 'withdrawal'")).toEqual([{ at_ms: clockMs }]);
  expect(await rows("SELECT at_ms FROM fulfilment_calls ORDER BY position")).toEqual([
    { at_ms: startMs },
    { at_ms: startMs + minuteMs },
  ]);
});

test("a sweep works off what is due, and one that throws keeps none of the others from its turn", async () => {
  const { ctx, stripe, grant, dispatch } = await createFulfilmentGround();
  const ids = [await grant(), await grant(), await grant(), await grant(), await grant()];
  await dispatch();
  stripe.meanwhile(async () => Promise.reject(new Error("broken")));
  expect(await fulfilDueRewards(ctx, inTime)).toEqual({ tried: 5, left: 0 });
  expect(await rows("SELECT status, count(*) AS n FROM fulfilments GROUP BY status ORDER BY status")).toEqual([
    { status: "done", n: 4 },
    { status: "due", n: 1 },
  ]);
  expect(stripe.asked.map(({ idempotencyKey }) => idempotencyKey).sort()).toEqual(ids.toSorted());
  expect(await fulfilDueRewards(ctx, inTime)).toEqual({ tried: 0, left: 0 });
});
