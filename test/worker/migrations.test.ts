import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { countKey, paidCriterion } from "#domain/qualification";
import { rewardStates } from "#domain/reward";
import { countRows } from "#support/api";
import { crowdId, crowdTables } from "#support/crowded-tables";
import { rows } from "#support/ledger";
import { fillEmptyTables } from "#support/table-filler";

const run = async (sql: string) => env.DB.prepare(sql).run();

describe("migrations", () => {
  test("lose no row, applied one after the other and once more", async () => {
    await reset();
    for (let applied = 1; applied <= env.TEST_MIGRATIONS.length; applied += 1) {
      const before = applied === 1 ? {} : await countRows();
      await applyD1Migrations(env.DB, env.TEST_MIGRATIONS.slice(0, applied));
      const after = await countRows();
      for (const [table, count] of Object.entries(before)) expect(after[table], table).toBeGreaterThanOrEqual(count);
      await fillEmptyTables();
    }
    const filled = await countRows();
    expect(Object.entries(filled).filter(([, count]) => count === 0)).toEqual([["fact_guards", 0]]);
    await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
    expect(await countRows()).toEqual(filled);
  });

  test("count the paid conversions of before, but for those that were refunded", async () => {
    await reset();
    const before = env.TEST_MIGRATIONS.filter(({ name }) => name < "0002");
    await applyD1Migrations(env.DB, before);
    const person = (id: string) => `('${id}', 'live', 'supplier', '${id}', 'active', 0, 0)`;
    const bond = (id: string) =>
      `('ref_${id}', 'live', 'p', '${id}', 'ann', 'l', 'url', 'link', 'linear', 1, 'converted', 0, 0, 0)`;
    await env.DB.batch(
      [
        "INSERT INTO programs (id, mode, key, status, draft, created_at_ms, updated_at_ms) VALUES ('p', 'live', 'p', 'active', '{}', 0, 0)",
        `INSERT INTO participants (id, mode, kind, external_id, status, created_at_ms, updated_at_ms) VALUES ${["ann", "bea", "cid"].map(person).join()}`,
        "INSERT INTO links (id, mode, program_id, participant_id, code, channel, status, expires_at_ms, created_at_ms, updated_at_ms) VALUES ('l', 'live', 'p', 'ann', 'L', 'link', 'active', 0, 0, 0)",
        `INSERT INTO referrals (id, mode, program_id, referee_id, referrer_id, link_id, evidence, channel, model, version, stage, link_created_at_ms, signed_up_at_ms, created_at_ms) VALUES ${["bea", "cid"].map(bond).join()}`,
        "INSERT INTO payments VALUES ('live', 'b1', 'bea', 100, 'GBP', 40, 1, 0), ('live', 'b2', 'bea', 100, 'GBP', 0, 1, 0), ('live', 'c1', 'cid', 100, 'GBP', 100, 1, 0)",
        "INSERT INTO conversions (program_id, payment_ref, id, mode, referral_id, ordinal, created_at_ms) VALUES ('p', 'b1', 'c1', 'live', 'ref_bea', 1, 0), ('p', 'b2', 'c2', 'live', 'ref_bea', 2, 0), ('p', 'c1', 'c3', 'live', 'ref_cid', 1, 0)",
      ].map((sql) => env.DB.prepare(sql)),
    );
    await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
    const counted = await env.DB.prepare("SELECT scope, ends_at_ms, name, used FROM counters").all();
    expect(counted.results).toEqual([{ ...countKeyColumns("ann"), used: 1 }]);
    const referrals = await env.DB.prepare("SELECT referral_id, criterion, status FROM qualifications").all();
    expect(referrals.results).toEqual([{ referral_id: "ref_bea", criterion: paidCriterion, status: "counted" }]);
  });

  test("count what referrals and rewards of before come to as the triggers would have", async () => {
    await reset();
    await applyD1Migrations(
      env.DB,
      env.TEST_MIGRATIONS.filter(({ name }) => name < "0010"),
    );
    await crowdTables();
    await env.DB.batch(
      [
        "UPDATE referrals SET stage = 'activated', activated_at_ms = signed_up_at_ms + 5, churned_at_ms = iif(rowid_of % 2, 9, NULL) FROM (SELECT id AS found, substr(id, 5) + 0 AS rowid_of FROM referrals) WHERE id = found AND rowid_of % 3 = 0",
        "UPDATE rewards SET quantity = 7, reversed_quantity = 2, worth_minor = 100, worth_currency = 'GBP' WHERE state = 'available'",
      ].map((sql) => env.DB.prepare(sql)),
    );
    await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
    const totals = async () => rows("SELECT * FROM participant_totals ORDER BY 1, 2");
    const counted = await totals();
    expect(counted.length).toBeGreaterThan(2);
    expect(counted.some(({ worth }) => worth !== "{}")).toBe(true);
    // Everything once more, past the migration: taken out, it leaves nothing, and put back, all of it.
    await run("DELETE FROM participant_totals");
    await env.DB.batch(
      [
        "PRAGMA defer_foreign_keys = on",
        "CREATE TABLE kept_referrals AS SELECT * FROM referrals",
        "CREATE TABLE kept_rewards AS SELECT * FROM rewards",
        "DELETE FROM rewards",
        "DELETE FROM referrals",
        "INSERT INTO referrals SELECT * FROM kept_referrals",
        "INSERT INTO rewards SELECT * FROM kept_rewards",
      ].map((sql) => env.DB.prepare(sql)),
    );
    expect(await totals()).toEqual(counted);
  });

  test("drop no table: on D1 that empties what refers to it, and loses its triggers", () => {
    expect(env.TEST_MIGRATIONS.length).toBeGreaterThan(1);
    for (const { name, queries } of env.TEST_MIGRATIONS) {
      expect(queries.join(";\n"), name).not.toMatch(/drop\s+table/i);
    }
  });
});

function countKeyColumns(referrerId: string) {
  const { scope, endsAtMs, name } = countKey(referrerId, paidCriterion);
  return { scope, ends_at_ms: endsAtMs, name };
}

describe("what has happened", () => {
  const facts = {
    entries: "amount = -2",
    transactions: "description = 'changed'",
    reward_transitions: "reason = 'changed'",
    audit_log: "actor = 'changed'",
    audit_seals: "hash = 'changed'",
    program_versions: "document = '{}'",
  };
  test.each(Object.entries(facts))("cannot be changed or deleted: %s", async (table, change) => {
    await fillEmptyTables();
    await expect(run(`UPDATE ${table} SET ${change}`)).rejects.toThrow(`append_only: ${table}`);
    await expect(run(`DELETE FROM ${table}`)).rejects.toThrow(`append_only: ${table}`);
  });

  test("a reward never becomes somebody else's, or the totals of two people would be wrong", async () => {
    await fillEmptyTables();
    await expect(run("UPDATE rewards SET beneficiary_id = 'y'")).rejects.toThrow("append_only: rewards");
  });

  test("of scoring cannot be changed, and goes when its time is over", async () => {
    await fillEmptyTables();
    await expect(run("UPDATE assessments SET score = 1")).rejects.toThrow("append_only: assessments");
    await run("DELETE FROM assessments");
    expect(await rows("SELECT * FROM assessments")).toEqual([]);
  });

  test.each([
    ["webhook_endpoints", "disabled_reason"],
    ["email_suppressions", "reason"],
    ["provider_deliveries", "provider"],
    ["provider_customers", "provider"],
    ["provider_payments", "provider"],
    ["fulfilment_calls", "action"],
  ])("of %s the %s is one that is known", async (table, column) => {
    await fillEmptyTables();
    await expect(run(`UPDATE ${table} SET ${column} = 'unheard_of'`)).rejects.toThrow("CHECK constraint failed");
  });

  test("a code is never taken back, so that none is reissued", async () => {
    await fillEmptyTables();
    await expect(run("DELETE FROM codes")).rejects.toThrow("append_only: codes");
  });
});

describe("a referral", () => {
  const refer = async (referrer: number, referee: number, program = "prg_live") =>
    env.DB.prepare(
      `INSERT INTO referrals SELECT 'ref_' || ?1 || ?2, mode, ?3, ?2, ?1, link_id, evidence, channel, campaign, model,
         version, stage, link_created_at_ms, link_clicked_at_ms, signup_started_at_ms, signed_up_at_ms, activated_at_ms,
         converted_at_ms, rewarded_at_ms, retained_at_ms, churned_at_ms, source, created_at_ms, visitor_id, via, address_hash
       FROM referrals WHERE id = ?4`,
    )
      .bind(crowdId("ptc", "live", referrer), crowdId("ptc", "live", referee), program, crowdId("ref", "live", 1))
      .run();

  test("closes no circle, however long, within its program", async () => {
    await crowdTables();
    // Participant 1 has referred all others but the first three; nobody has referred it.
    await run(
      "INSERT INTO programs SELECT 'prg_other', mode, 'other', status, draft, NULL, NULL, 0, 0 FROM programs WHERE id = 'prg_live'",
    );
    await expect(refer(5, 1)).rejects.toThrow("referral_cycle");
    await expect(refer(7, 7, "prg_other")).rejects.toThrow("referral_cycle");
    await refer(5, 6, "prg_other");
    await refer(6, 7, "prg_other");
    await expect(refer(7, 5, "prg_other")).rejects.toThrow("referral_cycle");
    await expect(refer(7, 8, "prg_other")).resolves.toMatchObject({ success: true });
  });

  test("is the only one of its referee in a program", async () => {
    await crowdTables();
    await expect(refer(8, 9)).rejects.toThrow("UNIQUE");
  });
});

describe("a movement of value", () => {
  const entry = (side: number, amount: number, fields: { unit?: string; program?: string; balance?: string } = {}) =>
    env.DB.prepare(
      `INSERT INTO entries (transaction_id, side, owner_id, program_id, unit, amount, balance_after)
       VALUES ('txn_1', ?, ?, ?, ?, ?, ?)`,
    ).bind(side, `house:${side}`, fields.program ?? "prg_1", fields.unit ?? "GBP", amount, fields.balance ?? null);
  const move = async (...entries: D1PreparedStatement[]) =>
    env.DB.batch([
      env.DB.prepare(
        "INSERT INTO transactions (id, program_id, type, description, at_ms) VALUES ('txn_1', 'prg_1', 'adjustment', 'x', 0)",
      ),
      ...entries,
    ]);

  test("has two sides that undo each other", async () => {
    await move(entry(-1, -5), entry(1, 5));
    expect(await countRows()).toMatchObject({ transactions: 1, entries: 2 });
  });

  test.each([
    ["another amount", [entry(-1, -5), entry(1, 6)]],
    ["another unit", [entry(-1, -5), entry(1, 5, { unit: "USD" })]],
    ["another program", [entry(-1, -5), entry(1, 5, { program: "prg_2" })]],
    ["no giving side", [entry(1, 5)]],
  ])("is refused with %s", async (_case, entries) => {
    await expect(move(...entries)).rejects.toThrow("unbalanced_transaction");
    expect(await countRows()).toMatchObject({ transactions: 0, entries: 0 });
  });

  test.each([
    ["a third side", "entries_side", [entry(0, 5)]],
    ["a giving side that gets", "entries_amount_sign", [entry(-1, 5)]],
    ["nothing to move", "entries_amount_sign", [entry(-1, 0)]],
    ["a balance out of order", "entries_position", [entry(-1, -5, { balance: "5" })]],
  ])("is refused with %s", async (_case, constraint, entries) => {
    await expect(move(...entries)).rejects.toThrow(constraint);
  });
});

describe("a column with a closed list", () => {
  test("of modes takes live and test only", async () => {
    await fillEmptyTables();
    const { results } = await env.DB.prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%`mode` text%'",
    ).all<{ name: string }>();
    expect(results.length).toBeGreaterThan(9);
    for (const { name } of results.filter((table) => table.name !== "audit_log")) {
      await expect(run(`UPDATE ${name} SET mode = 'sandbox'`), name).rejects.toThrow(`${name}_mode`);
    }
    await expect(
      run(
        "INSERT INTO audit_log (mode, at_ms, actor, action, object_id, request_id) VALUES ('sandbox', 0, '', '', '', '')",
      ),
    ).rejects.toThrow("audit_log_mode");
  });

  test("of reward states takes every state of the product and no other", async () => {
    await fillEmptyTables();
    for (const state of rewardStates) await run(`UPDATE rewards SET state = '${state}'`);
    await expect(run("UPDATE rewards SET state = 'paid'")).rejects.toThrow("rewards_state");
  });
});

describe("a counter that guards money", () => {
  test.each([
    ["rewards", "reversed_quantity = quantity + 1", "rewards_reversal_bounds"],
    ["rewards", "reversed_quantity = -1", "rewards_reversal_bounds"],
    ["rewards", "quantity = 0", "rewards_quantity_positive"],
    ["payments", "refunded_minor = amount_minor + 1", "payment_refund_bounds"],
    ["programs", "clock_ms = 1", "programs_clock_only_in_test"],
    ["rewards", "redeemed_quantity = quantity + 1", "reward_overused"],
    ["rewards", "redeemed_quantity = -1", "reward_overused"],
    ["counters", "used = -1", "counters_used_positive"],
  ])("stays within its bounds: %s, %s", async (table, change, constraint) => {
    await fillEmptyTables();
    await expect(run(`UPDATE ${table} SET ${change}`)).rejects.toThrow(constraint);
  });
});
