import { and, desc, eq, lt } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import { auditLog } from "#schema/access";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";

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
  return db
    .select()
    .from(auditLog)
    .where(
      and(
        eq(auditLog.mode, filter.mode),
        filter.objectId === undefined ? undefined : eq(auditLog.objectId, filter.objectId),
        filter.before === undefined ? undefined : lt(auditLog.seq, Number(filter.before)),
      ),
    )
    .orderBy(desc(auditLog.seq))
    .limit(filter.limit + 1);
}
