import { sql } from "drizzle-orm";
import { findPerson } from "#domain/fraud-list";
import type { NewId } from "#domain/id";
import type { Mode } from "#domain/mode";
import { fraudListEntries } from "#schema/fraud";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import type { ListEntryRow } from "#store/fraud-list-entries";
import { insertRows } from "#store/insert-rows";
import type { StoredParticipant } from "#store/participants";

/** What a mailbox may be called on a list once its owner is erased, the newest name first. */
export type NamedMailbox = { mailbox: string; names: string[] };

/** Entries of mailboxes stay under another name. Where the same was said under that before, that stands, and these go. */
export async function hideMailboxes(db: Database, mode: Mode, named: readonly NamedMailbox[]): Promise<void> {
  const given = JSON.stringify(named);
  const ofMode = sql`fraud_list_entries.mode = ${mode} AND fraud_list_entries.kind = 'email'`;
  const mailboxes = sql`(SELECT value ->> 'mailbox' FROM json_each(${given}))`;
  await db.batch([
    db
      .update(fraudListEntries)
      .set({ note: null })
      .where(sql`${ofMode} AND value IN ${mailboxes}`),
    db
      .update(fraudListEntries)
      .set({
        value: sql`(SELECT value ->> '$.names[0]' FROM json_each(${given}) WHERE value ->> 'mailbox' = fraud_list_entries.value)`,
      })
      .where(
        sql`${ofMode} AND value IN ${mailboxes} AND NOT EXISTS (
          SELECT 1 FROM json_each(${given}) AS own, json_each(own.value, '$.names') AS name CROSS JOIN fraud_list_entries known
          WHERE own.value ->> 'mailbox' = fraud_list_entries.value AND known.mode = fraud_list_entries.mode
            AND known.kind = 'email' AND known.value = name.value AND known.program_id = fraud_list_entries.program_id)`,
      ),
    db.delete(fraudListEntries).where(sql`${ofMode} AND value IN ${mailboxes}`),
  ]);
}

/**
 * What the lists say of somebody by his address, as entries that name his id: without an address nothing else would find
 * him, and what is held of his would be released or rejected for that alone.
 */
export async function listStandIns(
  db: Database,
  person: StoredParticipant,
  { names, nowMs, newId }: { names: readonly string[]; nowMs: number; newId: NewId },
): Promise<ListEntryRow[]> {
  const { id, mode, normalizedEmail } = person;
  if (normalizedEmail === null) return [];
  const own = JSON.stringify([normalizedEmail, ...names]);
  const rows = await db
    .select()
    .from(fraudListEntries)
    .where(
      sql`mode = ${mode} AND (kind IN ('domain', 'pattern') OR kind = 'email' AND value IN (SELECT value FROM json_each(${own})))`,
    );
  const entries = rows.map((row) => (row.kind === "email" ? { ...row, value: normalizedEmail } : row));
  return [...Map.groupBy(entries, ({ programId }) => programId).values()].flatMap((ofProgram) => {
    const { entry } = findPerson(person, ofProgram, nowMs);
    const found = ofProgram.find((row) => row.id === entry?.id);
    const standIn = { id: newId("fle"), kind: "participant" as const, value: id, note: null, createdAtMs: nowMs };
    return found === undefined ? [] : [{ ...found, ...standIn }];
  });
}

/** Where his id is on the list by itself, allow beats block, as it does between entries. */
export function insertStandIns(db: Database, standIns: readonly ListEntryRow[], nowMs: number): Statement {
  const { mode, kind, value, programId } = fraudListEntries;
  return insertRows(db, fraudListEntries, standIns).onConflictDoUpdate({
    target: [mode, kind, value, programId],
    set: { effect: sql`excluded.effect`, expiresAtMs: sql`excluded.expires_at_ms` },
    setWhere: sql`excluded.effect = 'allow' AND fraud_list_entries.effect = 'block' OR fraud_list_entries.expires_at_ms <= ${nowMs}`,
  });
}
