import type { MonthLeader } from "#domain/leaderboard";
import { closedMonths, monthLeaders } from "#schema/leaderboards";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Database } from "#store/database";
import { insertRows } from "#store/insert-rows";

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
    ...(rows.length === 0 ? [] : [insertRows(db, monthLeaders, rows)]),
    insertAuditRow(db, audit),
  ]);
}
