import { and, desc, eq, gte, lt, max, min, sql } from "drizzle-orm";
import { dayMs } from "#domain/day";
import type { Mode } from "#domain/mode";
import { auditLog } from "#schema/access";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { isAsked, isTestRow, matches, searchedBy } from "#store/listing";

export type NewAuditRow = typeof auditLog.$inferInsert;
export type AuditRow = typeof auditLog.$inferSelect;

/** Goes into the batch of the change that it reports. */
export function insertAuditRow(db: Database, row: NewAuditRow): Statement {
  return db.insert(auditLog).values(row);
}

type AuditPlace = { mode: Mode; objectId: string | undefined; before: string | undefined; limit: number };
/** `fromMs` is the first instant that belongs to it, `untilMs` the first that does not. */
export type AuditFilter = {
  actor: string | undefined;
  action: string | undefined;
  fromMs: number | undefined;
  untilMs: number | undefined;
};

export async function listAuditRows(db: Database, { mode, objectId, before, limit }: AuditPlace): Promise<AuditRow[]> {
  return db
    .select()
    .from(auditLog)
    .where(
      and(
        searchOf({ mode, objectId }),
        matches(auditLog.mode, mode),
        lt(auditLog.seq, Number(before ?? Number.MAX_SAFE_INTEGER)),
      ),
    )
    .orderBy(desc(auditLog.seq))
    .limit(limit + 1);
}

/** One page looks at so many rows: only objects have an index, since each would cost every change a written row. */
const rowsPerStretch = 2000;
/** A row bears the instant at which its request, message or tick began, and is written within this time of it. */
const mostLateMs = dayMs;

/**
 * Looks through a stretch of the log, newest first. A page may be short, even empty, and go on all the same: `next` is
 * where it stopped looking, null at the end.
 */
export async function searchAuditRows(
  db: Database,
  { mode, objectId, before, limit, actor, action, fromMs, untilMs }: AuditPlace & AuditFilter,
): Promise<{ rows: AuditRow[]; next: number | null }> {
  const end = untilMs === undefined ? Number.MAX_SAFE_INTEGER : await findSeqAfter(db, untilMs + mostLateMs);
  const stretch = db
    .select()
    .from(auditLog)
    .where(and(searchOf({ mode, objectId }), lt(auditLog.seq, Math.min(Number(before ?? end), end))))
    .orderBy(desc(auditLog.seq))
    .limit(rowsPerStretch)
    .as("stretch");
  const [rows, [looked]] = await db.batch([
    db
      .select()
      .from(stretch)
      .where(
        and(
          eq(stretch.mode, mode),
          actor === undefined ? undefined : eq(stretch.actor, actor),
          action === undefined ? undefined : eq(stretch.action, action),
          fromMs === undefined ? undefined : gte(stretch.atMs, fromMs),
          untilMs === undefined ? undefined : lt(stretch.atMs, untilMs),
        ),
      )
      .orderBy(desc(stretch.seq))
      .limit(limit + 1),
    db.select({ lastSeq: min(stretch.seq), rows: sql<number>`count(*)`, newestMs: max(stretch.atMs) }).from(stretch),
  ]);
  if (rows.length > limit) return { rows: rows.slice(0, limit), next: rows[limit - 1]?.seq ?? null };
  const isOver = looked === undefined || looked.rows < rowsPerStretch;
  const isBefore = fromMs !== undefined && (looked?.newestMs ?? 0) < fromMs - mostLateMs;
  return { rows, next: isOver || isBefore ? null : looked.lastSeq };
}

function searchOf({ mode, objectId }: Pick<AuditPlace, "mode" | "objectId">) {
  return searchedBy(isAsked(auditLog.objectId, objectId), isTestRow(auditLog.mode, mode));
}

/** By halves: times follow the numbers closely enough, and a number costs one search. */
async function findSeqAfter(db: Database, atMs: number): Promise<number> {
  const isBefore = sql`coalesce((SELECT at_ms FROM audit_log WHERE seq = (low + high) / 2), 0) <= ${atMs}`;
  const row = await db.get<{ seq: number }>(sql`
    WITH RECURSIVE halves (low, high) AS (
      SELECT 0, (SELECT coalesce(max(seq), 0) + 1 FROM audit_log)
      UNION ALL SELECT iif(${isBefore}, (low + high) / 2, low), iif(${isBefore}, high, (low + high) / 2)
      FROM halves WHERE high - low > 1)
    SELECT min(high) AS seq FROM halves`);
  return row.seq;
}
