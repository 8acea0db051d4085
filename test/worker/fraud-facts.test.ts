import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import type { Context } from "#context";
import { packClicks } from "#domain/click-log";
import type { ProgramDocument } from "#domain/program";
import type { Database } from "#store/database";
import { loadEventFacts } from "#store/event-facts";
import { loadReleaseFacts } from "#store/release-facts";
import { createReferrer, engineContext, record, startMs } from "#support/engine";
import { createWorld, hourMs, later, payment, signUp } from "#support/fraud-ground";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { countRowsRead, explainPlan, statementsOf } from "#support/listened-database";
import { aroundBatches } from "#support/world";
import type { World } from "#support/world";
import { readEvent } from "#usecases/read-event";
import { releaseReward } from "#usecases/release-reward";

afterEach(expectLedgerBalanced);

const points = { to: "referee", kind: "points", quantity: 5 } as const;

describe("the journey", () => {
  const click = (code: string, atMs: number) => ({
    ...{ code, atMs, channel: "link" as const, class: "human" as const, repeat: false },
    ...{ visitorId: "visitor00000001", addressHash: "hash-of-the-day", via: "iframe" as const },
  });
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
    const clicks = packClicks([click(w.sarah.code, startMs - hourMs)]);
    await env.CLICK_LOG.getByName(shard).append({ id: "clk_1", shard, clicks }, startMs - hourMs + 150);
    await signUp({ ...w, ctx });
    expect(asked).toEqual([shard]);
    expect(await traced()).toEqual([{ visitor_id: "visitor00000001", via: "iframe", address_hash: "hash-of-the-day" }]);
    await record(ctx, payment());
    const [row] = await rows<{ score: number }>("SELECT score FROM assessments");
    expect(row?.score).toBe(450_000);
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
  const w = await createWorld({ rules: onSignup, fulfilment: { points: "wallet" } });
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

test("an event of a famous referrer and the end of a hold read no more than another's, and take two trips", async () => {
  const measure = async (referrals: number) => {
    const w = await createWorld();
    await addReferrals(w, referrals);
    const byCard = { paymentFingerprint: `card-${referrals}` };
    // One stranger with the card: held, and not in review.
    await createReferrer(w.ctx, w.programId, "Stranger", byCard);
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
