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
  },
  (t) => [primaryKey({ columns: [t.rewardId, t.position] })],
);
