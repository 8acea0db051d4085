import { afterEach, describe, expect, test } from "vitest";
import type { Context } from "#context";
import { dayMs } from "#domain/day";
import {
  clickToken,
  createReferrer,
  engineContext,
  inTestMode,
  publishProgram,
  record,
  referee,
  startMs,
} from "#support/engine";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { aroundBatches, createWorld, payment, rewardRows, signUp } from "#support/world";
import { canonicalJson, sha256Hex } from "#store/digest";
import { storePendingEvent } from "#store/pending-events";
import { endStay } from "#usecases/end-stay";
import { reassignReferral } from "#usecases/reassign-referral";
import { recordConversion } from "#usecases/record-conversion";
import { recordEvent } from "#usecases/record-event";
import { sweepPendingEvents } from "#usecases/sweep-pending-events";

afterEach(expectLedgerBalanced);

describe("a payment that came before its signup", () => {
  test("is parked, shown, and taken up when the referee binds", async () => {
    const w = await createWorld();
    const parked = await record(w.ctx, { id: "p", ...payment, referee: referee("mike") });
    expect(parked).toMatchObject({ status: "parked", outcomes: [] });
    expect(await rows("SELECT status FROM events")).toEqual([{ status: "parked" }]);
    const bound = await record(w.ctx, {
      id: "s",
      type: "signup",
      referee: referee("mike"),
      click: clickToken(w.programId, [{ code: w.sarah.code }]),
    });
    expect(bound.outcomes[0]).toMatchObject({
      stage: "rewarded",
      rewards: [{ to: "referrer", unit: "free_months", state: "available" }, { to: "referee" }],
    });
    expect(await rows("SELECT DISTINCT status FROM events")).toEqual([{ status: "applied" }]);
  });

  test("is taken up although both arrive at the same moment", async () => {
    for (let round = 0; round < 10; round++) {
      const w = await createWorld();
      const id = `racer${round}`;
      await Promise.all([
        record(w.ctx, { id: `p${round}`, ...payment, paymentRef: id, referee: referee(id) }),
        record(w.ctx, {
          id: `s${round}`,
          type: "signup",
          referee: referee(id),
          click: clickToken(w.programId, [{ code: w.sarah.code }]),
        }),
      ]);
      expect(await rows("SELECT state FROM rewards WHERE subject = ?", id)).toHaveLength(2);
    }
  });

  test("a refund that names only its payment is found whichever arrives first, also at the same moment", async () => {
    for (let round = 0; round < 10; round++) {
      const w = await createWorld();
      const ref = `inv-${round}`;
      await Promise.all([
        record(w.ctx, { id: `r${round}`, type: "refund", paymentRef: ref }),
        record(w.ctx, { id: `p${round}`, ...payment, paymentRef: ref, referee: referee(`m${round}`) }),
      ]);
      expect(await rows("SELECT refunded_minor FROM payments WHERE payment_ref = ?", ref)).toEqual([
        { refunded_minor: 4900 },
      ]);
    }
  });
});

test("a test payment that comes before its signup keeps its date under the sandbox clock", async () => {
  const ctx = inTestMode(engineContext());
  const { programId } = await publishProgram(ctx, {}, { mode: "test", clockMs: startMs + 60 * dayMs });
  const sarah = await createReferrer(ctx, programId, "Sarah");
  const occurredAtMs = startMs + 50 * dayMs;
  await record(ctx, { id: "p", ...payment, referee: referee("mike"), occurredAtMs });
  const click = clickToken(programId, [{ code: sarah.code, atMs: startMs + 40 * dayMs }]);
  await record(ctx, { id: "s", type: "signup", referee: referee("mike"), click });
  expect(await rows("SELECT converted_at_ms FROM referrals")).toEqual([{ converted_at_ms: occurredAtMs }]);
});

describe("an event's id", () => {
  test("answers the first answer again, and refuses other content without a change", async () => {
    const w = await createWorld();
    const event = {
      id: "s",
      type: "signup",
      referee: referee("mike"),
      code: w.sarah.code,
      codeSource: "typed",
    } as const;
    const first = await record(w.ctx, event);
    expect(await record(w.ctx, event)).toEqual(first);
    const before = await rows("SELECT * FROM events");
    const other = await recordEvent(w.ctx, { ...event, referee: referee("nina") });
    expect(other).toMatchObject({ ok: false, refusal: { code: "event_content_differs", eventId: "s" } });
    expect(await rows("SELECT * FROM events")).toEqual(before);
    expect(await rows("SELECT id FROM participants WHERE external_id = 'nina'")).toEqual([]);
  });

  test("that could not be decided is stored, answered busy, and decided by the sweep", async () => {
    const w = await createWorld();
    await record(w.ctx, { id: "s", type: "signup", referee: referee("mike"), code: w.sarah.code, codeSource: "typed" });
    const event = { id: "p", ...payment, referee: referee("mike") };
    // Somebody else always commits between the reading and the writing.
    const losing = aroundBatches(w.ctx, async (batch, call) => {
      if (call % 2 === 0) throw new Error("CHECK constraint failed: facts_stale");
      return batch();
    });
    expect(await recordEvent(losing, event)).toMatchObject({ ok: false, refusal: { code: "busy" } });
    expect(await rows("SELECT event_id, status FROM events WHERE status = 'pending'")).toEqual([
      { event_id: "p", status: "pending" },
    ]);
    expect(await rows("SELECT id FROM rewards")).toEqual([]);
    const laterMs = startMs + 5 * 86_400_000;
    expect(await sweepPendingEvents({ ...w.ctx, nowMs: laterMs })).toEqual({ done: 1, retry: 0, dead: 0 });
    expect(await rows("SELECT status, received_at_ms FROM events WHERE event_id = 'p'")).toEqual([
      { status: "applied", received_at_ms: startMs },
    ]);
    // Decided as of its receipt, written as of the sweep.
    expect(await rows("SELECT DISTINCT created_at_ms FROM rewards")).toEqual([{ created_at_ms: startMs }]);
    expect(await rows("SELECT DISTINCT at_ms FROM audit_log WHERE actor LIKE 'job:%'")).toEqual([{ at_ms: laterMs }]);
    expect(await rows("SELECT state FROM rewards")).toHaveLength(2);
    expect((await record(w.ctx, event)).outcomes[0]?.conversion?.ordinal).toBe(1);
  }, 20_000);
});

test("what support or a job reports is answered busy and never left to the sweep", async () => {
  const w = await createWorld();
  await signUp(w);
  const [referral] = await rows<{ id: string }>("SELECT id FROM referrals");
  const jane = await createReferrer(w.ctx, w.programId, "Jane");
  const referralId = referral?.id ?? "";
  const losing = () =>
    aroundBatches(w.ctx, async (batch, call) => {
      if (call % 2 === 0) throw new Error("CHECK constraint failed: facts_stale");
      return batch();
    });
  const { type: _, ...paid } = payment;
  const stay = { referralId, programId: w.programId, referee: referee("mike"), dueAtMs: startMs };
  const answers = await Promise.all([
    recordConversion(losing(), { ...paid, referralId, reason: "cash" }),
    reassignReferral(losing(), { referralId, referrerId: jane.id, reason: "misprint" }),
    endStay(losing(), stay),
  ]);
  for (const answer of answers) expect(answer).toMatchObject({ ok: false, refusal: { code: "busy" } });
  expect(await rows("SELECT event_id FROM events WHERE status = 'pending'")).toEqual([]);
}, 30_000);

describe("the sweep", () => {
  test("decides what it can although what stands first never succeeds, and shows what is refused", async () => {
    const w = await createWorld();
    await signUp(w);
    await record(w.ctx, { id: "p", ...payment, referee: referee("mike") });
    const contradicting = { id: "bad", ...payment, amountMinor: 1, referee: referee("mike") };
    const good = { id: "good", ...payment, paymentRef: "inv-2", referee: referee("mike") };
    for (const event of [contradicting, good]) {
      await storePendingEvent(w.ctx.db, {
        mode: "live",
        event,
        contentHash: sha256Hex(canonicalJson(event)),
        verified: true,
        actor: "key:key_test",
        nowMs: startMs,
      });
    }
    const later: Context = { ...w.ctx, nowMs: startMs + dayMs };
    expect(await sweepPendingEvents(later)).toEqual({ done: 1, retry: 0, dead: 1 });
    expect(await sweepPendingEvents(later)).toEqual({ done: 0, retry: 0, dead: 0 });
    expect(await rows("SELECT status, refusal FROM events WHERE event_id = 'bad'")).toEqual([
      { status: "refused", refusal: "conversion_mismatch" },
    ]);
    expect(await rows("SELECT occurred_at_ms FROM payments WHERE payment_ref = 'inv-2'")).toEqual([
      { occurred_at_ms: startMs },
    ]);
    expect(await recordEvent(later, contradicting)).toMatchObject({ refusal: { code: "conversion_mismatch" } });
  });
});

describe("switches", () => {
  test("without ENABLE_REWARDS everything is tracked, what was earned is denied, and a later payment is not the first", async () => {
    const off = await createWorld(engineContext({ flags: { referrals: true, rewards: false, jobs: true } }));
    await signUp(off);
    await record(off.ctx, { id: "p1", ...payment, referee: referee("mike") });
    const on: Context = { ...off.ctx, flags: { ...off.ctx.flags, rewards: true } };
    await record(on, { id: "p2", ...payment, paymentRef: "inv-2", referee: referee("mike") });
    expect(await rows("SELECT ordinal FROM conversions ORDER BY ordinal")).toEqual([{ ordinal: 1 }, { ordinal: 2 }]);
    expect((await rewardRows()).map(({ state }) => state)).toEqual(["denied", "denied"]);
    expect(await rows("SELECT DISTINCT reason FROM reward_transitions")).toEqual([{ reason: "rewards_disabled" }]);
  });

  test("without ENABLE_REFERRALS nobody is bound, and referrals that stand go on", async () => {
    const on = await createWorld();
    await signUp(on);
    const off: Context = { ...on.ctx, flags: { ...on.ctx.flags, referrals: false } };
    const refused = await record(off, {
      id: "s",
      type: "signup",
      referee: referee("nina"),
      code: on.sarah.code,
      codeSource: "typed",
    });
    expect(refused.outcomes[0]).toMatchObject({ referralId: null, denials: [{ code: "referrals_disabled" }] });
    await record(off, { id: "p", ...payment, referee: referee("mike") });
    expect((await rewardRows()).map(({ state }) => state)).toEqual(["available", "available"]);
  });
});

describe("a report in another person's name", () => {
  test.each([["after"], ["before"]])("a refund %s the payment takes nothing back", async (order) => {
    const w = await createWorld();
    await signUp(w);
    const pay = () => record(w.ctx, { id: "p", ...payment, referee: referee("mike") });
    const foreign = () =>
      recordEvent(w.ctx, { id: "r", type: "refund", paymentRef: "inv-1", referee: referee("nina") });
    if (order === "before") await foreign();
    await pay();
    if (order === "after") {
      expect(await foreign()).toMatchObject({ ok: false, refusal: { code: "conversion_mismatch" } });
    }
    expect(await rows("SELECT referee_id IS NOT NULL AS known, refunded_minor FROM payments")).toEqual([
      { known: 1, refunded_minor: 0 },
    ]);
  });
});

test("an event costs two sequential round trips to the database", async () => {
  const w = await createWorld();
  await signUp(w);
  let trips = 0;
  const counted = aroundBatches(w.ctx, (batch, call) => {
    trips = call;
    return batch();
  });
  await record(counted, { id: "p", ...payment, referee: referee("mike") });
  expect(trips).toBe(2);
});

describe("vector 19", () => {
  test("a crash before the commit leaves neither reward nor message, and the next try has both", async () => {
    const w = await createWorld();
    await signUp(w);
    const crashing = aroundBatches(w.ctx, async (batch, call) => (isCommit(call) ? crash() : batch()));
    const event = { id: "p1", ...payment, referee: referee("mike") };
    await expect(recordEvent(crashing, event)).rejects.toThrow("crashed");
    expect(await rewardRows()).toEqual([]);
    expect(await rows("SELECT id FROM outbox WHERE type <> 'referral.signed_up'")).toEqual([]);
    await record(w.ctx, event);
    expect(await rewardRows()).toHaveLength(2);
    expect(await rows("SELECT id FROM outbox WHERE type = 'reward.available'")).toHaveLength(2);
  });

  test("a crash after the commit has both, and the next try answers the first answer", async () => {
    const w = await createWorld();
    await signUp(w);
    const event = { id: "p1", ...payment, referee: referee("mike") };
    const crashing = aroundBatches(w.ctx, async (batch, call) => {
      const result = await batch();
      return call === 2 ? crash() : result;
    });
    const answer = await record(crashing, event);
    expect(await rewardRows()).toHaveLength(2);
    expect(await rows("SELECT id FROM outbox WHERE type = 'reward.available'")).toHaveLength(2);
    expect(await record(w.ctx, event)).toEqual(answer);
  });

  /** An event is one batch that reads and one that writes. */
  function isCommit(call: number): boolean {
    return call % 2 === 0;
  }

  function crash(): never {
    throw new Error("crashed");
  }
});
