import { and, desc, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { ActingMember } from "#domain/actor";
import type { Mode } from "#domain/mode";
import { apiKeys, members } from "#schema/access";
import { factGuards } from "#schema/events";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { isAsked } from "#store/listing";
import { guardRole } from "#store/members";
import type { Member } from "#store/members";

export type ApiKey = typeof apiKeys.$inferSelect;

/** A key with the member whose it is, as he stands now; `member` is null for a server key and for who was removed. */
export type HeldKey = { key: ApiKey; member: ActingMember | null };

export async function findApiKeyByHash(db: Database, hash: string): Promise<HeldKey | null> {
  const row = await db
    .select({ key: apiKeys, memberId: members.id, role: members.role })
    .from(apiKeys)
    .leftJoin(members, and(eq(members.id, apiKeys.memberId), isNull(members.removedAtMs)))
    .where(eq(apiKeys.hash, hash))
    .get();
  if (row === undefined) return null;
  const { key, memberId, role } = row;
  // Safe because ids of members are made as such.
  return { key, member: memberId === null || role === null ? null : { id: memberId as ActingMember["id"], role } };
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
  filter: { mode: Mode; memberId: string | undefined; before: string | undefined; limit: number },
): Promise<ApiKey[]> {
  const { mode, memberId, before, limit } = filter;
  const found = and(isAsked(apiKeys.memberId, memberId), eq(apiKeys.mode, mode));
  return db
    .select()
    .from(apiKeys)
    .where(and(found, before === undefined ? undefined : lt(apiKeys.id, before)))
    .orderBy(desc(apiKeys.id))
    .limit(limit + 1);
}

/** `member`: on whose role it was decided. Fails (`facts_stale`) when he has another by now, or was removed. */
export async function commitNewApiKey(
  db: Database,
  { key, member }: { key: ApiKey; member: Member | null },
  audit: NewAuditRow,
): Promise<void> {
  const insert = db.insert(apiKeys).values(key);
  await commitBatch(db, [insert, ...guardMember(db, member), insertAuditRow(db, audit)]);
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

/**
 * Fails (`facts_stale`) when the old key was rotated, revoked or given another end meanwhile, and when the member on
 * whose role it was decided has another or was removed.
 */
export async function commitKeyRotation(
  db: Database,
  { old, key, endsAtMs, member }: { old: ApiKey; key: ApiKey; endsAtMs: number; member: Member | null },
  audit: NewAuditRow,
): Promise<void> {
  await commitBatch(db, [
    db.insert(factGuards).select(sql`SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM api_keys WHERE id = ${old.id}
      AND rotated_to IS NULL AND revoked_at_ms IS NULL AND expires_at_ms IS ${old.expiresAtMs})`),
    ...guardMember(db, member),
    db.insert(apiKeys).values(key),
    db.update(apiKeys).set({ rotatedTo: key.id, expiresAtMs: endsAtMs }).where(eq(apiKeys.id, old.id)),
    insertAuditRow(db, audit),
  ]);
}

/** Writes nothing where another isolate has said so of the same hour, or a later one. */
export async function commitKeyUse(db: Database, id: string, hourMs: number): Promise<void> {
  await db
    .update(apiKeys)
    .set({ lastUsedAtMs: hourMs })
    .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAtMs), lt(apiKeys.lastUsedAtMs, hourMs))));
}

function guardMember(db: Database, member: Member | null): Statement[] {
  return member === null ? [] : [guardRole(db, member)];
}
