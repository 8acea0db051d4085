import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { erasedMailbox } from "#domain/erasure";
import type { FraudListEntry } from "#domain/fraud-list";
import { maxListEntries, maxReadEntries, readKinds } from "#domain/fraud-list-entry";
import type { Signing } from "#domain/journey";
import type { Mode } from "#domain/mode";
import { auditLog } from "#schema/access";
import { factGuards } from "#schema/events";
import { fraudListEntries } from "#schema/fraud";
import { participants } from "#schema/participants";
import { programs } from "#schema/programs";
import { referrals } from "#schema/referrals";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Database } from "#store/database";
import { insertRows } from "#store/insert-rows";
import { aboveAllIds, matches } from "#store/listing";

export type ListEntryRow = typeof fraudListEntries.$inferSelect;

type Filter = {
  mode: Mode;
  kind: string | undefined;
  effect: string | undefined;
  /** Empty: what holds in every program. */
  programId: string | undefined;
  before: string | undefined;
  limit: number;
  nowMs: number;
};

/** Newest first, without what has ended. Filters look through what the lists hold, which is bounded. */
export async function listEntries(db: Database, filter: Filter): Promise<ListEntryRow[]> {
  const { mode, kind, effect, programId, before = aboveAllIds, limit, nowMs } = filter;
  return db
    .select()
    .from(fraudListEntries)
    .where(
      and(
        eq(fraudListEntries.mode, mode),
        lt(fraudListEntries.id, before),
        matches(fraudListEntries.kind, kind),
        matches(fraudListEntries.effect, effect),
        matches(fraudListEntries.programId, programId),
        isLive(nowMs),
      ),
    )
    .orderBy(desc(fraudListEntries.id))
    .limit(limit + 1);
}

export async function findEntry(db: Database, mode: Mode, id: string): Promise<ListEntryRow | null> {
  const row = await db
    .select()
    .from(fraudListEntries)
    .where(and(eq(fraudListEntries.id, id), eq(fraudListEntries.mode, mode)))
    .get();
  return row ?? null;
}

/** What wanted entries name: programs by id or key, referrals by whose address, participants. */
export type NamedByEntries = { programs: string[]; referrals: string[]; participants: string[] };

export async function loadNamed(db: Database, mode: Mode, named: NamedByEntries) {
  const list = (values: string[]) => sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
  const [programRows, referralRows, participantRows] = await db.batch([
    db
      .select({ id: programs.id, key: programs.key })
      .from(programs)
      .where(
        and(
          eq(programs.mode, mode),
          sql`(${programs.id} IN ${list(named.programs)} OR ${programs.key} IN ${list(named.programs)})`,
        ),
      ),
    db
      .select({ id: referrals.id, addressHash: referrals.addressHash, linkClickedAtMs: referrals.linkClickedAtMs })
      .from(referrals)
      .where(and(sql`${referrals.id} IN ${list(named.referrals)}`, matches(referrals.mode, mode))),
    db
      .select({ id: participants.id })
      .from(participants)
      .where(and(sql`${participants.id} IN ${list(named.participants)}`, matches(participants.mode, mode))),
  ]);
  return {
    programs: new Map(programRows.flatMap(({ id, key }) => [[id, id] as const, [key, id] as const])),
    referrals: new Map(referralRows.map(({ id, ...seen }) => [id, seen])),
    participants: new Set(participantRows.map(({ id }) => id)),
  };
}

/** By what it says; `value` as it was given, also where the row has another name for an erased mailbox. */
export type EntryKey = Pick<FraudListEntry, "kind" | "value"> & { programId: string };

/** Those of the wanted entries that are there, ended ones too, and how many there are that have not ended. */
export async function loadEntries(
  db: Database,
  { mode, signing, nowMs }: { mode: Mode; signing: Pick<Signing, "pseudonyms">; nowMs: number },
  keys: readonly EntryKey[],
): Promise<{ rows: ListEntryRow[]; count: number; ofKind: Record<(typeof readKinds)[number], number> }> {
  const erasedNames = keys.flatMap(({ kind, value, programId }) =>
    kind === "email" ? erasedMailbox(signing, value).map((name) => ({ kind, name, value, programId })) : [],
  );
  const stored = [...keys, ...erasedNames.map(({ kind, name, programId }) => ({ kind, value: name, programId }))];
  const named = sql`(SELECT value ->> 'kind', value ->> 'value', value ->> 'programId' FROM json_each(${JSON.stringify(stored)}))`;
  const [found, [total]] = await db.batch([
    db
      .select()
      .from(fraudListEntries)
      .where(
        and(
          eq(fraudListEntries.mode, mode),
          sql`(${fraudListEntries.kind}, ${fraudListEntries.value}, ${fraudListEntries.programId}) IN ${named}`,
        ),
      ),
    db
      .select({
        count: sql<number>`count(*)`.as("entries"),
        pattern: countOf("pattern").as("patterns"),
        address: countOf("address").as("addresses"),
      })
      .from(fraudListEntries)
      .where(and(eq(fraudListEntries.mode, mode), isLive(nowMs))),
  ]);
  const mailboxes = new Map(erasedNames.map(({ name, value }) => [name, value]));
  return {
    rows: found.map((row) => ({ ...row, value: mailboxes.get(row.value) ?? row.value })),
    count: total?.count ?? 0,
    ofKind: { pattern: total?.pattern ?? 0, address: total?.address ?? 0 },
  };
}

/** All of them or none; the unique index refuses one that somebody else has added meanwhile. What has ended makes room. */
export async function commitEntries(
  db: Database,
  { mode, nowMs, rows, audit }: { mode: Mode; nowMs: number; rows: ListEntryRow[]; audit: NewAuditRow[] },
): Promise<void> {
  const natural = sql`(SELECT value ->> 'kind', value ->> 'value', value ->> 'programId' FROM json_each(${JSON.stringify(rows)}))`;
  const isFull = sql.join(
    [sql`count(*) > ${maxListEntries}`, ...readKinds.map((kind) => sql`${countOf(kind)} > ${maxReadEntries}`)],
    sql` OR `,
  );
  const live = and(eq(fraudListEntries.mode, mode), isLive(nowMs));
  await commitBatch(db, [
    db
      .delete(fraudListEntries)
      .where(
        and(
          eq(fraudListEntries.mode, mode),
          sql`expires_at_ms <= ${nowMs} AND (kind, value, program_id) IN ${natural}`,
        ),
      ),
    insertRows(db, fraudListEntries, rows),
    db.insert(factGuards).select(sql`SELECT 1 FROM ${fraudListEntries} WHERE ${live} GROUP BY mode HAVING ${isFull}`),
    insertRows(db, auditLog, audit),
  ]);
}

export async function commitNoEntry(db: Database, id: string, audit: NewAuditRow): Promise<void> {
  await commitBatch(db, [db.delete(fraudListEntries).where(eq(fraudListEntries.id, id)), insertAuditRow(db, audit)]);
}

function countOf(kind: (typeof readKinds)[number]): SQL<number> {
  return sql<number>`count(CASE kind WHEN ${kind} THEN 1 END)`;
}

function isLive(nowMs: number): SQL {
  return sql`(expires_at_ms IS NULL OR expires_at_ms > ${nowMs})`;
}
