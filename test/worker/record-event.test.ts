import { afterEach, describe, expect, test } from "vitest";
import type { Context } from "#context";
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
import { sweepPendingEvents } from "#usecases/sweep-pending-events";

afterEach(expectLedgerBalanced);

const payment = { type: "payment", amountMinor: 4900, currency: "GBP", paymentRef: "inv-1" } as const;

async function world(ctx = engineContext()) {
  const { programId } = await publishProgram(ctx);
  const sarah = await createReferrer(ctx, programId, "Sarah");
  return { ctx, programId, sarah };
}

describe("evidence", () => {
  test("a typed code replaces the journey, and a journey replaces a code from the URL", async () => {
    const w = await world();
    const jane = await createReferrer(w.ctx, w.programId, "Jane");
    const click = clickToken(w.programId, [{ code: w.sarah.code }]);
    const typed = await record(w.ctx, {
      id: "a",
      type: "signup",
      referee: referee("a"),
      click,
      code: ` ${jane.code.toLowerCase()} `,
      codeSource: "typed",
    });
    const url = await record(w.ctx, {
      id: "b",
      type: "signup",
      referee: referee("b"),
      click,
      code: jane.code,
      codeSource: "url",
    });
    const alone = await record(w.ctx, {
      id: "c",
      type: "signup",
      referee: referee("c"),
      code: jane.code,
      codeSource: "url",
    });
    expect([typed, url, alone].map((answer) => answer.outcomes[0]?.referrerId)).toEqual([jane.id, w.sarah.id, jane.id]);
    expect(await rows("SELECT evidence FROM referrals ORDER BY evidence")).toEqual([
      { evidence: "journey" },
      { evidence: "typed" },
      { evidence: "url" },
    ]);
  });

  test("vector 15: a tampered token is ignored", async () => {
    const w = await world();
    const token = clickToken(w.programId, [{ code: w.sarah.code }]);
    const jane = await createReferrer(w.ctx, w.programId, "Jane");
    const answer = await record(w.ctx, {
      id: "s",
      type: "signup",
      referee: referee("mike"),
      click: token.replace(w.sarah.code, jane.code),
    });
    expect(answer).toMatchObject({ status: "parked", outcomes: [] });
    expect(await rows("SELECT id FROM referrals")).toEqual([]);
  });

  test("the click window is strict to the millisecond", async () => {
    const w = await world();
    const click = clickToken(w.programId, [{ code: w.sarah.code, atMs: startMs - 30 * dayMs }]);
    const late = await record(w.ctx, { id: "late", type: "signup", referee: referee("late"), click });
    const inTime = await record(w.ctx, {
      id: "in",
      type: "signup",
      referee: referee("in"),
      click,
      occurredAtMs: startMs - 1,
    });
    expect(late.outcomes[0]).toMatchObject({
      referralId: null,
      denials: [{ code: "outside_window" }, { code: "outside_window" }],
    });
    expect(inTime.outcomes[0]?.referrerId).toBe(w.sarah.id);
  });

  test("a time in the future is clamped to the receipt", async () => {
    const w = await world();
    await record(w.ctx, {
      id: "s",
      type: "signup",
      referee: referee("mike"),
      click: clickToken(w.programId, [{ code: w.sarah.code }]),
      occurredAtMs: startMs + 90 * dayMs,
    });
    expect(await rows("SELECT signed_up_at_ms FROM referrals")).toEqual([{ signed_up_at_ms: startMs }]);
  });
});

describe("refusals", () => {
  test.each([
    ["the same mailbox", { email: "sarah+new@gmail.com" }, { email: "s.a.r.a.h@googlemail.com" }],
    ["the same organisation", { organization: "Lens Ltd" }, { organization: "LENS LTD" }],
  ])("%s is a self-referral", async (_name, ofReferrer, ofReferee) => {
    const ctx = engineContext();
    const { programId } = await publishProgram(ctx);
    const sarah = await createReferrer(ctx, programId, "Sarah", ofReferrer);
    const answer = await record(ctx, {
      id: "s",
      type: "signup",
      referee: referee("x", ofReferee),
      code: sarah.code,
      codeSource: "typed",
    });
    expect(answer.outcomes[0]).toMatchObject({
      referralId: null,
      denials: [{ code: "self_referral" }, { code: "self_referral" }],
    });
  });

  test("a card shared with the referrer denies the reward and says so", async () => {
    const ctx = engineContext();
    const { programId } = await publishProgram(ctx);
    const sarah = await createReferrer(ctx, programId, "Sarah", { paymentFingerprint: "card-1" });
    await record(ctx, { id: "s", type: "signup", referee: referee("mike"), code: sarah.code, codeSource: "typed" });
    const answer = await record(ctx, { id: "p", ...payment, referee: referee("mike"), paymentFingerprint: "card-1" });
    expect(answer.outcomes[0]?.denials.map(({ code }) => code)).toEqual(["self_referral", "self_referral"]);
    expect(await rows("SELECT state FROM rewards")).toEqual([{ state: "denied" }, { state: "denied" }]);
    expect(await rows("SELECT * FROM accounts")).toEqual([]);
  });

  test("a circle of three is refused", async () => {
    const ctx = engineContext();
    const { programId } = await publishProgram(ctx);
    const [ann, bob, cid] = await Promise.all(
      ["Ann", "Bob", "Cid"].map((name) => createReferrer(ctx, programId, name, { externalId: name })),
    );
    await record(ctx, { id: "1", type: "signup", referee: referee("Bob"), code: ann!.code, codeSource: "typed" });
    await record(ctx, { id: "2", type: "signup", referee: referee("Cid"), code: bob!.code, codeSource: "typed" });
    const closing = await record(ctx, {
      id: "3",
      type: "signup",
      referee: referee("Ann"),
      code: cid!.code,
      codeSource: "typed",
    });
    expect(closing.outcomes[0]).toMatchObject({
      referralId: null,
      denials: [{ code: "referral_cycle" }, { code: "referral_cycle" }],
    });
  });

  test("an account older than the click was not referred by it", async () => {
    const w = await world();
    const click = clickToken(w.programId, [{ code: w.sarah.code }]);
    const answer = await record(w.ctx, {
      id: "s",
      type: "signup",
      referee: referee("old", { createdAtMs: startMs - 1 }),
      click,
    });
    expect(answer.outcomes[0]?.denials[0]?.code).toBe("existing_participant");
  });
});

describe("a payment that came before its signup", () => {
  test("is parked, shown, and taken up when the referee binds", async () => {
    const w = await world();
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
      const w = await world();
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
      const w = await world();
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

test("a signup is promised the version in force when it happened, whatever other programs publish", async () => {
  const w = await world();
  const other = await publishProgram(w.ctx, {}, { publishedAtMs: startMs - 90 * dayMs });
  for (const [version, days] of [
    [2, 20],
    [3, 10],
  ] as const)
    await publishVersion(w.programId, version, startMs - days * dayMs);
  for (const version of [2, 3, 4, 5]) await publishVersion(other.programId, version, startMs - 50 * dayMs);
  const click = clickToken(w.programId, [{ code: w.sarah.code, atMs: startMs - 29 * dayMs }]);
  for (const [id, days] of [
    ["before", 25],
    ["between", 15],
    ["now", 0],
  ] as const) {
    await record(w.ctx, { id, type: "signup", referee: referee(id), click, occurredAtMs: startMs - days * dayMs });
  }
  expect(await rows("SELECT version FROM referrals ORDER BY signed_up_at_ms")).toEqual([
    { version: 1 },
    { version: 2 },
    { version: 3 },
  ]);
});

async function publishVersion(programId: string, version: number, publishedAtMs: number) {
  await rows(
    "INSERT INTO program_versions SELECT program_id, ?2, document, ?3, 'test' FROM program_versions WHERE program_id = ?1 AND version = 1",
    programId,
    version,
    publishedAtMs,
  );
  await rows("UPDATE programs SET current_version = ?2 WHERE id = ?1", programId, version);
}

describe("an event's id", () => {
  test("answers the first answer again, and refuses other content without a change", async () => {
    const w = await world();
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
    const w = await world();
    await record(w.ctx, { id: "s", type: "signup", referee: referee("mike"), code: w.sarah.code, codeSource: "typed" });
    const event = { id: "p", ...payment, referee: referee("mike") };
    const losing = { ...w.ctx, db: alwaysOutdated(w.ctx) };
    expect(await recordEvent(losing, event)).toMatchObject({ ok: false, refusal: { code: "busy" } });
    expect(await rows("SELECT event_id, status FROM events WHERE status = 'pending'")).toEqual([
      { event_id: "p", status: "pending" },
    ]);
    expect(await rows("SELECT id FROM rewards")).toEqual([]);
    expect(await sweepPendingEvents(w.ctx)).toEqual({ decided: 1, refused: 0 });
    expect(await rows("SELECT status FROM events WHERE event_id = 'p'")).toEqual([{ status: "applied" }]);
    expect(await rows("SELECT state FROM rewards")).toHaveLength(2);
    expect((await record(w.ctx, event)).outcomes[0]?.conversion?.ordinal).toBe(1);
  }, 20_000);
});

describe("switches", () => {
  test("without ENABLE_REWARDS everything is tracked and nothing is granted", async () => {
    const w = await world(engineContext({ flags: { referrals: true, rewards: false, jobs: true } }));
    await record(w.ctx, { id: "s", type: "signup", referee: referee("mike"), code: w.sarah.code, codeSource: "typed" });
    await record(w.ctx, { id: "p", ...payment, referee: referee("mike") });
    expect(await rows("SELECT ordinal FROM conversions")).toEqual([{ ordinal: 1 }]);
    expect(await rows("SELECT id FROM rewards")).toEqual([]);
  });

  test("without ENABLE_REFERRALS events are refused and can be sent again", async () => {
    const w = await world(engineContext({ flags: { referrals: false, rewards: true, jobs: true } }));
    const refused = await recordEvent(w.ctx, { id: "s", type: "signup", referee: referee("mike") });
    expect(refused).toMatchObject({ ok: false, refusal: { code: "referrals_disabled" } });
  });
});

test("an event costs two sequential round trips to the database", async () => {
  const w = await world();
  await record(w.ctx, { id: "s", type: "signup", referee: referee("mike"), code: w.sarah.code, codeSource: "typed" });
  const counted = countBatches(w.ctx);
  await record({ ...w.ctx, db: counted.db }, { id: "p", ...payment, referee: referee("mike") });
  expect(counted.trips()).toBe(2);
});

test("an explanation says what happened in words", async () => {
  const w = await world();
  const jane = await createReferrer(w.ctx, w.programId, "Jane");
  const click = clickToken(w.programId, [
    { code: w.sarah.code, atMs: startMs - 2, channel: "qr" },
    { code: jane.code, atMs: startMs - 1 },
  ]);
  const signup = await record(w.ctx, { id: "s", type: "signup", referee: referee("mike", { name: "Mike" }), click });
  await record(w.ctx, { id: "p", ...payment, referee: referee("mike", { name: "Mike" }) });
  const explained = await explainReferral(w.ctx, signup.outcomes[0]!.referralId!);
  if (!explained.ok) throw new Error("not explained");
  expect(explained.value.sentences.map(({ text }) => text)).toEqual([
    `A click on Sarah's link ${w.sarah.code} (qr) weighs 100 %: under first_touch the first click is credited.`,
    `A click on Jane's link ${jane.code} (link) earns nothing: under first_touch the first click is credited.`,
    "Sarah is the referrer, by the clicks in the signed journey, under version 1 of the program.",
    "Payment inv-1 of GBP 49.00 counts as conversion number 1.",
    "Rule first-payment-free-month was met: the referrer Sarah earns 1 free month (worth GBP 49.00).",
    "Rule first-payment-free-month was met: the referee Mike earns 1 free month (worth GBP 49.00).",
  ]);
  expect(
    await explainReferral({ ...w.ctx, actor: { ...w.ctx.actor, mode: "test" } }, explained.value.referralId),
  ).toMatchObject({ ok: false, refusal: { code: "not_found" } });
});

/** A database in which somebody else always commits between the reading and the writing. */
function alwaysOutdated(ctx: Context): Context["db"] {
  let calls = 0;
  return proxyBatch(ctx, async (batch) => {
    if (++calls % 2 === 0) throw new Error("CHECK constraint failed: facts_stale");
    return batch();
  });
}

function countBatches(ctx: Context) {
  let calls = 0;
  const db = proxyBatch(ctx, (batch) => {
    calls++;
    return batch();
  });
  return { db, trips: () => calls };
}

function proxyBatch(ctx: Context, around: (batch: () => Promise<unknown>) => Promise<unknown>): Context["db"] {
  return new Proxy(ctx.db, {
    get: (target, key, receiver) =>
      key === "batch"
        ? (...args: Parameters<typeof target.batch>) => around(() => target.batch(...args))
        : Reflect.get(target, key, receiver),
  });
}
