import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

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
    /** How boards show his name; null: as the program says. */
    boardName: text("board_name", { enum: ["full", "initials", "hidden"] }),
    /** Whether he wants to stand on no board. */
    boardOptOut: integer("board_opt_out", { mode: "boolean" }).notNull().default(false),
    /** When the main app says that the account was made; null while it has not said. */
    registeredAtMs: integer("registered_at_ms"),
    /** When the person was erased: what is left is an id that the books refer to. */
    erasedAtMs: integer("erased_at_ms"),
    createdAtMs: integer("created_at_ms").notNull(),
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  (t) => [
    // The main app knows people by its own id, and the upsert hangs on it.
    // The kind comes last, so that an external id alone finds its bearers.
    uniqueIndex("participants_external").on(t.mode, t.externalId, t.kind),
    // The participants of a kind, newest first.
    index("participants_kind").on(t.mode, t.kind, t.id),
    // The few who are suspended or inactive.
    index("participants_unusual")
      .on(t.mode, t.status, t.id)
      .where(sql`status = 'suspended' OR status = 'inactive'`),
    // Test participants may be few among many live ones; live ones are found by walking the key.
    index("participants_test")
      .on(t.mode, t.id)
      .where(sql`mode = 'test'`),
    // Others with the same mailbox, for fraud scoring.
    index("participants_mailbox")
      .on(t.mode, t.normalizedEmail)
      .where(sql`normalized_email IS NOT NULL`),
    // Others who have paid with the same card, for fraud scoring.
    index("participants_payment")
      .on(t.mode, t.paymentFingerprint)
      .where(sql`payment_fingerprint IS NOT NULL`),
    check("participants_mode", sql`mode IN ('live', 'test')`),
  ],
);

/** What is still to be searched for somebody who was erased, and by what. Gone with the last step. */
export const erasures = sqliteTable(
  "erasures",
  {
    participantId: text("participant_id").primaryKey(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    /** What others call him: texts that name him are found by nothing else. They say no more than the texts do. */
    knownBy: text("known_by", { mode: "json" })
      .$type<{ customerIds: string[]; references: string[]; kind: string; externalId: string; emails: string[] }>()
      .notNull(),
    /** How far it has got: the stage, and where in it the next step begins. */
    stage: text("stage", {
      enum: ["notes", "clicks", "events", "answers", "received", "links", "deliveries"],
    }).notNull(),
    place: text("place").notNull(),
    begunAtMs: integer("begun_at_ms").notNull(),
  },
  (t) => [
    // Whose turn it is.
    index("erasures_begun").on(t.begunAtMs),
    check("erasures_mode", sql`mode IN ('live', 'test')`),
    check("erasures_stage", sql`stage IN ('notes', 'clicks', 'events', 'answers', 'received', 'links', 'deliveries')`),
  ],
);
