import { and, desc, eq, isNull, lt, sql } from "drizzle-orm";
import { apiKeys, members } from "#schema/access";
import { factGuards } from "#schema/events";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { aboveAllIds } from "#store/listing";

export type Member = typeof members.$inferSelect;
export type MemberFields = Partial<Pick<Member, "name" | "role">>;

/** Null for somebody who was removed, too: nothing can be done with him any more. */
export async function findMember(db: Database, id: string): Promise<Member | null> {
  const isIn = and(eq(members.id, id), isNull(members.removedAtMs));
  return (await db.select().from(members).where(isIn).get()) ?? null;
}

/** Newest first, those who were removed among them. */
export async function listMembers(
  db: Database,
  { before = aboveAllIds, limit }: { before: string | undefined; limit: number },
): Promise<Member[]> {
  return db
    .select()
    .from(members)
    .where(lt(members.id, before))
    .orderBy(desc(members.id))
    .limit(limit + 1);
}

/** The unique index refuses a second member with the address (`member_exists`). */
export async function commitNewMember(db: Database, member: Member, audit: NewAuditRow): Promise<void> {
  await commitBatch(db, [db.insert(members).values(member), insertAuditRow(db, audit)]);
}

/**
 * Fails when his role has changed meanwhile (`facts_stale`), or when no owner would be left (`last_owner`).
 * `endKeysAtMs`: all his keys end with the change; null: they go on.
 */
export async function commitMemberChange(
  db: Database,
  { member, set, endKeysAtMs }: { member: Member; set: MemberFields; endKeysAtMs: number | null },
  audit: NewAuditRow,
): Promise<void> {
  await commitBatch(db, [
    guardRole(db, member),
    db.update(members).set(set).where(eq(members.id, member.id)),
    ...(endKeysAtMs === null ? [] : [endKeys(db, member, endKeysAtMs)]),
    insertAuditRow(db, audit),
  ]);
}

/** Ends all his keys with him. Fails as a change does. */
export async function commitMemberRemoval(
  db: Database,
  { member, atMs }: { member: Member; atMs: number },
  audit: NewAuditRow,
): Promise<void> {
  await commitBatch(db, [
    guardRole(db, member),
    db.update(members).set({ removedAtMs: atMs }).where(eq(members.id, member.id)),
    endKeys(db, member, atMs),
    insertAuditRow(db, audit),
  ]);
}

function endKeys(db: Database, { id }: Member, revokedAtMs: number): Statement {
  return db
    .update(apiKeys)
    .set({ revokedAtMs })
    .where(and(eq(apiKeys.memberId, id), isNull(apiKeys.revokedAtMs)));
}

/** Whether somebody may do something to a member, or get a key of his, was decided on his role. */
export function guardRole(db: Database, { id, role }: Member): Statement {
  return db.insert(factGuards).select(sql`SELECT 1 WHERE NOT EXISTS (
    SELECT 1 FROM members WHERE id = ${id} AND role = ${role} AND removed_at_ms IS NULL)`);
}
