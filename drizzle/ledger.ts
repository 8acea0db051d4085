import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

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

/** The two sides of a movement. Append-only by trigger; a transaction's entries sum to zero per unit. */
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
  },
  (t) => [
    primaryKey({ columns: [t.transactionId, t.side] }),
    // A wallet's history; house entries are left out because nobody pages through them.
    index("entries_owner")
      .on(t.ownerId, t.transactionId)
      .where(sql`balance_after IS NOT NULL`),
  ],
);
