import { and, desc, eq, isNull, lt } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import { apiKeys } from "#schema/access";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Database } from "#store/database";

export type ApiKey = typeof apiKeys.$inferSelect;

export async function findApiKeyByHash(db: Database, hash: string): Promise<ApiKey | null> {
  return (await db.select().from(apiKeys).where(eq(apiKeys.hash, hash)).get()) ?? null;
}

export async function findApiKey(db: Database, mode: Mode, id: string): Promise<ApiKey | null> {
  return (
    (await db
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.id, id), eq(apiKeys.mode, mode)))
      .get()) ?? null
  );
}

export async function listApiKeys(
  db: Database,
  filter: { mode: Mode; before: string | undefined; limit: number },
): Promise<ApiKey[]> {
  const { mode, before, limit } = filter;
  return db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.mode, mode), before === undefined ? undefined : lt(apiKeys.id, before)))
    .orderBy(desc(apiKeys.id))
    .limit(limit + 1);
}

export async function commitNewApiKey(db: Database, key: ApiKey, audit: NewAuditRow): Promise<void> {
  await commitBatch(db, [db.insert(apiKeys).values(key), insertAuditRow(db, audit)]);
}

export async function commitKeyRevocation(
  db: Database,
  id: string,
  revokedAtMs: number,
  audit: NewAuditRow,
): Promise<void> {
  await commitBatch(db, [
    db
      .update(apiKeys)
      .set({ revokedAtMs })
      .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAtMs))),
    insertAuditRow(db, audit),
  ]);
}
