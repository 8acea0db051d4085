import { and, desc, lt } from "drizzle-orm";
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

export async function listAuditRows(
  db: Database,
  filter: { mode: Mode; objectId: string | undefined; before: string | undefined; limit: number },
): Promise<AuditRow[]> {
  const { mode, objectId, before = Number.MAX_SAFE_INTEGER, limit } = filter;
  return db
    .select()
    .from(auditLog)
    .where(
      and(
        searchedBy(isAsked(auditLog.objectId, objectId), isTestRow(auditLog.mode, mode)),
        matches(auditLog.mode, mode),
        lt(auditLog.seq, Number(before)),
      ),
    )
    .orderBy(desc(auditLog.seq))
    .limit(limit + 1);
}
