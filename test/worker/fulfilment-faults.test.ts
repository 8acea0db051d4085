import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { loadFulfilmentFacts } from "#store/fulfilment-facts";
import { listFulfilmentCalls } from "#store/fulfilments";
import { fulfilReward } from "#usecases/fulfil-reward";
import { retryFulfilment } from "#usecases/retry-fulfilment";
import { fulfilDueRewards } from "#usecases/sweep-fulfilments";
import { wakeWaitingFulfilments } from "#usecases/wake-fulfilments";
import { startMs } from "#support/engine";
import { createFulfilmentGround } from "#support/fulfilment-ground";
import { expectCatalogued } from "#support/catalogue";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { aroundBatches } from "#support/world";

/** There is always time. */
const inTime = { lanes: 3, isOver: () => false };

afterEach(async () => {
  await expectLedgerBalanced();
  await expectCatalogued();
});

const minuteMs = 60_000;

describe("a key that Stripe refuses", () => {
  const answer = { status: 401, code: "not_authorized", detail: "Invalid API Key provided", isFinal: false } as const;
  const refused = { ...answer, isDone: false, durationMs: 3 } as const;

  test("makes what is due wait, however often, until the key is right", async () => {
    const { ctx, stripe, grant, handOver, standing } = await createFulfilmentGround();
    const id = await grant();
    for (let time = 0; time < 50; time++) stripe.answerOnce(refused);
    await handOver(id);
    const waiting = { status: "waiting", reason: "not_authorized", detail: "Invalid API Key provided", attempts: 0 };
    for (let time = 1; time < 50; time++) {
      expect(await standing(id)).toMatchObject(waiting);
      await wakeWaitingFulfilments(ctx, { memory: null });
      await fulfilDueRewards(ctx, inTime);
    }
    expect(await wakeWaitingFulfilments(ctx, { memory: null })).toMatchObject({ counts: { woken: 1 } });
    await fulfilDueRewards(ctx, inTime);
    expect(await standing(id)).toMatchObject({ status: "done", given_quantity: 1000, reason: null });
    expect(await rows("SELECT type FROM outbox WHERE type = 'fulfilment.failed'")).toEqual([]);
    expect(new Set(stripe.asked.map(({ idempotencyKey }) => idempotencyKey))).toEqual(new Set([id]));
    expect(stripe.balance()).toBe(1000);
  });

  test("and is taken away waits for the next one", async () => {
    const { ctx, stripe, grant, handOver, standing } = await createFulfilmentGround();
    const id = await grant();
    stripe.answerOnce(refused);
    await handOver(id);
    const off = { ...ctx, outside: { ...ctx.outside, stripe: () => null } };
    expect(await wakeWaitingFulfilments(off, { memory: null })).toMatchObject({ counts: { woken: 0 } });
    expect(await standing(id)).toMatchObject({ status: "waiting", reason: "not_authorized" });
  });
});

describe("a credit that is tried again by hand", () => {
  const answer = { isDone: false, detail: "", durationMs: 3 } as const;
  const silence = { ...answer, status: null, code: "timeout", isFinal: false } as const;
  const noCustomer = { ...answer, status: 404, code: "resource_missing", isFinal: true } as const;

  test.each([
    ["goes to whoever is mapped by now, if the customer never had it", [noCustomer], "cus_new"],
    ["stays with its customer, if he may have had it", [silence, noCustomer], "cus_sarah"],
  ])("%s", async (_what, answers, customerId) => {
    const { ctx, stripe, grant, handOver, standing, map, sarahId } = await createFulfilmentGround();
    const id = await grant();
    for (const failed of answers) {
      stripe.answerOnce(failed);
      await handOver(id, (await standing(id)).due_at_ms);
    }
    expect(await standing(id)).toMatchObject({ status: "dead" });
    await env.DB.prepare("DELETE FROM provider_customers WHERE participant_id = ?").bind(sarahId).run();
    await map("cus_new");
    await retryFulfilment(ctx, id);
    await fulfilReward(ctx, id);
    expect(await standing(id)).toMatchObject({ status: "done", given_quantity: 1000 });
    expect(stripe.asked.at(-1)).toMatchObject({ customerId, idempotencyKey: id });
  });
});

describe("a fault of ours", () => {
  const broken = () => Promise.reject(new Error("broken"));

  test("at what cannot even be looked at is counted, and hides nothing that is due after it", async () => {
    const { ctx, grant, dispatch, standing } = await createFulfilmentGround();
    const id = await grant();
    await dispatch();
    const unread = aroundBatches(ctx, async (batch, call) => (call === 1 ? broken() : batch()));
    await fulfilDueRewards(unread, inTime);
    const counted = { status: "due", attempts: 1, reason: "fault", due_at_ms: startMs + minuteMs };
    expect(await standing(id)).toMatchObject(counted);
    await fulfilDueRewards({ ...ctx, nowMs: startMs + minuteMs }, inTime);
    expect(await standing(id)).toMatchObject({ status: "done", attempts: 0, reason: null });
  });

  test("that comes again and again ends, is told once and can be tried again by hand", async () => {
    const { ctx, stripe, grant, dispatch, standing } = await createFulfilmentGround();
    const id = await grant();
    await dispatch();
    let [nowMs, faults] = [startMs, 0];
    while ((await standing(id)).status === "due" && faults < 300) {
      stripe.meanwhile(broken);
      await fulfilDueRewards({ ...ctx, nowMs }, inTime);
      nowMs = (await standing(id)).due_at_ms ?? 0;
      faults += 1;
    }
    expect(faults).toBe(40);
    expect(nowMs - startMs).toBeGreaterThan(8 * dayMs);
    expect(await standing(id)).toMatchObject({ status: "dead", attempts: 40, reason: "fault" });
    const failures = await rows<{ payload: string }>("SELECT payload FROM outbox WHERE type = 'fulfilment.failed'");
    expect(failures.map(({ payload }) => JSON.parse(payload) as unknown)).toMatchObject([
      { reward_id: id, reason: "fault", form: "balance" },
    ]);
    await retryFulfilment(ctx, id);
    await fulfilReward(ctx, id);
    expect(await standing(id)).toMatchObject({ status: "done", given_quantity: 1000 });
    expect(stripe.balance()).toBe(1000);
  });

  test("leaves a turn its time, in which somebody may be at work", async () => {
    const { ctx, stripe, grant, dispatch, standing } = await createFulfilmentGround();
    const id = await grant();
    await dispatch();
    stripe.meanwhile(broken);
    await fulfilDueRewards(ctx, inTime);
    expect(await standing(id)).toMatchObject({ status: "due", attempts: 1, due_at_ms: startMs + 5 * minuteMs });
  });
});

test("no more is taken back outside than was given there, whatever the code says", async () => {
  const { grant, handOver } = await createFulfilmentGround();
  const id = await grant();
  await handOver(id);
  const take = env.DB.prepare("UPDATE fulfilments SET given_quantity = given_quantity - 1001 WHERE reward_id = ?").bind(
    id,
  );
  await expect(take.run()).rejects.toThrow("fulfilments_given");
});

test("of endless attempts the first and the newest hundred are read", async () => {
  const { ctx, grant, handOver } = await createFulfilmentGround({ customerId: null });
  const id = await grant();
  await handOver(id);
  await rows(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
      INSERT INTO fulfilment_calls (reward_id, position, action, quantity, idempotency_key, error, at_ms, duration_ms)
      SELECT ?1, i, 'credit', 1000, iif(i <= 50, 'before', ?1), 'rate_limit', i, 1 FROM n`,
    id,
  );
  const read = (await loadFulfilmentFacts(ctx.db, id))?.attempts.map(({ position }) => position);
  expect(read).toEqual([51, ...Array.from({ length: 100 }, (_, i) => 401 + i)]);
  expect((await listFulfilmentCalls(ctx.db, id)).map(({ position }) => position)).toEqual(read?.slice(1));
});

test("whoever waits has a turn page by page, and a run goes on where the one before stopped", async () => {
  const { ctx, standing } = await createFulfilmentGround();
  await rows(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
      INSERT INTO fulfilments (reward_id, mode, program_id, participant_id, form, status, reason, due_at_ms, created_at_ms, updated_at_ms)
      SELECT printf('rwd_%05d', i), iif(i <= 1200, 'live', 'test'), 'p', 'p', 'balance', 'waiting',
        iif(i % 2, 'not_configured', 'no_delivery'), 0, 0, 0 FROM n`,
  );
  const first = await wakeWaitingFulfilments(ctx, { memory: null });
  expect(first).toMatchObject({ counts: { woken: 500 }, more: true });
  expect(await standing("rwd_01001")).toMatchObject({ status: "waiting" });
  const second = await wakeWaitingFulfilments(ctx, { memory: first.memory ?? null });
  expect(second).toEqual({ counts: { woken: 250 }, memory: { place: null } });
  expect(await rows("SELECT reason, count(*) AS n FROM fulfilments WHERE status = 'waiting' GROUP BY 1")).toEqual([
    { reason: "no_delivery", n: 750 },
  ]);
});
