import { sql } from "drizzle-orm";
import type { Database } from "#store/database";

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
  page: { after: string; limit: number },
): Promise<PublishedProgram[]> {
  const rows = await db.all<Omit<PublishedProgram, "hasReferrals"> & { hasReferrals: number }>(sql`
    SELECT program.id AS programId, program.mode, program.clock_ms AS clockMs,
      (SELECT document ->> '$.time_zone' FROM program_versions
        WHERE program_id = program.id AND version = program.current_version) AS timeZone,
      EXISTS (SELECT 1 FROM referrals WHERE program_id = program.id) AS hasReferrals,
      (SELECT published_at_ms FROM program_versions WHERE program_id = program.id ORDER BY version LIMIT 1)
        AS firstPublishedAtMs,
      (SELECT month FROM closed_months WHERE program_id = program.id ORDER BY month DESC LIMIT 1) AS newestClosed
    FROM programs AS program WHERE program.id > ${page.after} AND program.current_version IS NOT NULL
    ORDER BY program.id LIMIT ${page.limit}`);
  return rows.map((row) => ({ ...row, hasReferrals: row.hasReferrals === 1 }));
}
