import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** Signed deliveries of billing providers, stored as they came before anything is made of them. */
export const providerDeliveries = sqliteTable(
  "provider_deliveries",
  {
    id: text("id").primaryKey(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    provider: text("provider", { enum: ["stripe", "whop"] }).notNull(),
    /** The provider's id of it: the same one again is the same delivery. */
    deliveryId: text("delivery_id").notNull(),
    type: text("type").notNull(),
    /** The body as it came, byte for byte what was signed. */
    body: text("body").notNull(),
    receivedAtMs: integer("received_at_ms").notNull(),
    /**
     * `pending`: to be worked on. `applied`: events were made of it. `ignored`: it says nothing about a referral.
     * `unmapped`: nobody knows whose it is, until a mapping arrives. `refused`: its event cannot stand.
     */
    status: text("status", { enum: ["pending", "applied", "ignored", "unmapped", "refused"] }).notNull(),
    /** Why it was ignored, is unmapped or was refused. */
    reason: text("reason"),
    /** What a mapping must name before it can be worked on: a customer or a payment of the provider. */
    waitsFor: text("waits_for"),
    /** The ids of the events that were made of it. */
    eventIds: text("event_ids", { mode: "json" }).$type<string[]>().notNull().default([]),
    /** How often working on it failed. */
    attempts: integer("attempts").notNull().default(0),
    dueAtMs: integer("due_at_ms").notNull(),
  },
  (t) => [
    // Each delivery is kept once, however often it is sent.
    uniqueIndex("provider_deliveries_natural").on(t.mode, t.provider, t.deliveryId),
    // What is to be worked on, oldest first.
    index("provider_deliveries_due")
      .on(t.dueAtMs)
      .where(sql`status = 'pending'`),
    // What is taken up when its mapping arrives.
    index("provider_deliveries_waiting")
      .on(t.mode, t.provider, t.waitsFor)
      .where(sql`status = 'unmapped'`),
    // What needs somebody's eye, newest first.
    index("provider_deliveries_unsettled")
      .on(t.mode, t.status, t.id)
      .where(sql`status = 'unmapped' OR status = 'refused'`),
    // Test deliveries may be few among many live ones; live ones are found by walking the key.
    index("provider_deliveries_test")
      .on(t.mode, t.id)
      .where(sql`mode = 'test'`),
    check("provider_deliveries_mode", sql`mode IN ('live', 'test')`),
    check("provider_deliveries_provider", sql`provider IN ('stripe', 'whop')`),
    check("provider_deliveries_status", sql`status IN ('pending', 'applied', 'ignored', 'unmapped', 'refused')`),
  ],
);

/** Whom a provider means by a customer of its own. */
export const providerCustomers = sqliteTable(
  "provider_customers",
  {
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    provider: text("provider", { enum: ["stripe", "whop"] }).notNull(),
    customerId: text("customer_id").notNull(),
    participantId: text("participant_id").notNull(),
    /**
     * Which of a participant's customers gets his credits: the lowest. What was set by hand has minus its time, so that
     * the newest of those is first; what a delivery said has its time, so that a later one changes nothing.
     */
    place: integer("place").notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.mode, t.provider, t.customerId] }),
    // Where a participant's credits go.
    index("provider_customers_participant").on(t.participantId, t.provider, t.place, t.customerId),
    check("provider_customers_mode", sql`mode IN ('live', 'test')`),
    check("provider_customers_provider", sql`provider IN ('stripe', 'whop')`),
  ],
);

/** Which payment a provider means by a further id: a charge or payment intent of an invoice or order. */
export const providerPayments = sqliteTable(
  "provider_payments",
  {
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    provider: text("provider", { enum: ["stripe", "whop"] }).notNull(),
    externalId: text("external_id").notNull(),
    paymentRef: text("payment_ref").notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.mode, t.provider, t.externalId] }),
    check("provider_payments_mode", sql`mode IN ('live', 'test')`),
    check("provider_payments_provider", sql`provider IN ('stripe', 'whop')`),
  ],
);

/** A reward that is handed over outside: by Stripe, or by a webhook that the main app takes. */
export const fulfilments = sqliteTable(
  "fulfilments",
  {
    rewardId: text("reward_id").primaryKey(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    programId: text("program_id").notNull(),
    participantId: text("participant_id").notNull(),
    /** `balance`: a credit on the customer's balance at Stripe. `coupon`: one at Stripe. `webhook`: the main app's answer. */
    form: text("form", { enum: ["balance", "coupon", "webhook"] }).notNull(),
    /** `waiting`: for something else, see `reason`. `dead`: it failed too often, or for good. */
    status: text("status", { enum: ["due", "waiting", "done", "dead"] }).notNull(),
    /** The customer at Stripe who was asked for first and has it: what is taken back comes from there, whoever is mapped by then. */
    customerId: text("customer_id"),
    /** How much of the reward the outside has by now, in the reward's unit. */
    givenQuantity: integer("given_quantity").notNull().default(0),
    /** How many calls were made; the history takes the next number. */
    calls: integer("calls").notNull().default(0),
    /** How many attempts failed in a row. */
    attempts: integer("attempts").notNull().default(0),
    /** The next attempt; while one is under way, when it is taken to be lost. */
    dueAtMs: integer("due_at_ms").notNull(),
    /** Why it waits or failed, as a code and in the provider's words. */
    reason: text("reason"),
    detail: text("detail"),
    createdAtMs: integer("created_at_ms").notNull(),
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  (t) => [
    // What is to be handed over, oldest first.
    index("fulfilments_due")
      .on(t.dueAtMs)
      .where(sql`status = 'due'`),
    // What waits for the customer, or for the debt, of a participant.
    index("fulfilments_waiting")
      .on(t.participantId)
      .where(sql`status = 'waiting'`),
    // What needs somebody's eye, newest first.
    index("fulfilments_unsettled")
      .on(t.mode, t.status, t.rewardId)
      .where(sql`status = 'waiting' OR status = 'dead'`),
    // Test rows may be few among many live ones; live ones are found by walking the key.
    index("fulfilments_test")
      .on(t.mode, t.rewardId)
      .where(sql`mode = 'test'`),
    check("fulfilments_mode", sql`mode IN ('live', 'test')`),
    check("fulfilments_form", sql`form IN ('balance', 'coupon', 'webhook')`),
    check("fulfilments_status", sql`status IN ('due', 'waiting', 'done', 'dead')`),
    // No more is taken back outside than was given there.
    check("fulfilments_given", sql`given_quantity >= 0`),
  ],
);

/** Each call to a provider about a fulfilment, with the key that makes it happen once. */
export const fulfilmentCalls = sqliteTable(
  "fulfilment_calls",
  {
    rewardId: text("reward_id").notNull(),
    position: integer("position").notNull(),
    /** What was asked: `credit`, `debit`, `coupon` or `withdraw_coupon`. */
    action: text("action").notNull(),
    quantity: integer("quantity").notNull(),
    idempotencyKey: text("idempotency_key").notNull(),
    /** What the provider calls the result; null when there was none. */
    externalId: text("external_id"),
    responseStatus: integer("response_status"),
    error: text("error"),
    atMs: integer("at_ms").notNull(),
    durationMs: integer("duration_ms").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.rewardId, t.position] }),
    check("fulfilment_calls_action", sql`action IN ('credit', 'debit', 'coupon', 'withdraw_coupon')`),
  ],
);
