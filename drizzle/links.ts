import { sql } from "drizzle-orm";
import { check, integer, primaryKey, sqliteTable, text, index, uniqueIndex } from "drizzle-orm/sqlite-core";
import { participants } from "#schema/participants";
import { programs } from "#schema/programs";

/** One participant's link in one program. */
export const links = sqliteTable(
  "links",
  {
    id: text("id").primaryKey(),
    /** The program's, so that a list need not ask it. */
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    programId: text("program_id")
      .notNull()
      .references(() => programs.id),
    participantId: text("participant_id")
      .notNull()
      .references(() => participants.id),
    /** The code to show; former codes stay in `codes` and keep working. */
    code: text("code").notNull(),
    /** 1 for the link that get-or-create answers with; null for further ones. */
    isDefault: integer("is_default"),
    channel: text("channel").notNull(),
    campaign: text("campaign"),
    /** Null: the one that its program has published. */
    destinationUrl: text("destination_url"),
    message: text("message"),
    context: text("context", { mode: "json" }),
    status: text("status", { enum: ["active", "paused"] }).notNull(),
    expiresAtMs: integer("expires_at_ms").notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  (t) => [
    // Makes get-or-create safe when two requests arrive together.
    uniqueIndex("links_default")
      .on(t.programId, t.participantId, t.isDefault)
      .where(sql`is_default IS NOT NULL`),
    // A participant's links, in order of creation (ids sort by time).
    index("links_participant").on(t.participantId, t.id),
    // A program's links, in order of creation.
    index("links_program").on(t.programId, t.id),
    // What has expired since the job looked last.
    index("links_expiring").on(t.expiresAtMs),
    // Test links may be few among many live ones; live links are found by walking the key.
    index("links_test")
      .on(t.mode, t.id)
      .where(sql`mode = 'test'`),
    check("links_mode", sql`mode IN ('live', 'test')`),
  ],
);

/** Every code ever issued, normalised. Never deleted: a code is not reissued. */
export const codes = sqliteTable(
  "codes",
  {
    code: text("code").primaryKey(),
    linkId: text("link_id")
      .notNull()
      .references(() => links.id),
    /** By real time, in test programs too: how many are issued in a minute is limited by it. */
    createdAtMs: integer("created_at_ms").notNull(),
  },
  (t) => [
    // A link is shown with its former codes, which keep working.
    index("codes_link").on(t.linkId),
  ],
);

/** Feed of changes that the edge must notice: it is what makes a pause complete although KV is stale. */
export const edgeChanges = sqliteTable("edge_changes", {
  seq: integer("seq").primaryKey(),
  /** A link's or a program's id. */
  scope: text("scope").notNull(),
  atMs: integer("at_ms").notNull(),
});

/** Absolute click counters, flushed by the click-log objects; a flush may repeat or be late. */
export const clickCounts = sqliteTable(
  "click_counts",
  {
    code: text("code").notNull(),
    /** Days since 1970-01-01 UTC. */
    day: integer("day").notNull(),
    channel: text("channel").notNull(),
    /** The object that counted: counters of two objects are added, never overwritten by each other. */
    shard: text("shard").notNull(),
    human: integer("human").notNull(),
    repeat: integer("repeat").notNull(),
    bot: integer("bot").notNull(),
    preview: integer("preview").notNull(),
    prefetch: integer("prefetch").notNull(),
    /** Of the human clicks and their repeats those that nobody made: the link was loaded as image, frame or script. */
    embedded: integer("embedded").notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.code, t.day, t.channel, t.shard] })],
);

/** The day's salt for address hashes. Destroyed when the day is over. */
export const addressSalts = sqliteTable("address_salts", {
  day: integer("day").primaryKey(),
  salt: text("salt")
    .notNull()
    .default(sql`(lower(hex(randomblob(32))))`),
});
