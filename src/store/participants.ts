import { and, desc, eq, lt } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import { participants } from "#schema/participants";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Database } from "#store/database";

export type StoredParticipant = typeof participants.$inferSelect;
export type ParticipantKey = { mode: Mode; kind: string; externalId: string };
export type ParticipantFields = Partial<Omit<StoredParticipant, "id" | "mode" | "kind" | "externalId" | "createdAtMs">>;

export async function findParticipant(db: Database, mode: Mode, id: string): Promise<StoredParticipant | null> {
  const row = await db
    .select()
    .from(participants)
    .where(and(eq(participants.id, id), eq(participants.mode, mode)))
    .get();
  return row ?? null;
}

export async function findParticipantByKey(db: Database, key: ParticipantKey): Promise<StoredParticipant | null> {
  const row = await db
    .select()
    .from(participants)
    .where(
      and(
        eq(participants.mode, key.mode),
        eq(participants.kind, key.kind),
        eq(participants.externalId, key.externalId),
      ),
    )
    .get();
  return row ?? null;
}

export async function listParticipants(
  db: Database,
  filter: {
    mode: Mode;
    kind: string | undefined;
    externalId: string | undefined;
    status: StoredParticipant["status"] | undefined;
    before: string | undefined;
    limit: number;
  },
): Promise<StoredParticipant[]> {
  const { mode, kind, externalId, status, before, limit } = filter;
  return db
    .select()
    .from(participants)
    .where(
      and(
        eq(participants.mode, mode),
        kind === undefined ? undefined : eq(participants.kind, kind),
        externalId === undefined ? undefined : eq(participants.externalId, externalId),
        status === undefined ? undefined : eq(participants.status, status),
        before === undefined ? undefined : lt(participants.id, before),
      ),
    )
    .orderBy(desc(participants.id))
    .limit(limit + 1);
}

/** The unique index refuses a second participant with the same kind and external id. */
export async function commitNewParticipant(
  db: Database,
  participant: StoredParticipant,
  audit: NewAuditRow,
): Promise<void> {
  await commitBatch(db, [db.insert(participants).values(participant), insertAuditRow(db, audit)]);
}

export async function commitParticipantChange(
  db: Database,
  change: { id: string; set: ParticipantFields },
  audit: NewAuditRow,
): Promise<void> {
  await commitBatch(db, [
    db.update(participants).set(change.set).where(eq(participants.id, change.id)),
    insertAuditRow(db, audit),
  ]);
}
