import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { kindsWithBalance } from "#domain/grant-value";
import type { Find, ReconciledPart } from "#domain/reconciliation";
import type { Database } from "#store/database";
import { countedTotals, storedTotals } from "#store/recounted-totals";

/** `next`: the key at which the page ends; null: there is nothing after it. */
export type ReconciledPage = { checked: number; finds: Find[]; next: string[] | null };
export type PlaceInTable = { after: readonly string[]; limit: number };

/**
 * Reads a page of a part of the ledger and finds what contradicts itself. Each page is one statement, so that what is
 * committed meanwhile is seen wholly or not at all.
 */
export async function reconcilePage(db: Database, part: ReconciledPart, place: PlaceInTable): Promise<ReconciledPage> {
  const rows = await db.all<Row>(statements[part](place));
  const last = rows.at(-1);
  return {
    checked: rows.length,
    // Safe because `when` puts nothing else into the list.
    finds: rows.flatMap(({ finds, id }) => asNames(finds).map((what) => ({ what: what as Find["what"], id }))),
    next: rows.length < place.limit || last === undefined ? null : asNames(last.place),
  };
}

/** `finds` and `place` are lists as JSON: what is wrong with the row, and its key. */
type Row = { id: string; finds: string; place: string };

/** Nothing that was found is null: SQL makes the list, and leaves out what does not apply. */
function asNames(list: string): string[] {
  // Safe because the statements below make them.
  return (JSON.parse(list) as (string | null)[]).filter((name) => name !== null);
}

const when = (condition: SQL, what: Find["what"]) => sql`iif(${condition}, ${what}, NULL)`;

const hasTotals = (participantId: SQL, programId: SQL) =>
  sql`EXISTS (SELECT 1 FROM participant_totals t WHERE t.program_id = ${programId} AND t.participant_id = ${participantId})`;

const statements: Record<ReconciledPart, (place: PlaceInTable) => SQL> = {
  // A stored balance is the fold of the owner's entries (invariant 3).
  accounts: ({ after: [owner = "", program = "", unit = ""], limit }) => sql`
    SELECT owner_id || ' ' || program_id || ' ' || unit AS id, json_array(owner_id, program_id, unit) AS place,
      json_array(${when(
        sql`balance <> (SELECT coalesce(sum(e.amount), 0) FROM entries e WHERE e.owner_id = a.owner_id
          AND e.position IS NOT NULL AND e.program_id = a.program_id AND e.unit = a.unit)`,
        "balance_drifted",
      )}) AS finds
    FROM accounts a WHERE (owner_id, program_id, unit) > (${owner}, ${program}, ${unit})
    ORDER BY owner_id, program_id, unit LIMIT ${limit}`,

  // The two sides of a movement are of one unit and sum to zero (invariant 1), and stand in accounts that exist.
  transactions: ({ after: [id = ""], limit }) => sql`
    SELECT t.id, json_array(t.id) AS place, json_array(
      ${when(
        sql`(SELECT count(*) <> 2 OR sum(e.amount) <> 0 OR count(DISTINCT e.unit) <> 1 FROM entries e WHERE e.transaction_id = t.id)`,
        "transaction_unbalanced",
      )},
      ${when(
        sql`EXISTS (SELECT 1 FROM entries e WHERE e.transaction_id = t.id AND e.position IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM accounts a WHERE a.owner_id = e.owner_id AND a.program_id = e.program_id AND a.unit = e.unit))`,
        "account_missing",
      )}) AS finds
    FROM transactions t WHERE t.id > ${id} ORDER BY t.id LIMIT ${limit}`,

  // No more is taken back or used than there was (invariants 7 and 9), and what is available lies with its beneficiary.
  rewards: ({ after: [id = ""], limit }) => sql`
    SELECT r.id, json_array(r.id) AS place, json_array(
      ${when(sql`reversed_quantity NOT BETWEEN 0 AND quantity`, "reversed_too_much")},
      ${when(sql`redeemed_quantity NOT BETWEEN 0 AND quantity`, "redeemed_too_much")},
      ${when(
        sql`state = 'available' AND kind IN (SELECT value FROM json_each(${JSON.stringify(kindsWithBalance)})) AND NOT EXISTS (SELECT 1 FROM entries e
          WHERE e.transaction_id = r.transaction_id AND e.side = 1 AND e.owner_id = r.beneficiary_id AND e.unit = r.unit
            AND e.amount <= r.quantity)`,
        "movement_missing",
      )},
      ${when(sql`NOT ${hasTotals(sql`r.beneficiary_id`, sql`r.program_id`)}`, "totals_missing")}) AS finds
    FROM rewards r WHERE r.id > ${id} ORDER BY r.id LIMIT ${limit}`,

  // What was counted of a referrer's referrals is what counts of them.
  counters: ({ after: [program = "", scope = "", ends = "-1", name = ""], limit }) => sql`
    SELECT program_id || ' ' || scope AS id, json_array(program_id, scope, cast(ends_at_ms AS TEXT), name) AS place,
      json_array(${when(
        sql`substr(c.name, 1, 6) = 'count:' AND used <> (SELECT count(*) FROM referrals r CROSS JOIN qualifications q
          ON q.referral_id = r.id AND q.criterion = substr(c.name, 7)
          WHERE r.referrer_id = c.scope AND r.program_id = c.program_id AND q.status = 'counted')`,
        "count_drifted",
      )}) AS finds
    FROM counters c WHERE (program_id, scope, ends_at_ms, name) > (${program}, ${scope}, cast(${ends} AS INTEGER), ${name})
    ORDER BY program_id, scope, ends_at_ms, name LIMIT ${limit}`,

  // Whoever has referred somebody or was given something has totals.
  referrals: ({ after: [id = ""], limit }) => sql`
    SELECT f.id, json_array(f.id) AS place,
      json_array(${when(sql`NOT ${hasTotals(sql`f.referrer_id`, sql`f.program_id`)}`, "totals_missing")}) AS finds
    FROM referrals f WHERE f.id > ${id} ORDER BY f.id LIMIT ${limit}`,

  // What triggers have added up is what counting anew comes to.
  totals: ({ after: [program = "", participant = ""], limit }) => sql`
    SELECT program_id || ' ' || participant_id AS id, json_array(program_id, participant_id) AS place,
      json_array(${when(sql`${storedTotals} <> ${countedTotals}`, "totals_drifted")}) AS finds
    FROM participant_totals t WHERE (program_id, participant_id) > (${program}, ${participant})
    ORDER BY program_id, participant_id LIMIT ${limit}`,
};
