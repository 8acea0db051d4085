import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { connect } from "#support/api";
import { explainPlan, statementsOf } from "#support/listened-database";
import { rows } from "#support/ledger";
import { engineContext, createReferrer, publishProgram, record, referee } from "#support/engine";
import { runsOf, tick } from "#support/ticks";
import { searchAuditRows } from "#store/audit-log";

const startMs = Date.UTC(2026, 4, 2, 10);
const minutes = (count: number) => startMs + count * 60_000;
const quarterToThree = Date.UTC(2026, 4, 3, 2, 45);

async function writeRows(count: number, { fromMs = startMs, stepMs = 1, actor = "key:key_1" } = {}) {
  await env.DB.prepare(
    `INSERT INTO audit_log (mode, at_ms, actor, action, object_id, request_id, detail)
     SELECT iif(value % 2, 'live', 'test'), ?2 + value * ?3, ?4, 'thing.changed', 'obj_' || value, 'req_' || value,
       json_object('nested', json_object('n', value)) FROM json_each(?1)`,
  )
    .bind(JSON.stringify(Array.from({ length: count }, (_, n) => n + 1)), fromMs, stepMs, actor)
    .run();
}

/** As somebody could who has the database in his hands. */
async function tamper(sql: string) {
  for (const trigger of [
    "audit_log_refuse_update",
    "audit_log_refuse_delete",
    "audit_seals_refuse_update",
    "audit_seals_refuse_delete",
  ])
    await env.DB.prepare(`DROP TRIGGER IF EXISTS ${trigger}`).run();
  await env.DB.prepare(sql).run();
}

type Verification = {
  verified_rows: number;
  seals: number;
  head: { seq: number; hash: string };
  problem: object | null;
  next_after_seq: number | null;
};

async function verify(body: object = {}): Promise<Verification> {
  return (await (await connect()).post<Verification>("/v1/audit/verify", body)).body;
}

test("thousands of rows are sealed over several runs, in one chain over both modes, and verified", async () => {
  await writeRows(7000);
  await tick(minutes(0));
  expect(await rows("SELECT first_seq, last_seq FROM audit_seals ORDER BY last_seq")).toEqual(
    [1, 2, 3, 4, 5].map((n) => ({ first_seq: n * 1000 - 999, last_seq: n * 1000 })),
  );
  await tick(minutes(1));
  const [head] = await rows<{ hash: string }>("SELECT hash FROM audit_seals ORDER BY last_seq DESC LIMIT 1");
  expect(await verify()).toEqual({
    verified_rows: 7000,
    seals: 7,
    head: { seq: 7000, hash: head?.hash },
    problem: null,
    next_after_seq: null,
  });
  expect((await runsOf("seal_audit_log")).map(({ outcome, counts }) => [outcome, counts])).toEqual([
    ["more", '{"rows":5000,"seals":5}'],
    ["done", '{"rows":2000,"seals":2}'],
  ]);
  await writeRows(3);
  await tick(minutes(2));
  expect(await verify({ after_seq: 7000 })).toMatchObject({
    verified_rows: 3,
    seals: 1,
    head: { seq: 7003 },
    problem: null,
  });
});

test("each sealed head is logged, as a witness outside of the database", async () => {
  const lines: object[] = [];
  await writeRows(2);
  await tick(minutes(0), {
    change: (ctx) => ({ ...ctx, log: (level, message, fields) => lines.push({ level, message, ...fields }) }),
  });
  const [seal] = await rows<{ hash: string }>("SELECT hash FROM audit_seals");
  expect(lines).toContainEqual({ level: "info", message: "audit_sealed", last_seq: 2, hash: seal?.hash });
});

test("two who seal at once make no branches", async () => {
  await writeRows(1500);
  await Promise.all([0, 1, 2].map(async (n) => tick(minutes(n))));
  await tick(minutes(3));
  expect(await rows("SELECT first_seq, last_seq FROM audit_seals")).toHaveLength(2);
  expect(await verify()).toMatchObject({ verified_rows: 1500, problem: null });
});

describe("whoever changes the log is found out, and where", () => {
  test.each<[string, string, object]>([
    ["a changed row", "UPDATE audit_log SET actor = 'key:key_2' WHERE seq = 1234", { code: "row_changed", seq: 1234 }],
    [
      "a changed detail",
      'UPDATE audit_log SET detail = \'{"nested":{"n":0}}\' WHERE seq = 7',
      { code: "row_changed", seq: 7 },
    ],
    [
      "a row moved to the other mode",
      "UPDATE audit_log SET mode = 'live' WHERE seq = 8",
      { code: "row_changed", seq: 8 },
    ],
    ["a deleted row", "DELETE FROM audit_log WHERE seq = 2000", { code: "row_missing", seq: 2000 }],
    ["the newest row deleted", "DELETE FROM audit_log WHERE seq = 2500", { code: "row_missing", seq: 2500 }],
    [
      "an inserted row",
      "INSERT INTO audit_log (seq, mode, at_ms, actor, action, object_id, request_id) VALUES (0, 'live', 0, 'key:key_1', 'a.b', 'o', 'r')",
      { code: "row_inserted", seq: 0 },
    ],
    [
      "a changed digest",
      "UPDATE audit_seals SET digests = json_set(digests, '$[3]', 'x') WHERE last_seq = 2000",
      { code: "seal_changed", seq: 2000 },
    ],
    ["a changed hash", "UPDATE audit_seals SET hash = 'x' WHERE last_seq = 1000", { code: "seal_changed", seq: 1000 }],
    [
      "a changed time of a seal",
      "UPDATE audit_seals SET sealed_at_ms = 0 WHERE last_seq = 1000",
      { code: "seal_changed", seq: 1000 },
    ],
    ["a deleted seal", "DELETE FROM audit_seals WHERE last_seq = 1000", { code: "link_broken", seq: 2000 }],
  ])("%s", async (_what, sql, problem) => {
    await writeRows(2500);
    await tick(minutes(0));
    expect((await verify()).problem).toBeNull();
    await tamper(sql);
    expect((await verify()).problem).toEqual(problem);
  });

  test.each([
    ["cut off", ["DELETE FROM audit_seals WHERE last_seq > 20; DELETE FROM audit_log WHERE seq > 20"]],
    ["made anew", ["DELETE FROM audit_seals; UPDATE audit_log SET actor = 'nobody'"]],
    ["emptied", ["DELETE FROM audit_seals; DELETE FROM audit_log"]],
    [
      "changed, and emptied the day after",
      ["UPDATE audit_log SET actor = 'nobody' WHERE seq = 5", "DELETE FROM audit_seals; DELETE FROM audit_log"],
    ],
  ])("that was %s, by the job that has seen its head before", async (_what, changes) => {
    await writeRows(20);
    await tick(minutes(0));
    await writeRows(20);
    await tick(quarterToThree);
    await tick(quarterToThree + 60_000);
    for (const [day, sql] of changes.entries()) {
      for (const statement of sql.split("; ")) await tamper(statement);
      await tick(quarterToThree + (day + 1) * 86_400_000);
    }
    await tick(quarterToThree + 10 * 86_400_000);
    const { body } = await (await connect()).get<{ audit: object }>("/v1/health");
    expect(body).toMatchObject({ audit: { status: "failing", problem: { code: "head_missing" } } });
  });

  test("by the daily job, too, which health tells of until it is well again", async () => {
    await writeRows(40);
    await tick(minutes(0));
    await tamper("UPDATE audit_log SET action = 'nothing' WHERE seq = 33");
    await tick(quarterToThree);
    const [, found] = await runsOf("verify_audit_log");
    expect(found).toMatchObject({ outcome: "done", counts: '{"rows":0,"seals":0,"problems":1}' });
    const { body } = await (await connect()).get<{ audit: object; status: string }>("/v1/health");
    expect(body).toMatchObject({
      status: "failing",
      audit: { status: "failing", reason: "row_changed at 33", problem: { seq: 33 } },
    });
  });
});

test("an event leaves one row with what it changed, by ids and numbers alone", async () => {
  const ctx = engineContext();
  const { programId } = await publishProgram(ctx);
  const sarah = await createReferrer(ctx, programId, "Sarah");
  const mike = referee("mike@example.org");
  await record(ctx, { id: "jane-doe", type: "signup", referee: mike, code: sarah.code, codeSource: "typed" });
  const payment = {
    id: "p",
    type: "payment",
    referee: mike,
    paymentRef: "o",
    amountMinor: 4900,
    currency: "GBP",
  } as const;
  await record(ctx, payment);
  await record(ctx, payment);
  const [referral] = await rows<{ id: string; referee_id: string }>("SELECT id, referee_id FROM referrals");
  const rewards = (await rows<{ id: string }>("SELECT id FROM rewards ORDER BY id")).map(({ id }) => id);
  expect(rewards).toHaveLength(2);
  const written = await rows<{ detail: string | null }>(
    "SELECT action, object_id, actor, detail FROM audit_log ORDER BY seq",
  );
  const actor = "key:key_test";
  expect(written.map((row) => ({ ...row, detail: JSON.parse(row.detail ?? "null") as object | null }))).toEqual([
    { action: "participant.created", object_id: referral?.referee_id, actor, detail: null },
    { action: "event.recorded", object_id: referral?.id, actor, detail: { type: "signup", rewards: [], event_seq: 1 } },
    { action: "event.recorded", object_id: referral?.id, actor, detail: { type: "payment", rewards, event_seq: 2 } },
  ]);
});

test("an event that only waits leaves none", async () => {
  await record(engineContext(), { id: "r", type: "refund", paymentRef: "unheard-of", amountMinor: 1 });
  expect(await rows("SELECT action FROM audit_log")).toEqual([]);
});

describe("the log is searched", () => {
  const page = async (query: string, mode: "live" | "test" = "live") =>
    (await (await connect({ mode })).get<{ data: { seq: number }[]; next_cursor: string | null }>(`/v1/audit?${query}`))
      .body;
  const all = async (query: string, mode: "live" | "test" = "live") => {
    const seqs: number[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const { data, next_cursor } = await page(cursor === "" ? query : `${query}&cursor=${cursor}`, mode);
      seqs.push(...data.map(({ seq }) => seq));
      cursor = next_cursor;
    }
    return seqs;
  };

  test("by actor, action and time, together and in pages, and finds all of it", async () => {
    const hourMs = 3_600_000;
    await writeRows(100, { stepMs: hourMs, actor: "key:key_rare" });
    await writeRows(6000, { fromMs: startMs + 100 * hourMs, stepMs: 60_000 });
    const odd = Array.from({ length: 50 }, (_, n) => 99 - 2 * n);
    expect(await all("actor=key:key_rare&limit=20")).toEqual(odd);
    expect(await all("actor=key:key_rare&action=thing.changed&limit=100")).toEqual(odd);
    expect(await all("action=thing.unheard_of")).toEqual([]);
    const at = (hours: number) => new Date(startMs + hours * hourMs).toISOString();
    expect(await all(`from=${at(10)}&until=${at(20)}`)).toEqual([19, 17, 15, 13, 11]);
    expect(await all(`from=${at(10)}&until=${at(20)}`, "test")).toEqual([18, 16, 14, 12, 10]);
    expect(await all(`until=${at(3)}&actor=key:key_1`)).toEqual([]);
    expect(await all("object_id=obj_77&actor=key:key_rare")).toEqual([77]);
  });

  test("in bounded stretches, never by a scan", async () => {
    await writeRows(2500);
    const filter = { actor: "key:key_2", action: undefined, fromMs: startMs, untilMs: startMs + 10 };
    for (const objectId of [undefined, "obj_5"]) {
      for (const mode of ["live", "test"] as const) {
        const statements = await statementsOf((db) =>
          searchAuditRows(db, { mode, objectId, before: undefined, limit: 10, ...filter }),
        );
        for (const statement of statements) {
          const plan = (await explainPlan(statement)).join("; ");
          expect(plan, statement.sql).not.toMatch(/SCAN audit_log|TEMP B-TREE/);
        }
      }
    }
  });
});
