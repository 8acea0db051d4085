import { beforeEach, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import type { Mode } from "#domain/mode";
import type { Database } from "#store/database";
import { listDueExpiries, listDueReleases, listDueStays } from "#store/due-items";
import { deleteOldChanges } from "#store/edge-changes";
import { listDueEmails } from "#store/emails";
import { loadFulfilmentFacts } from "#store/fulfilment-facts";
import { listDueFulfilments } from "#store/fulfilments";
import { wakeFulfilments } from "#store/waiting-fulfilments";
import { listExpiringRewards } from "#store/expiring-rewards";
import { deleteOldAnswers } from "#store/idempotency-keys";
import { loadRewardFacts } from "#store/reward-facts";
import { loadUndoFacts, loadWalletFacts } from "#store/wallet-facts";
import { crowdId, crowdTables } from "#support/crowded-tables";
import { countRowsRead, explainPlan, statementsOf } from "#support/listened-database";

beforeEach(crowdTables);

const limit = 10;
const ptc = (mode: Mode, number: number) => crowdId("ptc", mode, number);
const rare = (mode: Mode) => ({ programId: `prg_${mode}_rare` });
type Call = (db: Database, mode: Mode) => Promise<unknown>;

const unbounded = /USE TEMP B-TREE FOR (?!GROUP BY)|SCAN (?!json_each)/;

test("what an account holds is found by its index, whatever else its owner and its program have", async () => {
  const key = { kind: "withdrawal" as const, operationId: "1005" };
  const held: Record<string, Call> = {
    "a wallet's account": (db, mode) =>
      loadWalletFacts(db, { mode, ...key }, { ownerId: ptc(mode, 1), unit: "GBP", ...rare(mode) }),
    "a wallet's unit in all programs": (db, mode) =>
      loadWalletFacts(db, { mode, ...key }, { ownerId: ptc(mode, 5), unit: "GBP", programId: null }),
    "a reward": (db, mode) => loadRewardFacts(db, crowdId("rwd", mode, 1)),
    "an operation": (db, mode) => loadUndoFacts(db, { mode, ...key, operationId: crowdId("", mode, 1).slice(1) }),
  };
  for (const [name, call] of Object.entries(held)) {
    for (const mode of ["live", "test"] as const) {
      const plans: string[] = [];
      for (const statement of await statementsOf((db) => call(db, mode))) {
        const about = `${name}, ${mode}: ${statement.sql}`;
        const plan = (await explainPlan(statement)).join("; ");
        expect(plan, about).not.toMatch(unbounded);
        expect(plan, about).not.toMatch(/rewards_(program|beneficiary)/);
        expect(await countRowsRead(statement), about).toBeLessThanOrEqual(limit);
        plans.push(plan);
      }
      expect(plans.join("; "), name).toMatch(/rewards_held/);
    }
  }
});

test("what is due is found by its index, and a program's own by that program's", async () => {
  const filter = { untilMs: 10_000, limit };
  for (const list of [listDueReleases, listDueExpiries, listDueStays]) {
    for (const programId of [null, "prg_test_rare"]) {
      for (const statement of await statementsOf((db) => list(db, { ...filter, programId }))) {
        const plan = (await explainPlan(statement)).join("; ");
        expect(plan, statement.sql).toMatch(
          programId === null ? /(rewards|qualifications)_(due|expiring)/ : /_program/,
        );
        expect(plan, statement.sql).not.toMatch(programId === null ? /USE TEMP B-TREE|SCAN/ : /SCAN/);
        expect(await countRowsRead(statement), statement.sql).toBeLessThanOrEqual(8 * (limit + 1));
      }
    }
  }
});

test("fulfilments that are due, and all that one depends on, are found by their index and key", async () => {
  for (const statement of await statementsOf((db) => listDueFulfilments(db, { nowMs: 10_000, limit }))) {
    expect((await explainPlan(statement)).join("; "), statement.sql).toMatch(/fulfilments_due/);
    expect(await countRowsRead(statement), statement.sql).toBeLessThanOrEqual(2 * limit);
  }
  for (const statement of await statementsOf((db) => loadFulfilmentFacts(db, crowdId("rwd", "live", 1)))) {
    expect((await explainPlan(statement)).join("; "), statement.sql).not.toMatch(/SCAN/);
    expect(await countRowsRead(statement), statement.sql).toBeLessThanOrEqual(limit);
  }
});

test("fulfilments that wait are woken page by page, each by what it waits for", async () => {
  for (const mode of ["live", "test"] as const) {
    const page = { nowMs: 10_000, isConfigured: true, limit };
    for (const statement of await statementsOf((db) => wakeFulfilments(db, { mode, after: "" }, page))) {
      const plan = (await explainPlan(statement)).join("; ");
      expect(plan, statement.sql).toMatch(/fulfilments_unsettled/);
      expect(plan, statement.sql).not.toMatch(unbounded);
      expect(await countRowsRead(statement), statement.sql).toBeLessThanOrEqual(8 * limit);
    }
  }
});

test("emails to be sent and rewards about to expire are found by their indexes, whatever else there is", async () => {
  const due: Call[] = [
    (db) => listDueEmails(db, { nowMs: 10_000, limit }),
    (db) => listExpiringRewards(db, { after: { expiresAtMs: 2_100, id: "" }, untilMs: 10_000, limit }),
  ];
  for (const call of due) {
    for (const statement of await statementsOf((db) => call(db, "live"))) {
      expect((await explainPlan(statement)).join("; "), statement.sql).toMatch(/emails_due|rewards_expiring/);
      expect((await explainPlan(statement)).join("; "), statement.sql).not.toMatch(unbounded);
      expect(await countRowsRead(statement), statement.sql).toBeLessThanOrEqual(4 * (limit + 1));
    }
  }
});

test("what is too old is deleted without reading what is not", async () => {
  for (const deleteOld of [deleteOldAnswers, deleteOldChanges]) {
    for (const statement of await statementsOf((db) => deleteOld(db, 900 * dayMs))) {
      expect((await explainPlan(statement)).join("; "), statement.sql).not.toMatch(
        /USE TEMP B-TREE|SCAN idempotency_keys/,
      );
    }
  }
});
