import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { Click } from "#domain/click";
import { clickLogShard, packClicks } from "#domain/click-log";
import { dayMs } from "#domain/day";
import { schedule } from "#jobs/schedule";
import type { ClickLog } from "#objects/click-log";
import { createReferrer, engineContext, inTestMode, publishProgram, record, referee } from "#support/engine";
import { findContradictions, rows } from "#support/ledger";
import { createRewardWorld } from "#support/reward-seeds";
import { runsOf, tick } from "#support/ticks";

const today = 20_600;
const midnight = today * dayMs;
const at = (hour: number, minute: number) => midnight + (hour * 60 + minute) * 60_000;
const only = (name: string) => ({ table: schedule.filter((job) => job.name === name) });
const countsOf = async (job: string) => (await runsOf(job)).map(({ counts }) => JSON.parse(counts) as object);

describe("announce_expired_links", () => {
  const table = only("announce_expired_links");

  async function createLinks(expiries: Record<string, number>, clockMs?: number) {
    const ctx = clockMs === undefined ? engineContext() : inTestMode(engineContext());
    const { programId } = await publishProgram(ctx, {}, clockMs === undefined ? {} : { mode: "test", clockMs });
    for (const [name, expiresAtMs] of Object.entries(expiries))
      await createReferrer(ctx, programId, name, { link: { expiresAtMs } });
    return programId;
  }
  const told = async () =>
    (await rows<{ payload: string }>("SELECT payload FROM outbox WHERE type = 'link.expired' ORDER BY id")).map(
      ({ payload }) => JSON.parse(payload) as Record<string, string>,
    );

  test("tells once of each link that expired since the last run, up to the instant it is due for", async () => {
    const programId = await createLinks({
      earlier: at(2, 0) - dayMs,
      first: at(2, 0) - dayMs + 1,
      last: at(2, 0),
      later: at(2, 0) + 1,
    });
    await tick(at(2, 0), table);
    const [first, last] = await rows<{ id: string; participant_id: string; expires_at_ms: number }>(
      "SELECT * FROM links WHERE code LIKE 'FIRST%' OR code LIKE 'LAST%' ORDER BY expires_at_ms",
    );
    const expected = [first, last].map((link) => ({
      program_id: programId,
      participant_id: link?.participant_id,
      link_id: link?.id,
      expired_at: new Date(link?.expires_at_ms ?? 0).toISOString(),
    }));
    expect(await told()).toEqual(expected);
    await env.DB.prepare("DELETE FROM jobs").run();
    await tick(at(2, 1), table);
    expect(await told()).toEqual(expected);
    await tick(at(2, 0) + dayMs, table);
    expect(await told()).toHaveLength(3);
  });

  test("leaves out programs with a clock of their own", async () => {
    await createLinks({ clocked: at(1, 0) }, midnight - dayMs);
    await tick(at(2, 0), table);
    expect(await told()).toEqual([]);
  });

  test("goes on at the next tick when there are more than one run may tell", async () => {
    await createLinks({ one: at(1, 0) });
    await env.DB.prepare(
      `INSERT INTO links (id, mode, program_id, participant_id, code, channel, status, expires_at_ms, created_at_ms, updated_at_ms)
       SELECT links.id || n.value, mode, program_id, participant_id, code, channel, status, expires_at_ms + n.value / 700, 0, 0
       FROM links, json_each(?) AS n`,
    )
      .bind(JSON.stringify(Array.from({ length: 1400 }, (_, n) => n)))
      .run();
    await tick(at(2, 0), table);
    expect(await told()).toHaveLength(1000);
    await tick(at(2, 1), table);
    expect(await told()).toHaveLength(1401);
    expect((await runsOf("announce_expired_links")).map(({ outcome }) => outcome)).toEqual(["more", "done"]);
  });
});

describe("reconcile_ledger", () => {
  const table = only("reconcile_ledger");
  const memory = async () => {
    const [row] = await rows<{ memory: string }>("SELECT memory FROM jobs WHERE name = 'reconcile_ledger'");
    return JSON.parse(row?.memory ?? "null") as { place: object | null; last: Record<string, unknown> | null };
  };

  test("finds nothing in a ledger that is right, and says how much it has checked", async () => {
    const { seed } = await createRewardWorld();
    await seed();
    await seed({ kind: "free_month", unit: "free_months", quantity: 1 });
    await tick(at(2, 30), table);
    expect((await memory()).last).toEqual({
      atMs: at(2, 30),
      checked: { accounts: 2, transactions: 2, rewards: 2, counters: 0, referrals: 0, totals: 1 },
      finds: 0,
      first: [],
    });
  });

  test("finds a balance, a movement, a reward, a count and totals that somebody has changed", async () => {
    const ctx = engineContext();
    const { programId } = await publishProgram(ctx);
    const sarah = await createReferrer(ctx, programId, "Sarah");
    const mike = referee("mike");
    await record(ctx, { id: "s", type: "signup", referee: mike, code: sarah.code, codeSource: "typed" });
    await record(ctx, { id: "p", type: "payment", referee: mike, paymentRef: "o", amountMinor: 4900, currency: "GBP" });
    expect(await findContradictions()).toEqual([]);
    const [reward] = await rows<{ id: string; transaction_id: string }>(
      "SELECT * FROM rewards WHERE beneficiary_id = ?",
      sarah.id,
    );
    const [theirs] = await rows<{ id: string }>("SELECT id FROM rewards WHERE beneficiary_id <> ?", sarah.id);
    await env.DB.batch([
      env.DB.prepare("DROP TRIGGER entries_refuse_update"),
      env.DB.prepare("UPDATE accounts SET balance = balance + 1 WHERE owner_id = ?").bind(sarah.id),
      env.DB.prepare("UPDATE entries SET amount = 5 WHERE transaction_id = ? AND side = 1").bind(
        reward?.transaction_id,
      ),
      env.DB.prepare("UPDATE counters SET used = used + 1 WHERE scope = ? AND name LIKE 'count:%'").bind(sarah.id),
      env.DB.prepare(`UPDATE participant_totals SET worth = '{"GBP":1}' WHERE participant_id = ?`).bind(sarah.id),
      env.DB.prepare("DELETE FROM participant_totals WHERE participant_id <> ?").bind(sarah.id),
    ]);
    const lines: object[] = [];
    await tick(at(2, 30), {
      ...table,
      change: (ctx) => ({ ...ctx, log: (level, message, fields) => lines.push({ level, message, ...fields }) }),
    });
    const found = [
      { what: "balance_drifted", id: `${sarah.id} ${programId} free_months` },
      { what: "transaction_unbalanced", id: reward?.transaction_id },
      { what: "movement_missing", id: reward?.id },
      { what: "totals_missing", id: theirs?.id },
      { what: "count_drifted", id: `${programId} ${sarah.id}` },
      { what: "totals_drifted", id: `${programId} ${sarah.id}` },
    ];
    expect((await memory()).last).toMatchObject({ finds: 6, first: found });
    for (const find of found)
      expect(lines).toContainEqual({ level: "error", message: "ledger_contradicts_itself", ...find });
  });

  test("reads through a large ledger in turns, and keeps its place", async () => {
    await env.DB.prepare("INSERT INTO accounts SELECT 'ptc_' || value, 'prg_1', 'GBP', 0 FROM json_each(?)")
      .bind(JSON.stringify(Array.from({ length: 10_400 }, (_, n) => n)))
      .run();
    await env.DB.prepare("UPDATE accounts SET balance = 7 WHERE owner_id = 'ptc_999'").run();
    await tick(at(2, 30), table);
    expect(await memory()).toMatchObject({ place: { part: "accounts" }, last: null });
    await tick(at(2, 31), table);
    expect(await memory()).toMatchObject({ place: null, last: { checked: { accounts: 10_400 }, finds: 1 } });
    expect((await runsOf("reconcile_ledger")).map(({ outcome }) => outcome)).toEqual(["more", "done"]);
  });
});

describe("check_click_counts", () => {
  const table = only("check_click_counts");
  const yesterday = midnight - dayMs + 1;
  const click = (code: string): Click => ({
    ...{ code, atMs: yesterday, channel: "link", class: "human" },
    ...{ repeat: false, visitorId: null, addressHash: null, via: null },
  });

  async function log(...codes: string[]) {
    for (const code of codes) {
      const shard = clickLogShard(code, Number(env.CLICK_SHARDS));
      const stub = env.CLICK_LOG.getByName(shard);
      await stub.append({ id: `grp_${code}_${codes.length}`, shard, clicks: packClicks([click(code)]) }, yesterday);
    }
  }
  const flush = async () => {
    for (let shard = 0; shard < Number(env.CLICK_SHARDS); shard++) {
      const stub = env.CLICK_LOG.getByName(`${shard}-of-${env.CLICK_SHARDS}`);
      await runInDurableObject(stub, (object: ClickLog) => object.flush(yesterday));
    }
  };

  test("finds where the roll-up of yesterday is not what the click logs hold, by what they have flushed", async () => {
    await log("AAA", "BBB", "CCC", "DDD");
    await flush();
    await log("EEE");
    await tick(at(2, 30), table);
    await env.DB.prepare("UPDATE click_counts SET human = 9 WHERE code = 'BBB'").run();
    await env.DB.prepare("DELETE FROM click_counts WHERE code = 'CCC'").run();
    await tick(at(2, 30) + 60_000, table);
    expect(await countsOf("check_click_counts")).toEqual([{ checked: 4, finds: 0 }]);
    await env.DB.prepare("UPDATE jobs SET watermark_ms = 0").run();
    await tick(at(2, 32), table);
    expect((await countsOf("check_click_counts")).at(-1)).toEqual({ checked: 4, finds: 2 });
    const [row] = await rows<{ memory: string }>("SELECT memory FROM jobs");
    expect(JSON.parse(row?.memory ?? "")).toMatchObject({
      place: null,
      last: { day: today - 1, checked: 4, finds: 2 },
    });
  });
});

test("the salt of a day that is over is destroyed right after midnight, and once more a minute later", async () => {
  const salt = (day: number) => env.DB.prepare("INSERT INTO address_salts (day) VALUES (?)").bind(day).run();
  const days = async () =>
    (await rows<{ day: number }>("SELECT day FROM address_salts ORDER BY day")).map(({ day }) => day);
  await tick(at(0, 0) - 60_000);
  await salt(today - 1);
  await tick(at(0, 0));
  expect(await days()).toEqual([]);
  await salt(today - 1);
  await salt(today);
  await tick(at(0, 1));
  expect(await days()).toEqual([today]);
  const runs = (await runsOf("destroy_address_salts")).length;
  await tick(at(0, 2));
  await tick(at(0, 3));
  expect(await runsOf("destroy_address_salts")).toHaveLength(runs);
});
