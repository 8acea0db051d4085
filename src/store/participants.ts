import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import { participants } from "#schema/participants";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Database } from "#store/database";
import { aboveAllIds, isTestRow, matches, searchedBy } from "#store/listing";

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
  const { mode, kind, externalId, status, before = aboveAllIds, limit } = filter;
  const isKind = kind === undefined ? undefined : and(eq(participants.mode, mode), eq(participants.kind, kind));
  const rest = and(
    matches(participants.kind, kind),
    matches(participants.status, status),
    matches(participants.mode, mode),
  );
  const query = db.select().from(participants);
  if (externalId !== undefined) {
    const bearers = and(eq(participants.mode, mode), eq(participants.externalId, externalId));
    return newestFirst(await query.where(and(bearers, rest)), before, limit);
  }
  return query
    .where(
      and(
        searchedBy(isUnusual(mode, status), isKind, isTestRow(participants.mode, mode)),
        rest,
        lt(participants.id, before),
      ),
    )
    .orderBy(desc(participants.id))
    .limit(limit + 1);
}

/** The names of at most a page of participants, by id. */
export async function listNames(db: Database, ids: readonly string[]): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map();
  const columns = { id: participants.id, name: participants.name };
  // Safe with 100 parameters at most, because a page holds no more.
  const rows = await db
    .select(columns)
    .from(participants)
    .where(inArray(participants.id, [...ids]));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** By the partial index, which only a literal can be proven to want. Most are active: they are found by walking. */
function isUnusual(mode: Mode, status: StoredParticipant["status"] | undefined): SQL | undefined {
  if (status === "suspended") return and(eq(participants.mode, mode), sql`${participants.status} = 'suspended'`);
  if (status === "inactive") return and(eq(participants.mode, mode), sql`${participants.status} = 'inactive'`);
  return undefined;
}

/** An external id has one bearer of each kind: so few are not worth an index in their order. */
function newestFirst(rows: StoredParticipant[], before: string, limit: number): StoredParticipant[] {
  const older = rows.filter(({ id }) => id < before);
  return older.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit + 1);
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
