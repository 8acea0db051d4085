import { sql } from "drizzle-orm";
import { check, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Where each job stands: how far it has got, and who runs it. */
export const jobs = sqliteTable("jobs", {
  name: text("name").primaryKey(),
  /** Everything due by then is done. */
  watermarkMs: integer("watermark_ms").notNull(),
  /** The run that has the job, and until when it is believed to be at work; null: nobody has. */
  leaseRunId: text("lease_run_id"),
  leaseUntilMs: integer("lease_until_ms"),
  /** Failed runs since the last good one. */
  failures: integer("failures").notNull().default(0),
  /** What the job remembers from one run to the next, such as how far it has read. */
  memory: text("memory", { mode: "json" }).$type<Record<string, unknown>>(),
});

/** Each run of a job. Deleted by a job after 30 days. */
export const jobRuns = sqliteTable(
  "job_runs",
  {
    job: text("job").notNull(),
    id: text("id").notNull(),
    /** By the trigger or by hand: `job:…` or `key:…`. */
    actor: text("actor").notNull(),
    /** What it was to work off: everything due by then. */
    dueAtMs: integer("due_at_ms").notNull(),
    startedAtMs: integer("started_at_ms").notNull(),
    durationMs: integer("duration_ms").notNull(),
    /** `more`: it did what one run may, and goes on at the next tick. */
    outcome: text("outcome", { enum: ["done", "more", "failed"] }).notNull(),
    counts: text("counts", { mode: "json" }).$type<Record<string, number>>().notNull(),
    error: text("error"),
  },
  (t) => [
    // A job's runs, newest first.
    primaryKey({ columns: [t.job, t.id] }),
    check("job_runs_outcome", sql`outcome IN ('done', 'more', 'failed')`),
  ],
);
