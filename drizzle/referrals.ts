import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { links } from "#schema/links";
import { participants } from "#schema/participants";
import { programs } from "#schema/programs";

/** The bond referrer → referee. A trigger refuses cycles. */
export const referrals = sqliteTable(
  "referrals",
  {
    id: text("id").primaryKey(),
    /** The program's, so that a list need not ask it. */
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    programId: text("program_id")
      .notNull()
      .references(() => programs.id),
    refereeId: text("referee_id")
      .notNull()
      .references(() => participants.id),
    referrerId: text("referrer_id")
      .notNull()
      .references(() => participants.id),
    linkId: text("link_id")
      .notNull()
      .references(() => links.id),
    evidence: text("evidence", { enum: ["typed", "journey", "url", "invitation"] }).notNull(),
    channel: text("channel").notNull(),
    campaign: text("campaign"),
    model: text("model").notNull(),
    /** The program version that was in force at the signup: its promises hold. */
    version: integer("version").notNull(),
    stage: text("stage").notNull(),
    linkCreatedAtMs: integer("link_created_at_ms").notNull(),
    linkClickedAtMs: integer("link_clicked_at_ms"),
    signupStartedAtMs: integer("signup_started_at_ms"),
    signedUpAtMs: integer("signed_up_at_ms").notNull(),
    activatedAtMs: integer("activated_at_ms"),
    convertedAtMs: integer("converted_at_ms"),
    rewardedAtMs: integer("rewarded_at_ms"),
    retainedAtMs: integer("retained_at_ms"),
    churnedAtMs: integer("churned_at_ms"),
    source: text("source", { mode: "json" }),
    /** Of the journey that earned it: the browser, how the link was loaded, the hash of the address on its day. Forgotten by a job. */
    visitorId: text("visitor_id"),
    via: text("via", { enum: ["navigation", "image", "iframe", "script"] }),
    addressHash: text("address_hash"),
    createdAtMs: integer("created_at_ms").notNull(),
  },
  (t) => [
    // One referrer per referee and program (invariant 10); a referee's referrals in all programs, and the way up
    // the tree for the cycle check.
    uniqueIndex("referrals_referee").on(t.refereeId, t.programId),
    // A referrer's referrals, newest first.
    index("referrals_referrer").on(t.referrerId, t.id),
    // A program's referrals, newest first.
    index("referrals_program").on(t.programId, t.id),
    // Test referrals may be few among many live ones; live ones are found by walking the key.
    index("referrals_test")
      .on(t.mode, t.id)
      .where(sql`mode = 'test'`),
    check("referrals_mode", sql`mode IN ('live', 'test')`),
  ],
);

/** The touches that entered the decision, with the weight of each; kept so that models can be compared. */
export const touches = sqliteTable(
  "touches",
  {
    referralId: text("referral_id")
      .notNull()
      .references(() => referrals.id),
    position: integer("position").notNull(),
    code: text("code").notNull(),
    /** Null with its owner when the code is not known. */
    linkId: text("link_id"),
    ownerId: text("owner_id"),
    atMs: integer("at_ms").notNull(),
    channel: text("channel").notNull(),
    campaign: text("campaign"),
    variant: text("variant"),
    /** Millionths; the weights of a referral sum to 1,000,000. A dropped touch has 0. */
    weight: integer("weight").notNull(),
    /** Why the touch was left out of the model; null when it counted. */
    drop: text("dropped"),
  },
  (t) => [primaryKey({ columns: [t.referralId, t.position] })],
);
