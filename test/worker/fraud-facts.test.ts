import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import type { Context } from "#context";
import type { Click } from "#domain/click";
import { packClicks } from "#domain/click-log";
import { dayMs, dayOf } from "#domain/day";
import type { ReportedEvent } from "#domain/event";
import type { ProgramDocument } from "#domain/program";
import type { Database } from "#store/database";
import { loadEventFacts } from "#store/event-facts";
import { loadReleaseFacts } from "#store/release-facts";
import { clickToken, createReferrer, engineContext, record, referee, startMs } from "#support/engine";
import { createWorld, heldFor, hourMs, later, payment, signUp } from "#support/fraud-ground";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { countRowsRead, explainPlan, statementsOf } from "#support/listened-database";
import { aroundBatches } from "#support/world";
import type { World } from "#support/world";
import { readEvent } from "#usecases/read-event";
import { claimReward } from "#usecases/claim-reward";
import { releaseReward } from "#usecases/release-reward";

afterEach(expectLedgerBalanced);

const points = { to: "referee", kind: "points", quantity: 5 } as const;

describe("the journey", () => {
  const click = (code: string, atMs: number) => ({
    ...{ code, atMs, channel: "link" as const, class: "human" as const, repeat: false },
    ...{ visitorId: "visitor00000001", addressHash: "hash-of-the-day", via: "iframe" as const },
  });
  /** Beside the one, so many that its own and three others of ten are embedded. */
  const others = (code: string): Click[] => [
    ...Array.from({ length: 5 }, () => ({ ...click(code, startMs - 9 * hourMs), via: "navigation" as const })),
    { ...click(code, startMs - 8 * hourMs), via: null },
    { ...click(code, startMs - 7 * hourMs), via: "image" },
    ...Array.from({ length: 2 }, () => ({ ...click(code, startMs - 7 * hourMs), repeat: true })),
    { ...click(code, startMs - 7 * hourMs), class: "bot" },
  ];
  const traced = async () => rows("SELECT visitor_id, via, address_hash FROM referrals");

  test("is traced in the click log, and what is known of it is kept with the referral", async () => {
    const w = await createWorld();
    const shard = "0-of-1";
    const asked: string[] = [];
    const platform = { ...w.ctx.platform, shards: [shard] };
    const ctx: Context = {
      ...w.ctx,
      platform: { ...platform, traces: async (name, query) => (asked.push(name), platform.traces(name, query)) },
    };
    const clicks = [click(w.sarah.code, startMs - hourMs), ...others(w.sarah.code)];
    const log = env.CLICK_LOG.getByName(shard);
    await log.append({ id: "clk_1", shard, clicks: packClicks(clicks) }, startMs - hourMs + 150);
    await log.flush(startMs);
    await signUp({ ...w, ctx });
    expect(asked).toEqual([shard]);
    expect(await traced()).toEqual([{ visitor_id: "visitor00000001", via: "iframe", address_hash: "hash-of-the-day" }]);
    await record(ctx, payment());
    const [row] = await rows<{ score: number; signals: string }>("SELECT score, signals FROM assessments");
    expect(row?.score).toBe(450_000);
    // Four of ten human clicks, whether they are repeats or not; what a bot loads is nobody's click.
    expect(JSON.parse(row?.signals ?? "[]")).toContainEqual(
      expect.objectContaining({ signal: "embedded_touch", measure: 400_000, note: "iframe" }),
    );
  });

  test.each([
    ["down", async () => Promise.reject(new Error("no answer"))],
    ["silent", async () => new Promise<never>(() => {})],
  ] as const)("of which a click log that is %s says nothing, binds all the same", async (_name, traces) => {
    const lines: string[] = [];
    const base = engineContext();
    const platform = { ...base.platform, traces };
    const w = await createWorld({}, { ...base, platform, log: (_level, message) => void lines.push(message) });
    const answer = await signUp(w);
    expect(answer.outcomes[0]?.referralId).toMatch(/^ref_/);
    expect(await traced()).toEqual([{ visitor_id: null, via: null, address_hash: null }]);
    expect(lines).toEqual(["journey_not_traced"]);
  });
});

test("a signup that earns at once is scored by what its referrer has brought before it", async () => {
  const onSignup: ProgramDocument["rules"] = [
    { key: "welcome", on: { event: "signup", occurrence: "first" }, grant: [points] },
  ];
  const w = await createWorld({
    ...{ rules: onSignup, fulfilment: { points: "wallet" } },
    fraud: { preset: "moderate", crowd_needs: 0 },
  });
  await signUp(w, "mike");
  await addReferrals(w, 12);
  await signUp({ ...w, ctx: { ...w.ctx, nowMs: startMs + 60_000 } }, "nina");
  expect(await rows("SELECT state, risk_days FROM rewards ORDER BY id")).toEqual([
    { state: "available", risk_days: null },
    { state: "pending", risk_days: 14 },
  ]);
  const [, second] = await rows<{ signals: string }>("SELECT signals FROM assessments ORDER BY id");
  const fired = (JSON.parse(second?.signals ?? "[]") as { signal: string; value: number }[]).filter(
    ({ value }) => value > 0,
  );
  expect(fired.map(({ signal }) => signal)).toEqual(["velocity", "timing"]);
});

test("the referrer's doubles are who came after him in the days of the signup, by a card once they have paid", async () => {
  const w = await createWorld();
  const card = { paymentFingerprint: "hers" };
  const mailbox = { email: "sarah+2@lens.example" };
  await env.DB.prepare("UPDATE participants SET payment_fingerprint = 'hers'").run();
  await createReferrer(w.ctx, w.programId, "Before", { ...mailbox, createdAtMs: startMs - 1 });
  await createReferrer(w.ctx, w.programId, "Long after", { ...mailbox, createdAtMs: startMs + 7 * dayMs });
  await createReferrer(w.ctx, w.programId, "Unpaid", { ...card, createdAtMs: startMs + 1 });
  const after = await createReferrer(w.ctx, w.programId, "After", { ...mailbox, createdAtMs: startMs + 7 * dayMs - 1 });
  const payer = { ...w, ctx: { ...w.ctx, nowMs: startMs + hourMs } };
  await signUp(payer, "payer");
  await record(payer.ctx, payment("payer", card));
  await signUp(w);
  await record(w.ctx, payment());
  const [payerRow] = await rows<{ id: string }>("SELECT id FROM participants WHERE external_id = 'payer'");
  const row = (await rows<{ signals: string }>("SELECT signals FROM assessments ORDER BY id")).at(-1);
  const signals = JSON.parse(row?.signals ?? "[]") as { signal: string; measure: number; participants: string[] }[];
  const found = signals.find(({ signal }) => signal === "referrer_doubles");
  expect(found?.measure).toBe(2);
  expect(new Set(found?.participants)).toEqual(new Set([after.id, payerRow?.id]));
});

test("clicks are those of the days around the touch, also where the event that earns is the signup", async () => {
  const onSignup: ProgramDocument["rules"] = [
    { key: "welcome", on: { event: "signup", occurrence: "first" }, grant: [points] },
  ];
  const w = await createWorld({ rules: onSignup, fulfilment: { points: "wallet" } });
  const touchMs = startMs - 10 * dayMs;
  const count = (days: number, human: number) =>
    env.DB.prepare("INSERT INTO click_counts VALUES (?, ?, 'link', '0-of-1', ?, 1, 9, 9, 9, 0)").bind(
      w.sarah.code,
      dayOf(touchMs) + days,
      human,
    );
  await env.DB.batch([count(-8, 1), count(-7, 10), count(0, 100), count(7, 1000), count(8, 10_000)]);
  const click = clickToken(w.programId, [{ code: w.sarah.code, atMs: touchMs }]);
  await record(w.ctx, { id: "signup", type: "signup", referee: referee("mike"), click });
  const [row] = await rows<{ signals: string }>("SELECT signals FROM assessments");
  // With one repeat of each of the three days.
  expect(JSON.parse(row?.signals ?? "[]")).toContainEqual(
    expect.objectContaining({ signal: "click_stuffing", measure: 1113 }),
  );
});

test("money that went back after the reward was used speaks against the others and the referral itself", async () => {
  const credit = { to: "referrer", kind: "credit", amount_minor: 1000, currency: "GBP" } as const;
  const every: ProgramDocument["rules"] = [
    {
      ...{ key: "every", on: { event: "payment", occurrence: "every" }, claim: "manual", grant: [credit] },
      reverse: { on: ["refund"], policy: "proportional" },
    },
  ];
  const w = await createWorld({ rules: every, fulfilment: { credit: "claim" } });
  // Of who pays at once nothing is said.
  const ctx = later(w, 2);
  for (const id of ["mike", "nina"]) {
    await signUp(w, id);
    await record(ctx, payment(id, { occurredAtMs: ctx.nowMs }));
    const [reward] = await rows<{ id: string }>("SELECT id FROM rewards ORDER BY id DESC");
    expect(await claimReward(ctx, reward?.id ?? "")).toMatchObject({ ok: true });
  }
  for (const id of ["mike", "nina"])
    await record(ctx, { ...payment(id), occurredAtMs: ctx.nowMs, id: `back-${id}`, type: "refund" });
  await record(ctx, payment("mike", { occurredAtMs: ctx.nowMs, id: "again", paymentRef: "inv-again" }));
  const measured = await rows<{ signals: string }>("SELECT signals FROM assessments ORDER BY id");
  const shares = measured.map(({ signals }) =>
    (JSON.parse(signals) as { signal: string; measure: number }[]).find(({ signal }) => signal.startsWith("refund")),
  );
  expect(shares.map((share) => share?.measure)).toEqual([0, 0, 1_000_000]);
});

test("an event of a famous referrer and the end of a hold read no more than another's, and take two trips", async () => {
  const measure = async (referrals: number) => {
    // Three strangers with the card: held, and not in review for a crowd and for doubles as well.
    const signals = { velocity: { weight: 0 }, referrer_doubles: { weight: 0 } };
    const w = await createWorld({ fraud: { preset: "moderate", signals } });
    await addReferrals(w, referrals);
    const byCard = { paymentFingerprint: `card-${referrals}` };
    for (const stranger of ["One", "Two", "Three"]) await createReferrer(w.ctx, w.programId, stranger, byCard);
    await addDoubles(w, referrals);
    const name = `mike-${referrals}`;
    await signUp(w, name);
    const event = payment(name, byCard);
    const readable = readEvent(w.ctx, event);
    const scoring = { disposable: await w.ctx.disposableDomains(), signing: w.ctx.signing, nowMs: w.ctx.nowMs };
    const ofEvent = await readOf((db) =>
      loadEventFacts(db, event, { readable, nowMs: startMs, erasedIds: [], scoring }),
    );
    expect(await tripsOf(w, async (ctx) => record(ctx, event))).toBe(2);
    const [reward] = await rows<{ id: string }>("SELECT id FROM rewards WHERE program_id = ?", w.programId);
    const id = reward?.id ?? "";
    const ofRelease = await readOf((db) => loadReleaseFacts(db, id, { mode: "live", ...scoring }));
    expect(await tripsOf({ ...w, ctx: later(w, 14) }, async (ctx) => releaseReward(ctx, id))).toBe(2);
    return { ofEvent, ofRelease };
  };
  const few = await measure(200);
  const many = await measure(5_000);
  expect(many.ofEvent).toBeLessThanOrEqual(2 * few.ofEvent);
  expect(many.ofRelease).toBeLessThanOrEqual(2 * few.ofRelease);
});

test("only what may promise or release something in a program that is scored costs the facts of scoring", async () => {
  const readBy = async ({ ctx }: World, event: ReportedEvent) => {
    const readable = readEvent(ctx, event);
    const scoring = { disposable: await ctx.disposableDomains(), signing: ctx.signing, nowMs: ctx.nowMs };
    return readOf((db) => loadEventFacts(db, event, { readable, nowMs: startMs, erasedIds: [], scoring }));
  };
  const crowded = async (name: string, document: Partial<ProgramDocument>) => {
    const w = await createWorld(document);
    await addReferrals(w, 300);
    await signUp(w, name);
    return w;
  };
  const off = await crowded("nina", { fraud: { preset: "off" } });
  expect(await readBy(off, payment("nina"))).toBeLessThan(300);
  const w = await crowded("mike", {});
  expect(await readBy(w, payment())).toBeGreaterThan(600);
  expect(await readBy(w, { ...payment(), id: "canceled", type: "subscription_canceled" })).toBeLessThan(300);
  await record(w.ctx, payment());
  expect(await readBy(w, payment()), "a repetition").toBeLessThan(300);
  expect(await readBy(w, { ...payment(), id: "back", type: "refund" })).toBeLessThan(300);
  const held = await crowded("otto", { rules: heldFor(20) });
  await record(held.ctx, payment("otto"));
  expect(await readBy(held, { ...payment("otto"), id: "opened", type: "dispute_opened" })).toBeGreaterThan(600);
});

test("a referrer's referrals of another program do not hide those of this one", async () => {
  const w = await createWorld();
  await addReferrals(w, 10);
  const other = await createWorld();
  await addReferrals({ ...w, programId: other.programId }, 250);
  await signUp(w);
  await record(w.ctx, payment());
  const [row] = await rows<{ signals: string }>("SELECT signals FROM assessments");
  expect(JSON.parse(row?.signals ?? "[]")).toContainEqual(expect.objectContaining({ signal: "velocity", measure: 11 }));
});

/** How many rows it reads, and that it searches for all of them. */
async function readOf(read: (db: Database) => Promise<unknown>): Promise<number> {
  let sum = 0;
  for (const statement of await statementsOf(read)) {
    sum += await countRowsRead(statement);
    expect((await explainPlan(statement)).join("; "), statement.sql).not.toMatch(
      /SCAN (referrals|participants|rewards|links|codes|fraud_list_entries|e|r|q|n|v|reviews|click_counts)\b/,
    );
  }
  return sum;
}

async function tripsOf({ ctx }: World, act: (ctx: Context) => Promise<unknown>): Promise<number> {
  let trips = 0;
  await act(aroundBatches(ctx, async (batch) => (trips++, batch())));
  return trips;
}

/** So many accounts with Sarah's mailbox and card, of the same hour. */
async function addDoubles({ programId, sarah }: World, count: number) {
  const id = `'${programId}-double-' || printf('%05d', i)`;
  await env.DB.batch([
    env.DB.prepare(`UPDATE participants SET payment_fingerprint = id WHERE id = '${sarah.id}'`),
    env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
       INSERT INTO participants (id, mode, kind, external_id, status, normalized_email, payment_fingerprint, created_at_ms, updated_at_ms)
       SELECT 'ptc_' || ${id}, mode, kind, ${id}, status, normalized_email, id, created_at_ms + i, 0
       FROM n JOIN participants p ON p.id = '${sarah.id}'`,
    ),
  ]);
}

/** Sarah's earlier referrals, one a minute until a minute ago. */
async function addReferrals({ programId, sarah }: World, count: number) {
  const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
  const id = `'${programId}-' || printf('%05d', i)`;
  await env.DB.batch([
    env.DB.prepare(
      `${numbers} INSERT INTO participants (id, mode, kind, external_id, name, status, created_at_ms, updated_at_ms)
       SELECT 'ptc_' || ${id}, 'live', 'supplier', ${id}, hex(randomblob(4)), 'active', 0, 0 FROM n`,
    ),
    env.DB.prepare(
      `${numbers} INSERT INTO referrals (id, mode, program_id, referee_id, referrer_id, link_id, evidence, channel, model,
         version, stage, link_created_at_ms, signed_up_at_ms, created_at_ms)
       SELECT 'ref_0' || ${id}, 'live', '${programId}', 'ptc_' || ${id}, '${sarah.id}', '${sarah.linkId}', 'typed', 'direct',
         'first_touch', 1, 'signed_up', 0, ${startMs} - (${count} + 1 - i) * 60000, 0 FROM n`,
    ),
  ]);
}
