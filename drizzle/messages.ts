import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Messages to be sent, written in the same batch as the change they report. */
export const outbox = sqliteTable(
  "outbox",
  {
    id: text("id").primaryKey(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    type: text("type").notNull(),
    payload: text("payload", { mode: "json" }).notNull(),
    dueAtMs: integer("due_at_ms").notNull(),
    status: text("status", { enum: ["due", "sent", "dead"] }).notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
  },
  (t) => [
    // What the sender works off, oldest first.
    index("outbox_due")
      .on(t.dueAtMs)
      .where(sql`status = 'due'`),
    check("outbox_mode", sql`mode IN ('live', 'test')`),
  ],
);
