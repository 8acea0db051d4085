import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Messages to be told, written in the same batch as the change they report. */
export const outbox = sqliteTable(
  "outbox",
  {
    id: text("id").primaryKey(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    type: text("type").notNull(),
    payload: text("payload", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
    dueAtMs: integer("due_at_ms").notNull(),
    /** `sent`: handed on to deliveries, emails and fulfilments, which fare for themselves. */
    status: text("status", { enum: ["due", "sent"] }).notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
    /** How often handing it on failed. */
    attempts: integer("attempts").notNull().default(0),
  },
  (t) => [
    // What is to be handed on, oldest first.
    index("outbox_due")
      .on(t.dueAtMs)
      .where(sql`status = 'due'`),
    check("outbox_mode", sql`mode IN ('live', 'test')`),
  ],
);

/** Where signed webhooks go. The signing secret is derived and not stored (src/signing.ts). */
export const webhookEndpoints = sqliteTable(
  "webhook_endpoints",
  {
    id: text("id").primaryKey(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    url: text("url").notNull(),
    description: text("description"),
    /** Only messages of these types; null: of every type. */
    types: text("types", { mode: "json" }).$type<string[]>(),
    status: text("status", { enum: ["enabled", "disabled"] }).notNull(),
    /** `by_hand`, `gone` (it answered 410) or `failing` (for five days). */
    disabledReason: text("disabled_reason", { enum: ["by_hand", "gone", "failing"] }),
    disabledAtMs: integer("disabled_at_ms"),
    /** Which secret signs: the key it is derived from, and how often it was rotated. */
    secretKid: text("secret_kid").notNull(),
    secretVersion: integer("secret_version").notNull(),
    /** The one before signs beside it until then. */
    previousKid: text("previous_kid"),
    previousUntilMs: integer("previous_until_ms"),
    /** Since when every attempt failed; null after a success. */
    failingSinceMs: integer("failing_since_ms"),
    createdAtMs: integer("created_at_ms").notNull(),
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  () => [
    check("webhook_endpoints_mode", sql`mode IN ('live', 'test')`),
    check("webhook_endpoints_status", sql`status IN ('enabled', 'disabled')`),
    check("webhook_endpoints_disabled_reason", sql`disabled_reason IN ('by_hand', 'gone', 'failing')`),
  ],
);

/** One message on its way to one endpoint. */
export const webhookDeliveries = sqliteTable(
  "webhook_deliveries",
  {
    endpointId: text("endpoint_id").notNull(),
    messageId: text("message_id").notNull(),
    status: text("status", { enum: ["due", "done", "dead"] }).notNull(),
    /** How many attempts the ladder has seen; a redelivery starts it anew. */
    attempts: integer("attempts").notNull().default(0),
    /** The next attempt; while one is under way, when it is taken to be lost. */
    dueAtMs: integer("due_at_ms").notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
    finishedAtMs: integer("finished_at_ms"),
  },
  (t) => [
    primaryKey({ columns: [t.endpointId, t.messageId] }),
    // What the sender works off, oldest first, from each endpoint some: one that is slow hides none of the others.
    index("webhook_deliveries_due")
      .on(t.endpointId, t.dueAtMs)
      .where(sql`status = 'due'`),
    // What failed for good, newest first. With the status in front: otherwise the planner would rather walk the key.
    index("webhook_deliveries_dead")
      .on(t.status, t.endpointId, t.messageId)
      .where(sql`status = 'dead'`),
    check("webhook_deliveries_status", sql`status IN ('due', 'done', 'dead')`),
  ],
);

/** Each attempt at a delivery: what was sent, what came back and how long it took. */
export const webhookAttempts = sqliteTable(
  "webhook_attempts",
  {
    endpointId: text("endpoint_id").notNull(),
    messageId: text("message_id").notNull(),
    /** 1 for the first ever; redeliveries count on. */
    attempt: integer("attempt").notNull(),
    atMs: integer("at_ms").notNull(),
    durationMs: integer("duration_ms").notNull(),
    url: text("url").notNull(),
    requestHeaders: text("request_headers", { mode: "json" }).$type<Record<string, string>>().notNull(),
    /** Null when nothing was answered; `error` says why. */
    responseStatus: integer("response_status"),
    /** The first kilobyte. */
    responseBody: text("response_body"),
    error: text("error"),
  },
  (t) => [primaryKey({ columns: [t.endpointId, t.messageId, t.attempt] })],
);

/** An email that a message leads to. Its text is rendered when it is sent or shown, so that no personal data lies here. */
export const emails = sqliteTable(
  "emails",
  {
    id: text("id").primaryKey(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    messageId: text("message_id").notNull(),
    template: text("template").notNull(),
    programId: text("program_id"),
    /** Null: it goes to the team. */
    participantId: text("participant_id"),
    /** `kept`: it can be sent by hand. `skipped`: never. `dead`: it failed for good, or too often. */
    status: text("status", { enum: ["due", "sent", "kept", "skipped", "dead"] }).notNull(),
    /** Why it is kept, was skipped or failed. */
    reason: text("reason"),
    attempts: integer("attempts").notNull().default(0),
    dueAtMs: integer("due_at_ms").notNull(),
    /** What the mail service calls it. */
    providerId: text("provider_id"),
    createdAtMs: integer("created_at_ms").notNull(),
    sentAtMs: integer("sent_at_ms"),
  },
  (t) => [
    // What the sender works off, oldest first.
    index("emails_due")
      .on(t.dueAtMs)
      .where(sql`status = 'due'`),
    // A participant's emails, newest first.
    index("emails_participant").on(t.participantId, t.id),
    // Test emails may be few among many live ones; live ones are found by walking the key.
    index("emails_test")
      .on(t.mode, t.id)
      .where(sql`mode = 'test'`),
    // What was not sent, newest first: few where emails are sent at all.
    index("emails_unsent")
      .on(t.mode, t.status, t.id)
      .where(sql`status = 'kept' OR status = 'skipped' OR status = 'dead'`),
    check("emails_mode", sql`mode IN ('live', 'test')`),
    check("emails_status", sql`status IN ('due', 'sent', 'kept', 'skipped', 'dead')`),
  ],
);

/** Who wants no mail. By a hash of the address, so that it outlives an erasure. */
export const emailSuppressions = sqliteTable(
  "email_suppressions",
  {
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    /** SHA-256 of the normalised address. */
    addressHash: text("address_hash").notNull(),
    /** `unsubscribed`, `bounced`, `complained` or `by_hand`. */
    reason: text("reason", { enum: ["unsubscribed", "bounced", "complained", "by_hand"] }).notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.mode, t.addressHash] }),
    check("email_suppressions_mode", sql`mode IN ('live', 'test')`),
    check("email_suppressions_reason", sql`reason IN ('unsubscribed', 'bounced', 'complained', 'by_hand')`),
  ],
);
