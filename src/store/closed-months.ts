import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { ClosedMonth } from "#domain/decide-leaders";
import type { BoardName, MonthLeader } from "#domain/leaderboard";
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

/**
 * Closes a month with whoever led it, once: the key refuses a second time, as `month_closed`, and what was written first
 * stands.
 */
export async function commitClosedMonth(
  db: Database,
  { leaders, ...closed }: ProgramMonth & { leaders: readonly MonthLeader[] },
  audit: NewAuditRow,
): Promise<void> {
  const { programId, month } = closed;
  const rows = leaders.map((leader) => ({ programId, month, ...leader }));
  await commitBatch(db, [
    db.insert(closedMonths).values(closed),
    ...partsOf(rows).map((part) => insertRows(db, monthLeaders, part, mayBeWritten)),
    insertAuditRow(db, audit),
  ]);
}

function partsOf<Row>(rows: readonly Row[]): Row[][] {
  const count = Math.ceil(rows.length / rowsPerStatement);
  return Array.from({ length: count }, (_, part) => rows.slice(part * rowsPerStatement, (part + 1) * rowsPerStatement));
}

export type ProgramMonth = ClosedMonth & { programId: string };

/** Months whose leaders are still to be rewarded, the one that was closed first first, after one of them. */
export async function listUnrewardedMonths(
  db: Database,
  { after, limit }: { after: ProgramMonth | null; limit: number },
): Promise<ProgramMonth[]> {
  const { programId, month, closedAtMs } = closedMonths;
  const isLater =
    after === null
      ? undefined
      : sql`(closed_at_ms, program_id, month) > (${after.closedAtMs}, ${after.programId}, ${after.month})`;
  return db
    .select({ programId, month, closedAtMs })
    .from(closedMonths)
    .where(and(isNull(closedMonths.rewardedAtMs), isLater))
    .orderBy(asc(closedAtMs), asc(programId), asc(month))
    .limit(limit);
}

/** Of one program, oldest first. */
export async function listUnrewardedMonthsOf(db: Database, programId: string): Promise<ProgramMonth[]> {
  const { month, closedAtMs, rewardedAtMs } = closedMonths;
  return db
    .select({ programId: closedMonths.programId, month, closedAtMs })
    .from(closedMonths)
    .where(and(eq(closedMonths.programId, programId), isNull(rewardedAtMs)))
    .orderBy(asc(month));
}

/** Who led a month that is over, as he is known today. */
export type PastLeader = MonthLeader & {
  name: string | null;
  avatarUrl: string | null;
  /** As he has chosen; null where he has not. */
  boardName: BoardName | null;
  /** Whether he may still be shown: he is active and not erased, and has not left the boards since. */
  isListed: boolean;
};
export type LedMonth = ClosedMonth & { leaders: PastLeader[] };

type Row = ClosedMonth & { leaders: string };
type RowLeader = Omit<PastLeader, "isListed"> & { isListed: number };

/** Closed months, newest first, one more than `limit` where there are more; the leaders of each by category and rank. */
export async function listClosedMonths(
  db: Database,
  filter: { programId: string; before: string | undefined; limit: number },
): Promise<LedMonth[]> {
  const { programId, before = "~", limit } = filter;
  const rows = await db.all<Row>(sql`
    SELECT m.month AS month, m.closed_at_ms AS closedAtMs,
      (SELECT json_group_array(json_object('category', l.category, 'rank', l.rank, 'participantId', l.participant_id,
          'conversions', l.conversions, 'firstConversionAtMs', l.first_conversion_at_ms, 'name', p.name,
          'avatarUrl', p.avatar_url, 'boardName', p.board_name,
          'isListed', coalesce(p.status = 'active' AND p.erased_at_ms IS NULL AND p.board_opt_out = 0, 0))
        ORDER BY l.category, l.rank)
       FROM month_leaders l LEFT JOIN participants p ON p.id = l.participant_id
       WHERE l.program_id = m.program_id AND l.month = m.month) AS leaders
    FROM closed_months m WHERE m.program_id = ${programId} AND m.month < ${before}
    ORDER BY m.month DESC LIMIT ${limit + 1}`);
  return rows.map(({ leaders, ...month }) => ({ ...month, leaders: readLeaders(leaders) }));
}

function readLeaders(json: string): PastLeader[] {
  // Safe because the statement above writes it.
  return (JSON.parse(json) as RowLeader[]).map((leader) => ({ ...leader, isListed: leader.isListed === 1 }));
}
