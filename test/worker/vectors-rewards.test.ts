import { afterEach, describe, expect, test } from "vitest";
import {
  clickToken,
  createReferrer,
  dayMs,
  engineContext,
  publishProgram,
  record,
  referee,
  startMs,
} from "#support/engine";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { explainReferral } from "#usecases/explain-referral";
import { recordEvent } from "#usecases/record-event";

afterEach(expectLedgerBalanced);

const payment = { type: "payment", amountMinor: 4900, currency: "GBP" } as const;

async function world() {
  const ctx = engineContext();
  const { programId } = await publishProgram(ctx);
  const sarah = await createReferrer(ctx, programId, "Sarah");
  return { ctx, programId, sarah };
}

async function signUp(w: Awaited<ReturnType<typeof world>>, id = "mike") {
  return record(w.ctx, {
    id: `signup-${id}`,
    type: "signup",
    referee: referee(id),
    click: clickToken(w.programId, [{ code: w.sarah.code }]),
  });
}

const rewardRows = () =>
  rows<{ side: string; state: string; quantity: number; reversed_quantity: number; beneficiary_id: string }>(
    "SELECT * FROM rewards ORDER BY side",
  );

describe("vector 1", () => {
  test("a second click and a second signup after the reward change nothing", async () => {
    const w = await world();
    await signUp(w);
    await record(w.ctx, { id: "p1", ...payment, referee: referee("mike"), paymentRef: "inv-1" });
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
    const w = await world();
    await signUp(w);
    const copies = Array.from({ length: 50 }, () =>
      record(w.ctx, { id: "p1", ...payment, referee: referee("mike"), paymentRef: "inv-1" }),
    );
    const answers = await Promise.all(copies);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await rows("SELECT id FROM conversions")).toHaveLength(1);
    expect((await rewardRows()).map(({ side }) => side)).toEqual(["referee", "referrer"]);
  });

  test("fifty reports of a payment under fifty ids pay once", async () => {
    const w = await world();
    await signUp(w);
    await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        recordEvent(w.ctx, { id: `p${i}`, ...payment, referee: referee("mike"), paymentRef: "inv-1" }),
      ),
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
      const w = await world();
      await signUp(w);
      const app = { ...w.ctx, actor: { ...w.ctx.actor, scopes: ["events:write"] } } as typeof w.ctx;
      const contexts: Record<string, typeof w.ctx> = { app, stripe: w.ctx };
      for (const source of order) {
        await record(contexts[source]!, { id: source, ...payment, referee: referee("mike"), paymentRef: "inv-1" });
      }
      expect(await rows("SELECT ordinal FROM conversions")).toEqual([{ ordinal: 1 }]);
      expect((await rewardRows()).map(({ state }) => state)).toEqual(["available", "available"]);
    },
  );

  test("a second report with another amount is refused and the first stands", async () => {
    const w = await world();
    await signUp(w);
    await record(w.ctx, { id: "p1", ...payment, referee: referee("mike"), paymentRef: "inv-1" });
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

describe("vector 9", () => {
  test("a recurring payment on day 200 still pays with a 30-day click window", async () => {
    const ctx = engineContext();
    const grant = [{ to: "referrer", kind: "credit", amount_minor: 500, currency: "GBP" }] as const;
    const { programId } = await publishProgram(ctx, {
      rules: [{ key: "every", on: { event: "payment", occurrence: "every" }, grant: [...grant] }],
    });
    const w = { ctx, programId, sarah: await createReferrer(ctx, programId, "Sarah") };
    await signUp(w);
    await record(
      { ...ctx, nowMs: startMs + dayMs },
      { id: "p1", ...payment, referee: referee("mike"), paymentRef: "inv-1" },
    );
    await record(
      { ...ctx, nowMs: startMs + 200 * dayMs },
      { id: "p2", ...payment, referee: referee("mike"), paymentRef: "inv-2" },
    );
    expect(await rows("SELECT balance FROM accounts")).toEqual([{ balance: 1000 }]);
  });
});

describe("vector 12", () => {
  test.each([
    ["first_touch", "ann", [1_000_000, 0]],
    ["last_touch", "bob", [0, 1_000_000]],
    ["linear", "ann", [500_000, 500_000]],
  ] as const)("touches A then B under %s credit %s", async (model, winner, weights) => {
    const ctx = engineContext();
    const { programId } = await publishProgram(ctx, { attribution: { model, window_days: 30 } });
    const people = {
      ann: await createReferrer(ctx, programId, "Ann"),
      bob: await createReferrer(ctx, programId, "Bob"),
    };
    const click = clickToken(programId, [
      { code: people.ann.code, atMs: startMs - 2000 },
      { code: people.bob.code, atMs: startMs - 1000 },
    ]);
    const answer = await record(ctx, { id: "s", type: "signup", referee: referee("mike"), click });
    expect(answer.outcomes[0]?.referrerId).toBe(people[winner].id);
    expect(
      (await rows<{ weight: number }>("SELECT weight FROM touches ORDER BY position")).map(({ weight }) => weight),
    ).toEqual(weights);
  });
});

describe("vector 16", () => {
  test("another model in a later version leaves past rewards and referrals as they are", async () => {
    const w = await world();
    const jane = await createReferrer(w.ctx, w.programId, "Jane");
    const click = clickToken(w.programId, [
      { code: w.sarah.code, atMs: startMs - 2000 },
      { code: jane.code, atMs: startMs - 1000 },
    ]);
    await record(w.ctx, { id: "s1", type: "signup", referee: referee("mike"), click });
    const { document } = await publishLater(w, startMs + dayMs);
    expect(document.attribution.model).toBe("last_touch");
    const later = { ...w.ctx, nowMs: startMs + 2 * dayMs };
    await record(later, { id: "p1", ...payment, referee: referee("mike"), paymentRef: "inv-1" });
    const second = await record(later, { id: "s2", type: "signup", referee: referee("nina"), click });
    expect((await rewardRows()).find(({ side }) => side === "referrer")?.beneficiary_id).toBe(w.sarah.id);
    expect(second.outcomes[0]?.referrerId).toBe(jane.id);
  });

  async function publishLater(w: Awaited<ReturnType<typeof world>>, publishedAtMs: number) {
    const [version] = await rows<{ document: string }>(
      "SELECT document FROM program_versions WHERE program_id = ?",
      w.programId,
    );
    const document = JSON.parse(version!.document);
    document.attribution.model = "last_touch";
    const { env } = await import("cloudflare:workers");
    await env.DB.batch([
      env.DB.prepare("INSERT INTO program_versions VALUES (?, 2, ?, ?, 'test')").bind(
        w.programId,
        JSON.stringify(document),
        publishedAtMs,
      ),
      env.DB.prepare("UPDATE programs SET current_version = 2 WHERE id = ?").bind(w.programId),
    ]);
    return { document };
  }
});

describe("vector 19", () => {
  test("a crash before the commit leaves neither reward nor message, and the next try has both", async () => {
    const w = await world();
    await signUp(w);
    const crashing = { ...w.ctx, db: failingDatabase(w.ctx.db, "before") };
    const event = { id: "p1", ...payment, referee: referee("mike"), paymentRef: "inv-1" };
    await expect(recordEvent(crashing, event)).rejects.toThrow("crashed");
    expect(await rewardRows()).toEqual([]);
    expect(await rows("SELECT id FROM outbox WHERE type <> 'referral.signed_up'")).toEqual([]);
    await record(w.ctx, event);
    expect(await rewardRows()).toHaveLength(2);
    expect(await rows("SELECT id FROM outbox WHERE type = 'reward.available'")).toHaveLength(2);
  });

  test("a crash after the commit has both, and the next try answers the first answer", async () => {
    const w = await world();
    await signUp(w);
    const event = { id: "p1", ...payment, referee: referee("mike"), paymentRef: "inv-1" };
    const answer = await record({ ...w.ctx, db: failingDatabase(w.ctx.db, "after") }, event);
    expect(await rewardRows()).toHaveLength(2);
    expect(await rows("SELECT id FROM outbox WHERE type = 'reward.available'")).toHaveLength(2);
    expect(await record(w.ctx, event)).toEqual(answer);
  });

  /** Every second batch (the commit) fails: before it reaches the database, or after it took. */
  function failingDatabase<D extends { batch: (...args: never[]) => Promise<unknown> }>(
    db: D,
    when: "before" | "after",
  ): D {
    let calls = 0;
    return new Proxy(db, {
      get(target, key, receiver) {
        if (key !== "batch") return Reflect.get(target, key, receiver);
        return async (...args: never[]) => {
          const isCommit = ++calls % 2 === 0;
          if (isCommit && when === "before") throw new Error("crashed");
          const result = await target.batch(...args);
          if (isCommit && calls === 2) throw new Error("crashed");
          return result;
        };
      },
    });
  }
});

describe("vector 20", () => {
  test("Sarah's QR code at a fair earns her the month, the other photographer nothing, and the explanation says why", async () => {
    const live = engineContext();
    const ctx = { ...live, actor: { ...live.actor, mode: "test" } } as typeof live;
    const { programId } = await publishProgram(ctx, {}, { mode: "test", clockMs: startMs });
    const sarah = await createReferrer(ctx, programId, "Sarah");
    const other = await createReferrer(ctx, programId, "Olga");
    const click = clickToken(programId, [
      { code: sarah.code, atMs: startMs - 3 * dayMs, channel: "qr" },
      { code: other.code, atMs: startMs - dayMs },
    ]);
    const signup = await record(ctx, { id: "s", type: "signup", referee: referee("mike"), click });
    await advanceTo(programId, startMs + 14 * dayMs);
    await record(ctx, { id: "t", type: "trial_started", referee: referee("mike") });
    await advanceTo(programId, startMs + 44 * dayMs);
    await record(ctx, { id: "p", ...payment, referee: referee("mike"), paymentRef: "inv-1" });

    const referrer = (await rows("SELECT * FROM rewards WHERE side = 'referrer'"))[0];
    expect(referrer).toMatchObject({
      beneficiary_id: sarah.id,
      unit: "free_months",
      quantity: 1,
      worth_minor: 4900,
      worth_currency: "GBP",
    });
    expect(await rows("SELECT * FROM rewards WHERE beneficiary_id = ?", other.id)).toEqual([]);
    expect(await rows("SELECT channel, activated_at_ms, converted_at_ms FROM referrals")).toEqual([
      { channel: "qr", activated_at_ms: startMs + 14 * dayMs, converted_at_ms: startMs + 44 * dayMs },
    ]);
    const explained = await explainReferral(ctx, signup.outcomes[0]!.referralId!);
    if (!explained.ok) throw new Error("not explained");
    const texts = explained.value.sentences.map(({ text }) => text);
    expect(texts).toContainEqual(expect.stringContaining("the referrer Sarah earns 1 free month (worth GBP 49.00)"));
    expect(texts).toContainEqual(expect.stringMatching(/^A click on Olga's link .* earns nothing: under first_touch/));
  });

  async function advanceTo(programId: string, clockMs: number) {
    await rows("UPDATE programs SET clock_ms = ? WHERE id = ?", clockMs, programId);
  }
});
