import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { programs } from "#schema/programs";
import { referrals } from "#schema/referrals";

/** What fraud scoring said of a referral, each time it was asked. Ids and numbers only. Never changed. */
export const assessments = sqliteTable(
  "assessments",
  {
    referralId: text("referral_id")
      .notNull()
      .references(() => referrals.id),
    id: text("id").notNull(),
    /** `decision`: before anything was promised. `release`: when a hold ended. */
    moment: text("moment", { enum: ["decision", "release"] }).notNull(),
    /** The program version whose settings it was scored by. */
    version: integer("version").notNull(),
    /** Millionths, like every ratio of fraud scoring. */
    score: integer("score").notNull(),
    risk: text("risk", { enum: ["low", "medium", "high"] }).notNull(),
    action: text("action", { enum: ["approve", "hold", "review", "reject"] }).notNull(),
    /** Every signal with its measure, value, weight and points, whether it spoke or not. */
    signals: text("signals", { mode: "json" }).notNull(),
    rules: text("rules", { mode: "json" }).notNull(),
    /** The list entry for which a score was not acted on. */
    allowedBy: text("allowed_by"),
    atMs: integer("at_ms").notNull(),
  },
  (t) => [
    // A referral's assessments in order; nothing else asks for them, so the key is all that a row costs.
    primaryKey({ columns: [t.referralId, t.id] }),
    check("assessments_moment", sql`moment IN ('decision', 'release')`),
    check("assessments_risk", sql`risk IN ('low', 'medium', 'high')`),
    check("assessments_action", sql`action IN ('approve', 'hold', 'review', 'reject')`),
  ],
);

/** A referral that a person looks at, or has judged. Its verdict is a label for the report of how good scoring is. */
export const reviews = sqliteTable(
  "reviews",
  {
    id: text("id").primaryKey(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    programId: text("program_id")
      .notNull()
      .references(() => programs.id),
    referralId: text("referral_id")
      .notNull()
      .references(() => referrals.id),
    status: text("status", { enum: ["open", "approved", "rejected"] }).notNull(),
    /** The assessment that asked for it; null when a person opened it. */
    assessmentId: text("assessment_id"),
    /** Of the assessment, so that the queue can be read by it; 0 without one. */
    score: integer("score").notNull(),
    /** Until when a person has put it aside; null while nobody has. */
    heldUntilMs: integer("held_until_ms"),
    /** What the person who decided last gave as a reason, in his own words. */
    note: text("note"),
    decidedBy: text("decided_by"),
    decidedAtMs: integer("decided_at_ms"),
    createdAtMs: integer("created_at_ms").notNull(),
  },
  (t) => [
    // A referral has one review, which can be opened again; so two assessments at once open one.
    uniqueIndex("reviews_referral").on(t.referralId),
    // The queue, and what was decided, newest first.
    index("reviews_status").on(t.mode, t.status, t.id),
    // The same of a program, and its verdicts for the report.
    index("reviews_program").on(t.programId, t.status, t.id),
    // The queue of all programs and of one, the most suspicious first.
    index("reviews_score")
      .on(t.mode, t.score, t.id)
      .where(sql`status = 'open'`),
    index("reviews_program_score")
      .on(t.programId, t.score, t.id)
      .where(sql`status = 'open'`),
    check("reviews_mode", sql`mode IN ('live', 'test')`),
    check("reviews_status_known", sql`status IN ('open', 'approved', 'rejected')`),
  ],
);

/** Whom fraud scoring rejects or lets pass whatever it measures. */
export const fraudListEntries = sqliteTable(
  "fraud_list_entries",
  {
    id: text("id").primaryKey(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    /** Empty: in every program of its mode. */
    programId: text("program_id").notNull(),
    effect: text("effect", { enum: ["allow", "block"] }).notNull(),
    kind: text("kind", { enum: ["email", "domain", "participant", "address", "pattern"] }).notNull(),
    /** As `normalizeListValue` leaves it. The mailbox of an erased person is kept as `erased:…`, so that a block outlives it. */
    value: text("value").notNull(),
    note: text("note"),
    createdBy: text("created_by").notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
    expiresAtMs: integer("expires_at_ms"),
  },
  (t) => [
    // Said once, and found by what it says.
    uniqueIndex("fraud_list_entries_natural").on(t.mode, t.kind, t.value, t.programId),
    // The entries of a mode, newest first.
    index("fraud_list_entries_newest").on(t.mode, t.id),
    check("fraud_list_entries_mode", sql`mode IN ('live', 'test')`),
    check("fraud_list_entries_effect", sql`effect IN ('allow', 'block')`),
    check("fraud_list_entries_kind", sql`kind IN ('email', 'domain', 'participant', 'address', 'pattern')`),
  ],
);
