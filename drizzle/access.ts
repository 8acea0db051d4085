import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** The team. What a member may do follows from the role; a member acts by keys of his own. */
export const members = sqliteTable(
  "members",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    email: text("email").notNull(),
    role: text("role", { enum: ["owner", "admin", "support", "analyst"] }).notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
    /** Since when a member may do nothing any more; null for those who may. */
    removedAtMs: integer("removed_at_ms"),
  },
  (t) => [
    // One member for one address, whoever is added twice at once.
    uniqueIndex("members_email")
      .on(t.email)
      .where(sql`removed_at_ms IS NULL`),
    check("members_role", sql`role IN ('owner', 'admin', 'support', 'analyst')`),
  ],
);

/** Server keys. Only the hash is kept (invariant 23). */
export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    hash: text("hash").notNull(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    name: text("name").notNull(),
    /** Empty for a member's key, which may do what the member's role may. */
    scopes: text("scopes", { mode: "json" }).$type<string[]>().notNull(),
    memberId: text("member_id").references(() => members.id),
    /** The key that takes its place, while both are good. */
    rotatedTo: text("rotated_to"),
    /** To the hour, so that a busy key costs no row a request. */
    lastUsedAtMs: integer("last_used_at_ms"),
    createdAtMs: integer("created_at_ms").notNull(),
    expiresAtMs: integer("expires_at_ms"),
    revokedAtMs: integer("revoked_at_ms"),
  },
  (t) => [
    // Every request looks its key up by hash.
    uniqueIndex("api_keys_hash").on(t.hash),
    // A member's keys.
    index("api_keys_member")
      .on(t.memberId, t.id)
      .where(sql`member_id IS NOT NULL`),
    check("api_keys_mode", sql`mode IN ('live', 'test')`),
  ],
);

/** Answers to POSTs that have no natural key, by the caller's Idempotency-Key. */
export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    apiKeyId: text("api_key_id").notNull(),
    /** SHA-256 of the caller's key. */
    keyHash: text("key_hash").notNull(),
    /** SHA-256 of method, path and body: another request under the same key is refused. */
    requestHash: text("request_hash").notNull(),
    /** Null while the first request is at work. */
    status: integer("status"),
    /** Null with a status: it was about somebody who was erased. */
    body: text("body"),
    createdAtMs: integer("created_at_ms").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.apiKeyId, t.keyHash] }),
    // Old answers are deleted oldest first, without reading the others.
    index("idempotency_keys_created").on(t.createdAtMs),
  ],
);

/** What was changed, by whom. Append-only by trigger; ids, never personal data. */
export const auditLog = sqliteTable(
  "audit_log",
  {
    seq: integer("seq").primaryKey(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    atMs: integer("at_ms").notNull(),
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    objectId: text("object_id").notNull(),
    requestId: text("request_id").notNull(),
    detail: text("detail", { mode: "json" }),
  },
  (t) => [
    // What happened to one thing, newest first.
    index("audit_log_object").on(t.objectId, t.seq),
    // Test rows may be few among many live ones; live rows are found by walking the key.
    index("audit_log_test")
      .on(t.mode, t.seq)
      .where(sql`mode = 'test'`),
    check("audit_log_mode", sql`mode IN ('live', 'test')`),
  ],
);

/**
 * Seals rows of the audit log in the order of their commits, many at once, so that writers never wait for each other:
 * each seal covers the digests of its rows and the seal before it. Append-only by trigger.
 */
export const auditSeals = sqliteTable("audit_seals", {
  /** The newest row it covers; it begins after the seal before. */
  lastSeq: integer("last_seq").primaryKey(),
  firstSeq: integer("first_seq").notNull(),
  /** A digest for each row, in order, so that a changed row can be found. */
  digests: text("digests", { mode: "json" }).$type<string[]>().notNull(),
  /** SHA-256 of the hash of the seal before and of the digests. */
  hash: text("hash").notNull(),
  sealedAtMs: integer("sealed_at_ms").notNull(),
});
