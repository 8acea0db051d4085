import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { reconciledParts } from "#domain/reconciliation";
import type { Find } from "#domain/reconciliation";
import { openDatabase } from "#store/database";
import { reconcilePage } from "#store/reconciliation";
import type { ReconciledPage } from "#store/reconciliation";

/** Invariants 1 and 3: transactions sum to zero per unit, balances are the fold of their entries, each step of the way. */
export async function expectLedgerBalanced(): Promise<void> {
  const unbalanced = await rows(
    "SELECT transaction_id, unit, SUM(amount) AS sum FROM entries GROUP BY transaction_id, unit HAVING SUM(amount) <> 0 OR COUNT(*) <> 2",
  );
  expect(unbalanced).toEqual([]);
  const drifted = await rows(`
    SELECT a.owner_id, a.balance, (SELECT SUM(e.amount) FROM entries e WHERE e.owner_id = a.owner_id AND e.program_id = a.program_id AND e.unit = a.unit) AS folded
    FROM accounts a WHERE a.balance IS NOT folded`);
  expect(drifted).toEqual([]);
  const astray = await rows(`
    SELECT * FROM (
      SELECT transaction_id, owner_id, unit, amount, balance_after, position,
        SUM(amount) OVER (PARTITION BY owner_id, program_id, unit ORDER BY position) AS folded,
        ROW_NUMBER() OVER (PARTITION BY owner_id ORDER BY position) AS place
      FROM entries WHERE owner_id NOT LIKE 'house:%')
    WHERE balance_after IS NOT folded OR position IS NOT place`);
  expect(astray).toEqual([]);
  const homeless = await rows(
    "SELECT e.* FROM entries e LEFT JOIN accounts a USING (owner_id, program_id, unit) WHERE e.owner_id NOT LIKE 'house:%' AND a.owner_id IS NULL",
  );
  expect(homeless).toEqual([]);
  expect(await rows("SELECT id FROM transactions WHERE id NOT IN (SELECT transaction_id FROM entries)")).toEqual([]);
  expect(await findContradictions()).toEqual([]);
  await expectNewestSteps();
}

/** The steps that are kept are the newest; fewer only of whoever has fewer, or had others among them who went to somebody else. */
async function expectNewestSteps(): Promise<void> {
  const steps = ["signed_up", "activated", "converted", "churned"].map(
    (stage, place) =>
      `SELECT program_id, referrer_id, id, '${stage}' AS stage, ${stage}_at_ms AS at_ms, ${place} AS place FROM referrals`,
  );
  const wrong = await rows(`
    WITH steps AS (SELECT * FROM (${steps.join(" UNION ALL ")}) WHERE at_ms IS NOT NULL),
    counted AS (SELECT program_id, referrer_id, count(*) AS n,
      json_group_array(json_array(id, stage, at_ms) ORDER BY at_ms DESC, id DESC, place DESC) AS recent FROM steps GROUP BY 1, 2)
    SELECT t.participant_id, t.recent, c.recent AS counted
    FROM participant_totals t LEFT JOIN counted c ON c.program_id = t.program_id AND c.referrer_id = t.participant_id
    WHERE t.recent <> (SELECT json_group_array(json(value)) FROM json_each(coalesce(c.recent, '[]'))
        WHERE value IN (SELECT value FROM json_each(t.recent)))
      OR (json_array_length(t.recent) <> min(coalesce(c.n, 0), 10) AND NOT EXISTS (SELECT 1 FROM events WHERE type = 'referral_reassigned'))`);
  expect(wrong).toEqual([]);
}

/** What the job finds that reconciles the ledger. */
export async function findContradictions(): Promise<Find[]> {
  const found: Find[] = [];
  for (const part of reconciledParts) {
    for (let after: string[] | null = []; after !== null;) {
      const page: ReconciledPage = await reconcilePage(openDatabase(env.DB), part, { after, limit: 500 });
      found.push(...page.finds);
      after = page.next;
    }
  }
  return found;
}

export async function rows<T = Record<string, unknown>>(sql: string, ...params: unknown[]): Promise<T[]> {
  return (
    await env.DB.prepare(sql)
      .bind(...params)
      .all<T>()
  ).results;
}
