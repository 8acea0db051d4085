import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** A participant's balance in one program and unit. House accounts have no row, so nothing is hot. */
export const accounts = sqliteTable(
  "accounts",
  {
    ownerId: text("owner_id").notNull(),
    programId: text("program_id").notNull(),
    unit: text("unit").notNull(),
    /** Always the fold of the owner's entries (invariant 3); negative after a clawback. */
    balance: integer("balance").notNull(),
  },
  (t) => [primaryKey({ columns: [t.ownerId, t.programId, t.unit] })],
);

/** Why value moved. */
export const transactions = sqliteTable("transactions", {
  id: text("id").primaryKey(),
  programId: text("program_id").notNull(),
  type: text("type", {
    enum: ["referral_bonus", "affiliate_commission", "deal_payment", "withdrawal", "adjustment", "reversal"],
  }).notNull(),
  rewardId: text("reward_id"),
  reversesId: text("reverses_id"),
  description: text("description").notNull(),
  metadata: text("metadata", { mode: "json" }),
  atMs: integer("at_ms").notNull(),
});

/**
 * The two sides of a movement, the giving one written first. Append-only by trigger; another refuses a
 * receiving side that does not sum to zero with the giving one.
 */
export const entries = sqliteTable(
  "entries",
  {
    transactionId: text("transaction_id")
      .notNull()
      .references(() => transactions.id),
    /** -1: the side that gives; 1: the side that receives. */
    side: integer("side").notNull(),
    /** A participant's id or a house account (`house:rewards`, `house:redeemed`). */
    ownerId: text("owner_id").notNull(),
    programId: text("program_id").notNull(),
    unit: text("unit").notNull(),
    amount: integer("amount").notNull(),
    /** Null for house accounts, which store no balance. */
    balanceAfter: integer("balance_after"),
    /** The owner's movements in commit order, from 1. Ids sort by request, and a slow request commits late. Null for house accounts. */
    position: integer("position"),
  },
  (t) => [
    primaryKey({ columns: [t.transactionId, t.side] }),
    // A wallet's history; house entries are left out because nobody pages through them.
    uniqueIndex("entries_owner")
      .on(t.ownerId, t.position)
      .where(sql`position IS NOT NULL`),
    check("entries_side", sql`side IN (-1, 1)`),
    check("entries_amount_sign", sql`amount * side > 0`),
    check("entries_position", sql`(position IS NULL) = (balance_after IS NULL)`),
  ],
);

/**
 * What the main app did with a wallet, under an id of its own: a withdrawal, an invoice that used a free
 * month, a movement by hand. The same id with the same content answers the same; with other content it is refused.
 */
export const operations = sqliteTable(
  "operations",
  {
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    kind: text("kind", { enum: ["withdrawal", "invoice", "transaction"] }).notNull(),
    /** The caller's: an operation id, or the invoice's. */
    operationId: text("operation_id").notNull(),
    contentHash: text("content_hash").notNull(),
    programId: text("program_id").notNull(),
    participantId: text("participant_id").notNull(),
    unit: text("unit").notNull(),
    quantity: integer("quantity").notNull(),
    status: text("status", { enum: ["done", "undone"] }).notNull(),
    transactionId: text("transaction_id").notNull(),
    /** What was answered, beyond the columns: an invoice's amounts, a caller's metadata. */
    detail: text("detail", { mode: "json" }),
    atMs: integer("at_ms").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.mode, t.kind, t.operationId] }),
    // A participant's operations, newest first.
    index("operations_participant").on(t.participantId, t.atMs),
    check("operations_mode", sql`mode IN ('live', 'test')`),
    check("operations_kind", sql`kind IN ('withdrawal', 'invoice', 'transaction')`),
    check("operations_status", sql`status IN ('done', 'undone')`),
  ],
);

/** Which rewards an operation used, and how much of each. */
export const operationParts = sqliteTable(
  "operation_parts",
  {
    transactionId: text("transaction_id").notNull(),
    rewardId: text("reward_id").notNull(),
    quantity: integer("quantity").notNull(),
  },
  (t) => [primaryKey({ columns: [t.transactionId, t.rewardId] }), check("operation_parts_quantity", sql`quantity > 0`)],
);
