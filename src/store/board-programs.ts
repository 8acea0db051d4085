import { sql } from "drizzle-orm";
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
