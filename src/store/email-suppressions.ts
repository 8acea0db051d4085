import { and, desc, eq, lt } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import { emailSuppressions } from "#schema/messages";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Database } from "#store/database";
import { aboveAllIds } from "#store/listing";

export type Suppression = typeof emailSuppressions.$inferSelect;
export type SuppressionKey = Pick<Suppression, "mode" | "addressHash">;

export async function findSuppression(db: Database, key: SuppressionKey): Promise<Suppression | null> {
  const row = await db.select().from(emailSuppressions).where(isIt(key)).get();
  return row ?? null;
}

/** In the order of their hashes, which says nothing about anybody. */
export async function listSuppressions(
  db: Database,
  { mode, before = aboveAllIds, limit }: { mode: Mode; before: string | undefined; limit: number },
): Promise<Suppression[]> {
  return db
    .select()
    .from(emailSuppressions)
    .where(and(eq(emailSuppressions.mode, mode), lt(emailSuppressions.addressHash, before)))
    .orderBy(desc(emailSuppressions.addressHash))
    .limit(limit + 1);
}

/** The first reason stays. */
export async function commitSuppression(db: Database, suppression: Suppression, audit: NewAuditRow): Promise<void> {
  await commitBatch(db, [
    db.insert(emailSuppressions).values(suppression).onConflictDoNothing(),
    insertAuditRow(db, audit),
  ]);
}

export async function commitNoSuppression(db: Database, key: SuppressionKey, audit: NewAuditRow): Promise<void> {
  await commitBatch(db, [db.delete(emailSuppressions).where(isIt(key)), insertAuditRow(db, audit)]);
}

function isIt({ mode, addressHash }: SuppressionKey) {
  return and(eq(emailSuppressions.mode, mode), eq(emailSuppressions.addressHash, addressHash));
}
