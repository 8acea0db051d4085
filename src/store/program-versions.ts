import { and, eq, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { ProgramDocument } from "#domain/program";
import { programVersions, programs } from "#schema/programs";
import type { Database } from "#store/database";

/** The version of a program that is in force, for a batch. */
export function selectCurrentVersion(db: Database, programId: SQL | string) {
  return db
    .select()
    .from(programVersions)
    .where(
      sql`program_versions.program_id = ${programId} AND program_versions.version =
        (SELECT current_version FROM programs WHERE id = ${programId})`,
    );
}

/** Joins programs with the versions of theirs that are in force. */
export const isCurrentVersion = and(
  eq(programVersions.programId, programs.id),
  eq(programVersions.version, programs.currentVersion),
);

export function documentOf({ document }: Pick<typeof programVersions.$inferSelect, "document">): ProgramDocument {
  // Safe because versions are copies of drafts, which are written from parsed documents only.
  return document as ProgramDocument;
}
