import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { BoardName } from "#domain/leaderboard";
import type { Mode } from "#domain/mode";
import type { Database } from "#store/database";

/** What a program's boards need of it. */
export type BoardProgram = {
  id: string;
  mode: Mode;
  clockMs: number | null;
  /** Null while it is not published. */
  timeZone: string | null;
  isPublic: boolean;
  /** How names are shown of those who have not chosen. */
  names: BoardName;
};

/** Whoever has no key names a program of either mode by its id, or a live one by its key. */
export type BoardProgramName = { mode: Mode | null; idOrKey: string };

export async function findBoardProgram(
  db: Database,
  { mode, idOrKey }: BoardProgramName,
): Promise<BoardProgram | null> {
  const isId = idOrKey.startsWith("prg_");
  const modes = mode === null && isId ? sql`` : sql`AND p.mode = ${mode ?? "live"}`;
  const [row] = await db.all<Omit<BoardProgram, "isPublic"> & { isPublic: number }>(sql`
    SELECT p.id AS id, p.mode AS mode, p.clock_ms AS clockMs, v.document ->> '$.time_zone' AS timeZone,
      coalesce(v.document ->> '$.leaderboard.public', 0) AS isPublic,
      coalesce(v.document ->> '$.leaderboard.names', 'full') AS names
    FROM programs p LEFT JOIN program_versions v ON v.program_id = p.id AND v.version = p.current_version
    WHERE ${isId ? sql`p.id` : sql`p.key`} = ${idOrKey} ${modes}`);
  return row === undefined ? null : { ...row, isPublic: row.isPublic === 1 };
}

/** A published program as the jobs of boards know it. `hasReferrals`: there may be somebody on its boards. */
export type PublishedProgram = {
  programId: string;
  mode: "live" | "test";
  clockMs: number | null;
  timeZone: string;
  hasReferrals: boolean;
  firstPublishedAtMs: number;
  newestClosed: string | null;
};

/** By id, after one of them. */
export async function listPublishedPrograms(
  db: Database,
  { after, limit }: { after: string; limit: number },
): Promise<PublishedProgram[]> {
  return selectPublished(db, sql`program.id > ${after} ORDER BY program.id LIMIT ${limit}`);
}

export async function findPublishedProgram(db: Database, programId: string): Promise<PublishedProgram | null> {
  return (await selectPublished(db, sql`program.id = ${programId}`))[0] ?? null;
}

async function selectPublished(db: Database, which: SQL): Promise<PublishedProgram[]> {
  const rows = await db.all<Omit<PublishedProgram, "hasReferrals"> & { hasReferrals: number }>(sql`
    SELECT program.id AS programId, program.mode, program.clock_ms AS clockMs,
      (SELECT document ->> '$.time_zone' FROM program_versions
        WHERE program_id = program.id AND version = program.current_version) AS timeZone,
      EXISTS (SELECT 1 FROM referrals WHERE program_id = program.id) AS hasReferrals,
      (SELECT published_at_ms FROM program_versions WHERE program_id = program.id ORDER BY version LIMIT 1)
        AS firstPublishedAtMs,
      (SELECT month FROM closed_months WHERE program_id = program.id ORDER BY month DESC LIMIT 1) AS newestClosed
    FROM programs AS program WHERE program.current_version IS NOT NULL AND ${which}`);
  return rows.map((row) => ({ ...row, hasReferrals: row.hasReferrals === 1 }));
}

/** The programs whose boards know a participant, after one of them. */
export async function listProgramsKnowing(
  db: Database,
  { participantId, after, limit }: { participantId: string; after: string; limit: number },
): Promise<string[]> {
  const rows = await db.all<{ programId: string }>(sql`SELECT program.id AS programId FROM programs AS program
    WHERE program.id > ${after} AND program.current_version IS NOT NULL AND EXISTS (SELECT 1 FROM participant_totals
      WHERE program_id = program.id AND participant_id = ${participantId}) ORDER BY program.id LIMIT ${limit}`);
  return rows.map(({ programId }) => programId);
}
