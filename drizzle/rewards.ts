import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { participants } from "#schema/participants";
import { programs } from "#schema/programs";
import { referrals } from "#schema/referrals";

/** One promise kept for one beneficiary. */
export const rewards = sqliteTable(
  "rewards",
  {
    id: text("id").primaryKey(),
    /** The program's, so that a list need not ask it. */
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    programId: text("program_id")
      .notNull()
      .references(() => programs.id),
    referralId: text("referral_id").references(() => referrals.id),
    ruleKey: text("rule_key").notNull(),
    grantIndex: integer("grant_index").notNull(),
    /** What earned it: a payment_ref, a referral's event, an ordinal or an operation id. */
    subject: text("subject").notNull(),
    beneficiaryId: text("beneficiary_id")
      .notNull()
      .references(() => participants.id),
    side: text("side", { enum: ["referrer", "referee"] }).notNull(),
    kind: text("kind").notNull(),
    unit: text("unit").notNull(),
    /** In the unit's smallest part: pence, hundredths of a credit, whole months. */
    quantity: integer("quantity").notNull(),
    /** How much of `quantity` was taken back. */
    reversedQuantity: integer("reversed_quantity").notNull().default(0),
    worthMinor: integer("worth_minor"),
    worthCurrency: text("worth_currency"),
    state: text("state").notNull(),
    /** How many rows its history has: the next change takes the next position, and two at once cannot. */
    position: integer("position").notNull(),
    version: integer("version").notNull(),
    earnedAtMs: integer("earned_at_ms").notNull(),
    /** When a hold ends; null without one. */
    releaseAtMs: integer("release_at_ms"),
    expiresAtMs: integer("expires_at_ms"),
    createdAtMs: integer("created_at_ms").notNull(),
    /** How much of `quantity` was used, by claim, invoice or withdrawal; a trigger keeps it within what is left. */
    redeemedQuantity: integer("redeemed_quantity").notNull().default(0),
    /** Which feature or badge it is. */
    label: text("label"),
    claim: text("claim", { enum: ["automatic", "manual"] })
      .notNull()
      .default("automatic"),
    /** Days from its release to its expiry; null: it does not expire. */
    expiresDays: integer("expires_days"),
    /** A pending reward that a person has to approve. */
    needsReview: integer("needs_review", { mode: "boolean" }).notNull().default(false),
    /** So many days from its earning it is kept for its risk; null: not for that. */
    riskDays: integer("risk_days"),
    /** A pending reward whose payment is disputed. */
    disputed: integer("disputed", { mode: "boolean" }).notNull().default(false),
    /** What it was granted for, where a rule counts referrals: the count that was reached. */
    ordinal: integer("ordinal"),
    /** Under which criterion the count was reached (`domain/qualification.ts`). */
    criterion: text("criterion"),
    /** The places it took under limits, given back when it is taken back. */
    places: text("places", { mode: "json" }),
    /** The movement that made it available; null while none did. */
    transactionId: text("transaction_id"),
  },
  (t) => [
    // Paid once, whoever asks and however often (invariant 4).
    uniqueIndex("rewards_natural").on(t.programId, t.ruleKey, t.grantIndex, t.subject, t.beneficiaryId),
    // A participant's rewards, in order.
    index("rewards_beneficiary").on(t.beneficiaryId, t.id),
    // A referral's rewards are part of the facts of every decision about it.
    index("rewards_referral").on(t.referralId, t.id),
    // A program's rewards, newest first.
    index("rewards_program").on(t.programId, t.id),
    // Test rewards may be few among many live ones; live ones are found by walking the key.
    index("rewards_test")
      .on(t.mode, t.id)
      .where(sql`mode = 'test'`),
    // What a job releases: holds that end, oldest first.
    index("rewards_due")
      .on(t.releaseAtMs)
      .where(sql`state = 'pending' AND needs_review = 0 AND disputed = 0`),
    // What a job expires.
    index("rewards_expiring")
      .on(t.expiresAtMs)
      .where(sql`state = 'available' AND expires_at_ms IS NOT NULL`),
    // What stands in an account.
    index("rewards_held")
      .on(t.beneficiaryId, t.programId, t.unit)
      .where(sql`state = 'available'`),
    // What waits for a person, newest first.
    index("rewards_review")
      .on(t.mode, t.id)
      .where(sql`state = 'pending' AND needs_review = 1`),
    // Which referrals' money went back after the reward was used, for fraud scoring; few ever do.
    index("rewards_taken_back")
      .on(t.referralId)
      .where(sql`redeemed_quantity + reversed_quantity > quantity`),
    // A referrer's rewards around the count that changes.
    index("rewards_counted")
      .on(t.beneficiaryId, t.ordinal)
      .where(sql`ordinal IS NOT NULL`),
    // What a participant has for keeps; a small part of what somebody with many referrals is given.
    index("rewards_kept")
      .on(t.beneficiaryId, t.programId, t.id)
      .where(sql`kind IN ('badge', 'feature', 'discount')`),
    check("rewards_mode", sql`mode IN ('live', 'test')`),
    check(
      "rewards_state",
      sql`state IN ('pending', 'available', 'redeemed', 'denied', 'voided', 'expired', 'reversed')`,
    ),
    check("rewards_reversal_bounds", sql`reversed_quantity BETWEEN 0 AND quantity`),
    check("rewards_quantity_positive", sql`quantity > 0`),
  ],
);

/** A reward's history: each change of state is a row. */
export const rewardTransitions = sqliteTable(
  "reward_transitions",
  {
    rewardId: text("reward_id").notNull(),
    position: integer("position").notNull(),
    fromState: text("from_state"),
    toState: text("to_state").notNull(),
    reason: text("reason").notNull(),
    actor: text("actor").notNull(),
    atMs: integer("at_ms").notNull(),
    /** What the person who did it gave as a reason, in his own words. */
    note: text("note"),
  },
  (t) => [primaryKey({ columns: [t.rewardId, t.position] })],
);

/**
 * What is used up under a limit or counted towards a rule, per program. Written as deltas, so that what is
 * decided at once adds up; the batch that goes over a cap fails (invariant 8).
 */
export const counters = sqliteTable(
  "counters",
  {
    programId: text("program_id").notNull(),
    /** A participant's id, or empty for the whole program. */
    scope: text("scope").notNull(),
    /** The end of its calendar window, so that the windows still open are read without the past ones. */
    endsAtMs: integer("ends_at_ms").notNull(),
    name: text("name").notNull(),
    used: integer("used").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.programId, t.scope, t.endsAtMs, t.name] }),
    check("counters_used_positive", sql`used >= 0`),
  ],
);

/** Whether a referral counts towards the rules that ask the same of it. */
export const qualifications = sqliteTable(
  "qualifications",
  {
    referralId: text("referral_id").notNull(),
    /** What is asked, as text (`domain/qualification.ts`). */
    criterion: text("criterion").notNull(),
    status: text("status", { enum: ["waiting", "counted", "lost"] }).notNull(),
    /** When the stay is over and a job counts the referral; null once that is settled. */
    dueAtMs: integer("due_at_ms"),
    /** The payments that had passed when it was settled so; null where all of them do. */
    paymentRefs: text("payment_refs", { mode: "json" }),
  },
  (t) => [
    primaryKey({ columns: [t.referralId, t.criterion] }),
    // What the job counts.
    index("qualifications_due")
      .on(t.dueAtMs)
      .where(sql`due_at_ms IS NOT NULL`),
    check("qualifications_status", sql`status IN ('waiting', 'counted', 'lost')`),
  ],
);
