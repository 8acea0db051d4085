import { sql } from "drizzle-orm";
import type { MonthLeader } from "#domain/leaderboard";
import { closedMonths, monthLeaders } from "#schema/leaderboards";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Database } from "#store/database";
import { insertRows } from "#store/insert-rows";

/** A statement takes its rows as one value, which holds two megabytes. */
const rowsPerStatement = 2000;

/** Of what category somebody was, an erasure takes back; boards may not have been told of it yet. */
const mayBeWritten = sql`(value ->> 'category' = '' OR NOT EXISTS (
  SELECT 1 FROM participants WHERE id = value ->> 'participantId' AND erased_at_ms IS NOT NULL))`;

export type ClosedMonth = { programId: string; month: string; closedAtMs: number; leaders: readonly MonthLeader[] };

/**
 * Closes a month with whoever led it, once: the key refuses a second time, as `month_closed`, and what was written first
 * stands.
 */
export async function commitClosedMonth(
  db: Database,
  { programId, month, closedAtMs, leaders }: ClosedMonth,
  audit: NewAuditRow,
): Promise<void> {
  const rows = leaders.map((leader) => ({ programId, month, ...leader }));
  await commitBatch(db, [
    db.insert(closedMonths).values({ programId, month, closedAtMs }),
    ...partsOf(rows).map((part) => insertRows(db, monthLeaders, part, mayBeWritten)),
    insertAuditRow(db, audit),
  ]);
}

function partsOf<Row>(rows: readonly Row[]): Row[][] {
  const count = Math.ceil(rows.length / rowsPerStatement);
  return Array.from({ length: count }, (_, part) => rows.slice(part * rowsPerStatement, (part + 1) * rowsPerStatement));
}
