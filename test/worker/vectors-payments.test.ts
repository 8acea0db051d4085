import { afterEach, describe, expect, test } from "vitest";
import { clickToken, createReferrer, engineContext, publishProgram, record, referee } from "#support/engine";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { createWorld, payment, rewardRows, signUp } from "#support/world";
import { recordEvent } from "#usecases/record-event";

afterEach(expectLedgerBalanced);

describe("vector 1", () => {
  test("a second click and a second signup after the reward change nothing", async () => {
    const w = await createWorld();
    await signUp(w);
    await record(w.ctx, { id: "p1", ...payment, referee: referee("mike") });
    const before = await rewardRows();
    const jane = await createReferrer(w.ctx, w.programId, "Jane");
    const again = await record(w.ctx, {
      id: "signup-again",
      type: "signup",
      referee: referee("mike"),
      click: clickToken(w.programId, [{ code: w.sarah.code }, { code: jane.code }]),
    });
    expect(again.outcomes[0]?.referrerId).toBe(w.sarah.id);
    expect(await rows("SELECT id FROM referrals")).toHaveLength(1);
    expect(await rows("SELECT SUM(weight) AS sum FROM touches GROUP BY referral_id")).toEqual([{ sum: 1_000_000 }]);
    expect(await rewardRows()).toEqual(before);
  });
});

describe("vector 2", () => {
  test("fifty copies of a payment arriving together make one conversion and one reward per beneficiary", async () => {
    const w = await createWorld();
    await signUp(w);
    const copies = Array.from({ length: 50 }, () => record(w.ctx, { id: "p1", ...payment, referee: referee("mike") }));
    const answers = await Promise.all(copies);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await rows("SELECT id FROM conversions")).toHaveLength(1);
    expect((await rewardRows()).map(({ side }) => side)).toEqual(["referee", "referrer"]);
  });

  test("fifty reports of a payment under fifty ids pay once", async () => {
    const w = await createWorld();
    await signUp(w);
    await Promise.all(
      Array.from({ length: 50 }, (_, i) => recordEvent(w.ctx, { id: `p${i}`, ...payment, referee: referee("mike") })),
    );
    expect(await rows("SELECT id FROM conversions")).toHaveLength(1);
    expect(await rewardRows()).toHaveLength(2);
  });
});

describe("vector 3", () => {
  test.each([
    ["app first", ["app", "stripe"]],
    ["provider first", ["stripe", "app"]],
  ])(
    "the same order from the app and from the provider is one conversion, paid once verified: %s",
    async (_name, order) => {
      const w = await createWorld();
      await signUp(w);
      const app = { ...w.ctx, actor: { ...w.ctx.actor, scopes: ["events:write"] } } as typeof w.ctx;
      const contexts: Record<string, typeof w.ctx> = { app, stripe: w.ctx };
      for (const source of order) {
        await record(contexts[source]!, { id: source, ...payment, referee: referee("mike") });
      }
      expect(await rows("SELECT ordinal FROM conversions")).toEqual([{ ordinal: 1 }]);
      expect((await rewardRows()).map(({ state }) => state)).toEqual(["available", "available"]);
    },
  );

  test("a second report with another amount is refused and the first stands", async () => {
    const w = await createWorld();
    await signUp(w);
    await record(w.ctx, { id: "p1", ...payment, referee: referee("mike") });
    const other = await recordEvent(w.ctx, {
      id: "p2",
      ...payment,
      amountMinor: 5000,
      referee: referee("mike"),
      paymentRef: "inv-1",
    });
    expect(other).toMatchObject({
      ok: false,
      refusal: { code: "conversion_mismatch", expected: { amountMinor: 4900 } },
    });
    expect(await rows("SELECT amount_minor FROM payments")).toEqual([{ amount_minor: 4900 }]);
  });
});

describe("vectors 4 and 6", () => {
  const credit = {
    rules: [
      {
        key: "tenth",
        on: { event: "payment", occurrence: "first" },
        grant: [{ to: "referrer", kind: "credit", amount_minor: 1000, currency: "GBP" }],
        reverse: { on: ["refund"], policy: "proportional" },
      },
    ],
    fulfilment: { credit: "wallet" },
  } as const;

  async function creditWorld() {
    const ctx = engineContext();
    const { programId } = await publishProgram(ctx, structuredClone(credit) as never);
    const sarah = await createReferrer(ctx, programId, "Sarah");
    const w = { ctx, programId, sarah };
    const send = {
      signup: () => signUp(w),
      payment: () =>
        record(ctx, {
          id: "p",
          type: "payment",
          amountMinor: 10_000,
          currency: "GBP",
          referee: referee("mike"),
          paymentRef: "inv-1",
        }),
      refund30: () =>
        record(ctx, { id: "r30", type: "refund", amountMinor: 3000, currency: "GBP", paymentRef: "inv-1" }),
      refund20: () =>
        record(ctx, { id: "r20", type: "refund", amountMinor: 2000, currency: "GBP", paymentRef: "inv-1" }),
      refundAll: () => record(ctx, { id: "rall", type: "refund", paymentRef: "inv-1" }),
    };
    return { ...w, send };
  }

  test.each([
    [["signup", "payment", "refund30", "refund20", "refund30"]],
    [["signup", "payment", "refund20", "refund30", "refund20"]],
    [["refund20", "payment", "refund30", "signup"]],
    [["refund30", "refund20", "signup", "payment"]],
    [["payment", "refund30", "signup", "refund20"]],
  ] as const)("vector 4: refunds of 30 and 20 of 100 leave half: %j", async (order) => {
    const { send, sarah } = await creditWorld();
    for (const step of order) await send[step]();
    expect(await rows("SELECT state, quantity, reversed_quantity FROM rewards")).toEqual([
      { state: "available", quantity: 1000, reversed_quantity: 500 },
    ]);
    expect(await rows("SELECT owner_id, balance FROM accounts")).toEqual([{ owner_id: sarah.id, balance: 500 }]);
    expect(await rows("SELECT refunded_minor FROM payments")).toEqual([{ refunded_minor: 5000 }]);
  });

  test.each([
    [["refundAll", "payment", "signup"]],
    [["signup", "refundAll", "payment"]],
    [["signup", "payment", "refundAll", "refund30"]],
  ] as const)("vector 6: a refund before its payment nets to zero and nothing is resurrected: %j", async (order) => {
    const { send } = await creditWorld();
    for (const step of order) await send[step]();
    expect(await rows("SELECT state, reversed_quantity FROM rewards")).toEqual([
      { state: "reversed", reversed_quantity: 1000 },
    ]);
    expect(await rows("SELECT balance FROM accounts")).toEqual([{ balance: 0 }]);
  });
});

test("an invoice of nothing earns nothing and does not use up the first payment", async () => {
  const w = await createWorld();
  await signUp(w);
  await record(w.ctx, { id: "p0", ...payment, amountMinor: 0, referee: referee("mike"), paymentRef: "inv-0" });
  expect(await rewardRows()).toEqual([]);
  await record(w.ctx, { id: "p1", ...payment, referee: referee("mike") });
  expect((await rewardRows()).map(({ state }) => state)).toEqual(["available", "available"]);
});
