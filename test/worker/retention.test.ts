import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { idAt } from "#domain/id";
import { schedule } from "#jobs/schedule";
import { openDatabase } from "#store/database";
import { stripOldBodies } from "#store/retention";
import { rows } from "#support/ledger";
import { listenToDatabase } from "#support/listened-database";
import { fillEmptyTables } from "#support/table-filler";
import { runsOf, tick } from "#support/ticks";

const midnight = 20_600 * dayMs;
const at = (hour: number, minute: number) => midnight + (hour * 60 + minute) * 60_000;
const countsOf = async (job: string) => (await runsOf(job)).map(({ counts }) => JSON.parse(counts) as object);
const table = { table: schedule.filter((job) => job.name === "keep_retention") };
const idsOf = async (table: string) =>
  (await rows<{ id: string }>(`SELECT id FROM ${table} ORDER BY id`)).map(({ id }) => id);
const before = (days: number, tail: string) => idAt("msg", at(2, 30) - days * dayMs - 1, tail);
const since = (days: number, tail: string) => idAt("msg", at(2, 30) - days * dayMs, tail);

const message =
  "INSERT INTO outbox (id, mode, type, payload, due_at_ms, status, created_at_ms) VALUES (?, 'live', 't', ?, 0, ?, 0)";
const delivery =
  "INSERT INTO webhook_deliveries (endpoint_id, message_id, status, due_at_ms, created_at_ms) VALUES (?, ?, ?, 0, 0)";

test("deletes deliveries and attempts after 90 days, but for deliveries that failed for good", async () => {
  const attempt =
    "INSERT INTO webhook_attempts (endpoint_id, message_id, attempt, at_ms, duration_ms, url, request_headers) VALUES (?, ?, ?, ?, 0, '', '{}')";
  const [old, dead, young] = [before(90, "a"), before(90, "b"), since(90, "c")];
  const oldMs = at(2, 30) - 90 * dayMs - 1;
  await env.DB.batch([
    ...[old, dead, young].map((id) => env.DB.prepare(message).bind(id, "{}", "sent")),
    ...["whe_1", "whe_2"].flatMap((endpoint) => [
      env.DB.prepare(delivery).bind(endpoint, old, "done"),
      env.DB.prepare(delivery).bind(endpoint, dead, "dead"),
      env.DB.prepare(delivery).bind(endpoint, young, "done"),
      env.DB.prepare(attempt).bind(endpoint, old, 1, oldMs),
      env.DB.prepare(attempt).bind(endpoint, old, 2, at(1, 0)),
      env.DB.prepare(attempt).bind(endpoint, young, 1, at(1, 0)),
    ]),
  ]);
  await tick(at(2, 30), table);
  expect(await idsOf("outbox")).toEqual([old, dead, young]);
  expect(await rows("SELECT endpoint_id, message_id FROM webhook_deliveries")).toEqual(
    ["whe_1", "whe_2"].flatMap((endpoint_id) => [dead, young].map((message_id) => ({ endpoint_id, message_id }))),
  );
  expect(await rows("SELECT attempt, message_id FROM webhook_attempts WHERE endpoint_id = 'whe_2'")).toEqual([
    { attempt: 2, message_id: old },
    { attempt: 1, message_id: young },
  ]);
});

test("deletes messages after 365 days, when nothing that they led to is open", async () => {
  const fulfilment =
    "INSERT INTO fulfilments (reward_id, mode, program_id, participant_id, form, status, due_at_ms, created_at_ms, updated_at_ms) VALUES (?, 'live', 'p', 'p', 'webhook', ?, 0, 0, 0)";
  const insert = (id: string, rewardId = "rwd_0", status = "sent") =>
    env.DB.prepare(message).bind(id, JSON.stringify({ reward_id: rewardId }), status);
  const [arrived, failed, handed, open] = ["a", "b", "c", "d"].map((tail) => before(365, tail));
  await env.DB.batch([
    insert(arrived ?? ""),
    env.DB.prepare(delivery).bind("whe_1", arrived, "done"),
    insert(failed ?? ""),
    env.DB.prepare(delivery).bind("whe_1", failed, "done"),
    env.DB.prepare(delivery).bind("whe_2", failed, "dead"),
    insert(handed ?? "", "rwd_1"),
    env.DB.prepare(fulfilment).bind("rwd_1", "done"),
    insert(open ?? "", "rwd_2"),
    env.DB.prepare(fulfilment).bind("rwd_2", "waiting"),
    insert(before(365, "e"), "rwd_0", "due"),
    insert(since(365, "f")),
  ]);
  await tick(at(2, 30), table);
  expect(await idsOf("outbox")).toEqual([failed, open, before(365, "e"), since(365, "f")]);
});

test("empties bodies in steps of a thousand", async () => {
  await env.DB.prepare(
    `INSERT INTO provider_deliveries (id, mode, provider, delivery_id, type, body, received_at_ms, status, due_at_ms)
     SELECT ? || value, 'live', 'stripe', value, 't', '{}', 0, 'applied', 0 FROM json_each(?)`,
  )
    .bind(idAt("pdl", at(2, 30) - 366 * dayMs), JSON.stringify(Array.from({ length: 2500 }, (_, n) => n)))
    .run();
  const { d1, sent } = listenToDatabase();
  const result = await stripOldBodies(openDatabase(d1), { nowMs: at(2, 30), after: "" });
  expect(result).toEqual({ stripped: 2500, next: "", isCut: false });
  expect(sent.filter(({ sql }) => sql.startsWith("UPDATE"))).toHaveLength(3);
});

test("goes on at the next tick while more is old than one run may look through, be it bodies or referrals", async () => {
  await fillEmptyTables();
  const numbers = JSON.stringify(Array.from({ length: 20_500 }, (_, n) => n + 1));
  const [delivery, referral] = [idAt("pdl", at(2, 30) - 366 * dayMs), idAt("ref", at(2, 30) - 91 * dayMs)];
  const fill = {
    referrals: `INSERT INTO referrals (id, mode, program_id, referee_id, referrer_id, link_id, evidence, channel, model, version, stage,
      link_created_at_ms, signed_up_at_ms, created_at_ms, via)
      SELECT ?1 || n.value, 'live', r.program_id, r.referee_id || n.value, r.referrer_id, r.link_id, 'url', 'link', 'linear', 1,
        'signed_up', 0, 0, 0, 'navigation' FROM json_each(?2) n CROSS JOIN referrals r WHERE r.id = 'x'`,
    people: `INSERT INTO participants (id, mode, kind, external_id, status, created_at_ms, updated_at_ms)
      SELECT ?1 || value, 'live', 'supplier', ?1 || value, 'active', 0, 0 FROM json_each(?2)`,
    bodies: `INSERT INTO provider_deliveries (id, mode, provider, delivery_id, type, body, received_at_ms, status, due_at_ms)
      SELECT ?1 || value, 'live', 'stripe', value, 't', '{}', 0, 'applied', 0 FROM json_each(?2)`,
  };
  const [{ referee_id: referee } = { referee_id: "" }] = await rows<{ referee_id: string }>(
    "SELECT referee_id FROM referrals WHERE id = 'x'",
  );
  const counts = async () => (await countsOf("keep_retention")) as { provider_deliveries: number; referrals: number }[];
  await env.DB.prepare(fill.bodies).bind(delivery, numbers).run();
  await tick(at(2, 30), table);
  expect((await runsOf("keep_retention")).map(({ outcome }) => outcome)).toEqual(["more"]);
  await env.DB.prepare(fill.people).bind(referee, numbers).run();
  await env.DB.prepare(fill.referrals).bind(referral, numbers).run();
  await tick(at(2, 31), table);
  await tick(at(2, 32), table);
  expect((await runsOf("keep_retention")).map(({ outcome }) => outcome)).toEqual(["more", "more", "done"]);
  const total = (await counts()).map((run) => [run.provider_deliveries, run.referrals]);
  expect(total).toEqual([
    [20_000, 0],
    [500, 20_000],
    [0, 500],
  ]);
});

test("deletes emails after 365 days and runs of jobs after 30, and empties the bodies of settled deliveries", async () => {
  const email =
    "INSERT INTO emails (id, mode, message_id, template, status, due_at_ms, created_at_ms) VALUES (?, 'live', 'm', 't', 'sent', 0, ?)";
  const run =
    "INSERT INTO job_runs (job, id, actor, due_at_ms, started_at_ms, duration_ms, outcome, counts) VALUES (?, ?, '', 0, 0, 0, 'done', '{}')";
  const delivery =
    "INSERT INTO provider_deliveries (id, mode, provider, delivery_id, type, body, received_at_ms, status, due_at_ms) VALUES (?1, 'live', 'stripe', ?1, 't', '{}', 0, ?2, 0)";
  const yearAgo = at(2, 30) - 365 * dayMs;
  const monthAgo = at(2, 30) - 30 * dayMs;
  const standing = "INSERT INTO jobs (name, watermark_ms) VALUES (?, 0)";
  await env.DB.batch([
    env.DB.prepare(email).bind("eml_1", yearAgo - 1),
    env.DB.prepare(email).bind("eml_2", yearAgo),
    ...["one", "two"].flatMap((job) => [
      env.DB.prepare(standing).bind(job),
      env.DB.prepare(run).bind(job, idAt("run", monthAgo - 1, "a")),
      env.DB.prepare(run).bind(job, idAt("run", monthAgo, "b")),
    ]),
    env.DB.prepare(delivery).bind(idAt("pdl", yearAgo - 1, "a"), "applied"),
    env.DB.prepare(delivery).bind(idAt("pdl", yearAgo - 1, "b"), "unmapped"),
    env.DB.prepare(delivery).bind(idAt("pdl", yearAgo, "c"), "applied"),
  ]);
  await tick(at(2, 30), table);
  expect(await idsOf("emails")).toEqual(["eml_2"]);
  expect(await rows("SELECT job, id FROM job_runs WHERE job IN ('one', 'two')")).toEqual(
    ["one", "two"].map((job) => ({ job, id: idAt("run", monthAgo, "b") })),
  );
  expect(await rows("SELECT status, body FROM provider_deliveries ORDER BY id")).toEqual([
    { status: "applied", body: "" },
    { status: "unmapped", body: "{}" },
    { status: "applied", body: "{}" },
  ]);
  expect(await countsOf("keep_retention")).toEqual([
    {
      edge_changes: 0,
      job_runs: 2,
      webhook_attempts: 0,
      webhook_deliveries: 0,
      outbox: 0,
      emails: 1,
      fraud_list_entries: 0,
      assessments: 0,
      provider_deliveries: 1,
      referrals: 0,
    },
  ]);
});

test("forgets after 90 days which browser and address a referral came from, and after two years what scoring said and no review names", async () => {
  await fillEmptyTables();
  const [old, young] = [89, 91].map((days) => idAt("ref", at(2, 30) - days * dayMs, "a")).toReversed();
  const [ancient] = [idAt("ref", at(2, 30) - 731 * dayMs, "a")];
  const referral = `INSERT INTO referrals (id, mode, program_id, referee_id, referrer_id, link_id, evidence, channel, model, version, stage,
      link_created_at_ms, signed_up_at_ms, created_at_ms, visitor_id, via, address_hash)
    SELECT ?1, 'live', program_id, referee_id || ?1, referrer_id, link_id, 'url', 'link', 'linear', 1, 'signed_up', 0, 0, 0, 'v', 'navigation', 'h'
    FROM referrals WHERE id = 'x'`;
  const assessment =
    "INSERT INTO assessments (referral_id, id, moment, version, score, risk, action, signals, rules, at_ms) VALUES (?, ?, 'decision', 1, 0, 'low', 'approve', '[]', '[]', ?)";
  const people = env.DB.prepare(
    `INSERT INTO participants (id, mode, kind, external_id, status, created_at_ms, updated_at_ms)
     SELECT referee_id || ?1, 'live', 'supplier', referee_id || ?1, 'active', 0, 0 FROM referrals WHERE id = 'x'`,
  );
  const assessed = (id: string, days: number) => env.DB.prepare(assessment).bind(ancient, id, at(2, 30) - days * dayMs);
  await env.DB.batch([
    ...[old, young, ancient].flatMap((id) => [people.bind(id), env.DB.prepare(referral).bind(id)]),
    assessed("asm_1", 731),
    assessed("asm_2", 729),
    assessed("asm_0", 731),
    env.DB.prepare(
      `INSERT INTO reviews (id, mode, program_id, referral_id, status, assessment_id, score, created_at_ms)
       SELECT 'rvw_1', 'live', program_id, id, 'approved', 'asm_0', 0, 0 FROM referrals WHERE id = ?`,
    ).bind(ancient),
  ]);
  await tick(at(2, 30), table);
  expect(await rows("SELECT id, visitor_id, via, address_hash FROM referrals WHERE via = 'navigation'")).toEqual([
    { id: young, visitor_id: "v", via: "navigation", address_hash: "h" },
  ]);
  expect(await rows("SELECT id FROM assessments WHERE referral_id = ?", ancient)).toEqual([
    { id: "asm_0" },
    { id: "asm_2" },
  ]);
});

test("deletes entries of fraud lists a day after they have ended, and no others", async () => {
  const entry =
    "INSERT INTO fraud_list_entries VALUES (?1, 'live', '', 'block', 'address', ?1, 'a note', 'key:1', 0, ?2)";
  const ended = at(2, 30) - dayMs;
  const entries: [string, number | null][] = [
    ["fle_1", ended - 1],
    ["fle_2", ended],
    ["fle_3", at(3, 0)],
    ["fle_4", null],
  ];
  await env.DB.batch(entries.map(([id, endMs]) => env.DB.prepare(entry).bind(id, endMs)));
  await tick(at(2, 30), table);
  expect(await idsOf("fraud_list_entries")).toEqual(["fle_2", "fle_3", "fle_4"]);
});
