import { sql } from "drizzle-orm";
import { check, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** One referral programme. Its rules are in `program_versions`; `draft` is the next version. */
export const programs = sqliteTable(
  "programs",
  {
    id: text("id").primaryKey(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    key: text("key").notNull(),
    status: text("status", { enum: ["active", "paused"] }).notNull(),
    draft: text("draft", { mode: "json" }).notNull(),
    /** Null until the first publication. */
    currentVersion: integer("current_version"),
    /** A test program's clock; it stands still until it is advanced. Null: real time. */
    clockMs: integer("clock_ms"),
    createdAtMs: integer("created_at_ms").notNull(),
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  (t) => [
    // A team names a program by its key in API calls.
    uniqueIndex("programs_mode_key").on(t.mode, t.key),
    check("programs_mode", sql`mode IN ('live', 'test')`),
    check("programs_clock_only_in_test", sql`clock_ms IS NULL OR mode = 'test'`),
  ],
);

/** What was published, when. Immutable: a promise made under a version stays under it. */
export const programVersions = sqliteTable(
  "program_versions",
  {
    programId: text("program_id")
      .notNull()
      .references(() => programs.id),
    version: integer("version").notNull(),
    document: text("document", { mode: "json" }).notNull(),
    /** By the program's clock: which version was in force at a signup is decided by it. */
    publishedAtMs: integer("published_at_ms").notNull(),
    publishedBy: text("published_by").notNull(),
  },
  (t) => [primaryKey({ columns: [t.programId, t.version] })],
);
