import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** The inbox: every fact that was accepted, in commit order, with the answer it got. */
export const events = sqliteTable(
  "events",
  {
    /** Commit order. Nothing else orders what goes by order of arrival (docs/guides/events.md). */
    seq: integer("seq").primaryKey(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    /** The caller's id. */
    eventId: text("event_id").notNull(),
    type: text("type").notNull(),
    /** SHA-256 of the canonical content: the same id with other content is refused. */
    contentHash: text("content_hash").notNull(),
    /** Null: the event goes to every program in which the referee has a referral. */
    programId: text("program_id"),
    refereeId: text("referee_id"),
    paymentRef: text("payment_ref"),
    occurredAtMs: integer("occurred_at_ms").notNull(),
    receivedAtMs: integer("received_at_ms").notNull(),
    verified: integer("verified", { mode: "boolean" }).notNull(),
    payload: text("payload", { mode: "json" }).notNull(),
    /** `pending`: stored, still to be decided. `parked`: decided, waiting for its referee to bind. `refused`: pending once, and impossible. */
    status: text("status", { enum: ["pending", "parked", "applied", "refused"] }).notNull(),
    /** The code of the refusal that the sweep got for a stored event. */
    refusal: text("refusal"),
    /** How often the sweep failed to decide it. */
    attempts: integer("attempts").notNull().default(0),
    answer: text("answer", { mode: "json" }),
    actor: text("actor").notNull(),
  },
  (t) => [
    // The idempotency of events (invariant 5), for ever.
    uniqueIndex("events_mode_id").on(t.mode, t.eventId),
    // A referee's history is folded at every decision.
    index("events_referee").on(t.refereeId, t.seq),
    // A refund may name only the payment, and may come first.
    index("events_payment")
      .on(t.mode, t.paymentRef)
      .where(sql`payment_ref IS NOT NULL`),
    // What the sweep has to decide; almost always empty.
    index("events_pending")
      .on(t.seq)
      .where(sql`status = 'pending'`),
    // What waits for its referee or was refused, to be shown; a small part of all.
    index("events_unsettled")
      .on(t.mode, t.status, t.seq)
      .where(sql`status = 'parked' OR status = 'refused'`),
    // Test events may be few among many live ones; live events are found by walking the key.
    index("events_test")
      .on(t.mode, t.seq)
      .where(sql`mode = 'test'`),
    check("events_mode", sql`mode IN ('live', 'test')`),
  ],
);

/** A payment, whoever reported it and how often: the fold of its reports and refunds. */
export const payments = sqliteTable(
  "payments",
  {
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    paymentRef: text("payment_ref").notNull(),
    refereeId: text("referee_id").notNull(),
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency").notNull(),
    refundedMinor: integer("refunded_minor").notNull(),
    verified: integer("verified", { mode: "boolean" }).notNull(),
    occurredAtMs: integer("occurred_at_ms").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.mode, t.paymentRef] }),
    check("payments_mode", sql`mode IN ('live', 'test')`),
    check("payment_refund_bounds", sql`refunded_minor BETWEEN 0 AND amount_minor`),
  ],
);

/** A payment of a referee as one program counts it (invariant 5). */
export const conversions = sqliteTable(
  "conversions",
  {
    programId: text("program_id").notNull(),
    paymentRef: text("payment_ref").notNull(),
    id: text("id").notNull(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    referralId: text("referral_id").notNull(),
    /** 1 for the first that was committed, and so on. */
    ordinal: integer("ordinal").notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.programId, t.paymentRef] }),
    // A referral has one first payment, whatever runs in parallel.
    uniqueIndex("conversions_ordinal").on(t.referralId, t.ordinal),
    check("conversions_mode", sql`mode IN ('live', 'test')`),
  ],
);

/** Why each decision came out as it did, per referee and program, in order. */
export const explanations = sqliteTable(
  "explanations",
  {
    refereeId: text("referee_id").notNull(),
    programId: text("program_id").notNull(),
    eventSeq: integer("event_seq").notNull(),
    clauses: text("clauses", { mode: "json" }).notNull(),
    decidedAtMs: integer("decided_at_ms").notNull(),
  },
  (t) => [primaryKey({ columns: [t.refereeId, t.programId, t.eventSeq] })],
);

/**
 * Never holds a row: a batch inserts one into it exactly when the facts it was decided on have
 * changed since they were read, and the CHECK then refuses the whole batch.
 */
export const factGuards = sqliteTable("fact_guards", { stale: integer("stale").primaryKey() }, () => [
  check("facts_stale", sql`stale = 0`),
]);
