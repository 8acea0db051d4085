import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { programs } from "#schema/programs";

/**
 * What a participant's referrals and rewards in one program come to, so that nobody counts them. Written by triggers on
 * `referrals` and `rewards` alone, in the batch of the change, and compared with them by a job.
 */
export const participantTotals = sqliteTable(
  "participant_totals",
  {
    programId: text("program_id").notNull(),
    participantId: text("participant_id").notNull(),
    /** His referrals by the stage that they are in. */
    signedUp: integer("signed_up").notNull().default(0),
    activated: integer("activated").notNull().default(0),
    converted: integer("converted").notNull().default(0),
    rewarded: integer("rewarded").notNull().default(0),
    /** Of those in `activated`, the ones that have not churned. */
    activeTrials: integer("active_trials").notNull().default(0),
    /** His referrals with this time, whatever stage they are in. */
    retained: integer("retained").notNull().default(0),
    churned: integer("churned").notNull().default(0),
    /** His rewards by the state that they are in. */
    pending: integer("pending").notNull().default(0),
    available: integer("available").notNull().default(0),
    redeemed: integer("redeemed").notNull().default(0),
    denied: integer("denied").notNull().default(0),
    voided: integer("voided").notNull().default(0),
    expired: integer("expired").notNull().default(0),
    reversed: integer("reversed").notNull().default(0),
    /** By unit, what he was given and what was not taken back, in the unit's smallest part: available and redeemed. */
    earned: text("earned", { mode: "json" })
      .$type<Record<string, number>>()
      .notNull()
      .default(sql`'{}'`),
    /** By currency, what that is worth where a reward says so, in minor units. */
    worth: text("worth", { mode: "json" })
      .$type<Record<string, number>>()
      .notNull()
      .default(sql`'{}'`),
    /** The newest steps of his referrals, newest first: `[referral, stage, at_ms]`. */
    recent: text("recent", { mode: "json" })
      .$type<[string, string, number][]>()
      .notNull()
      .default(sql`'[]'`),
  },
  (t) => [primaryKey({ columns: [t.programId, t.participantId] })],
);

/** A calendar month of a program that is over: who led when its boards were closed. Never changed but for `rewarded_at_ms`. */
export const closedMonths = sqliteTable(
  "closed_months",
  {
    programId: text("program_id")
      .notNull()
      .references(() => programs.id),
    /** `2026-10`, in the program's time zone. */
    month: text("month").notNull(),
    /** Its end: what was in force then says what its leaders get. */
    closedAtMs: integer("closed_at_ms").notNull(),
    /** When the leaders had what the rules in force gave them; null while that is to be done. */
    rewardedAtMs: integer("rewarded_at_ms"),
  },
  (t) => [
    primaryKey({ columns: [t.programId, t.month] }),
    // Whose leaders are still to be rewarded.
    index("closed_months_unrewarded")
      .on(t.closedAtMs)
      .where(sql`rewarded_at_ms IS NULL`),
  ],
);

/** The first of a closed month, overall and in each category. */
export const monthLeaders = sqliteTable(
  "month_leaders",
  {
    programId: text("program_id").notNull(),
    month: text("month").notNull(),
    /** Empty: of the whole program. */
    category: text("category").notNull(),
    rank: integer("rank").notNull(),
    participantId: text("participant_id").notNull(),
    /** As the board had them when it was closed. */
    conversions: integer("conversions").notNull(),
    firstConversionAtMs: integer("first_conversion_at_ms").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.programId, t.month, t.category, t.rank] }),
    // The months that somebody led, for erasure and for his own page.
    index("month_leaders_participant").on(t.participantId, t.programId),
    check("month_leaders_rank", sql`rank > 0`),
  ],
);
