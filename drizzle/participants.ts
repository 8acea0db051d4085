import { integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** A person or organisation of the main app; referrer and referee alike. */
export const participants = sqliteTable(
  "participants",
  {
    id: text("id").primaryKey(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    kind: text("kind").notNull(),
    externalId: text("external_id").notNull(),
    name: text("name"),
    email: text("email"),
    /** The mailbox behind the address (Gmail dots, plus tags, case): equality is the same person. */
    normalizedEmail: text("normalized_email"),
    organization: text("organization"),
    category: text("category"),
    location: text("location"),
    avatarUrl: text("avatar_url"),
    profile: text("profile", { mode: "json" }),
    status: text("status", { enum: ["active", "suspended", "inactive"] }).notNull(),
    paymentFingerprint: text("payment_fingerprint"),
    /** When the main app says that the account was made; null while it has not said. */
    registeredAtMs: integer("registered_at_ms"),
    createdAtMs: integer("created_at_ms").notNull(),
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  (t) => [
    // The main app knows people by its own id, and the upsert hangs on it.
    uniqueIndex("participants_external").on(t.mode, t.kind, t.externalId),
  ],
);
