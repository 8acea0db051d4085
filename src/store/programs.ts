import { and, desc, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import type { Program, ProgramDocument } from "#domain/program";
import { factGuards } from "#schema/events";
import { programs, programVersions } from "#schema/programs";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Database } from "#store/database";
import { announceChange } from "#store/edge-changes";
import { documentOf } from "#store/program-versions";

export type StoredProgram = Program & { draft: ProgramDocument; createdAtMs: number; updatedAtMs: number };
export type StoredVersion = {
  programId: string;
  version: number;
  document: ProgramDocument;
  publishedAtMs: number;
  publishedBy: string;
};

/** By id or by key, in one mode. Keys have no underscore, so they never look like ids. */
export async function findProgram(db: Database, mode: Mode, idOrKey: string): Promise<StoredProgram | null> {
  const named = idOrKey.startsWith("prg_") ? eq(programs.id, idOrKey) : eq(programs.key, idOrKey);
  const row = await db
    .select()
    .from(programs)
    .where(and(eq(programs.mode, mode), named))
    .get();
  return row === undefined ? null : readProgram(row);
}

export async function listPrograms(
  db: Database,
  filter: { mode: Mode; before: string | undefined; limit: number },
): Promise<StoredProgram[]> {
  const { mode, before, limit } = filter;
  const rows = await db
    .select()
    .from(programs)
    .where(and(eq(programs.mode, mode), before === undefined ? undefined : lt(programs.id, before)))
    .orderBy(desc(programs.id))
    .limit(limit + 1);
  return rows.map(readProgram);
}

export async function findVersion(db: Database, programId: string, version: number): Promise<StoredVersion | null> {
  const row = await db
    .select()
    .from(programVersions)
    .where(and(eq(programVersions.programId, programId), eq(programVersions.version, version)))
    .get();
  return row === undefined ? null : readVersion(row);
}

/** Newest first. `before` is a version number. */
export async function listVersions(
  db: Database,
  filter: { programId: string; before: string | undefined; limit: number },
): Promise<StoredVersion[]> {
  const { programId, before, limit } = filter;
  const rows = await db
    .select()
    .from(programVersions)
    .where(
      and(
        eq(programVersions.programId, programId),
        before === undefined ? undefined : lt(programVersions.version, Number(before)),
      ),
    )
    .orderBy(desc(programVersions.version))
    .limit(limit + 1);
  return rows.map(readVersion);
}

export async function commitNewProgram(db: Database, program: StoredProgram, audit: NewAuditRow): Promise<void> {
  await commitBatch(db, [db.insert(programs).values(program), insertAuditRow(db, audit)]);
}

export async function commitDraft(
  db: Database,
  change: { programId: string; draft: ProgramDocument; atMs: number },
  audit: NewAuditRow,
): Promise<void> {
  const { programId, draft, atMs } = change;
  await commitBatch(db, [
    db.update(programs).set({ draft, updatedAtMs: atMs }).where(eq(programs.id, programId)),
    insertAuditRow(db, audit),
  ]);
}

/** The primary key of the versions refuses a second publication of the same number. */
export async function commitVersion(
  db: Database,
  version: StoredVersion,
  atMs: number,
  audit: NewAuditRow,
): Promise<void> {
  await commitBatch(db, [
    db.insert(programVersions).values(version),
    db
      .update(programs)
      .set({ currentVersion: version.version, updatedAtMs: atMs })
      .where(eq(programs.id, version.programId)),
    announceChange(db, version.programId, atMs),
    insertAuditRow(db, audit),
  ]);
}

export async function commitProgramChange(
  db: Database,
  change: { programId: string; set: { status: "active" | "paused" }; atMs: number },
  audit: NewAuditRow,
): Promise<void> {
  const { programId, set, atMs } = change;
  await commitBatch(db, [
    db
      .update(programs)
      .set({ ...set, updatedAtMs: atMs })
      .where(eq(programs.id, programId)),
    announceChange(db, programId, atMs),
    insertAuditRow(db, audit),
  ]);
}

/** Fails as `facts_stale` when somebody else has set the clock to a later time meanwhile. */
export async function commitClock(
  db: Database,
  { programId, clockMs, atMs }: { programId: string; clockMs: number; atMs: number },
  audit: NewAuditRow,
): Promise<void> {
  await commitBatch(db, [
    db
      .insert(factGuards)
      .select(sql`SELECT 1 WHERE EXISTS (SELECT 1 FROM programs WHERE id = ${programId} AND clock_ms > ${clockMs})`),
    db.update(programs).set({ clockMs, updatedAtMs: atMs }).where(eq(programs.id, programId)),
    announceChange(db, programId, atMs),
    insertAuditRow(db, audit),
  ]);
}

/** On the way to where it is set: forward only, and told to nobody. */
export async function moveClock(db: Database, programId: string, clockMs: number): Promise<void> {
  const isBefore = or(isNull(programs.clockMs), lt(programs.clockMs, clockMs));
  await db
    .update(programs)
    .set({ clockMs })
    .where(and(eq(programs.id, programId), isBefore));
}

function readProgram(row: typeof programs.$inferSelect): StoredProgram {
  // Safe because drafts are written from parsed documents only.
  return { ...row, draft: row.draft as ProgramDocument };
}

function readVersion(row: typeof programVersions.$inferSelect): StoredVersion {
  return { ...row, document: documentOf(row) };
}
