import { and, eq, inArray, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { idAt } from "#domain/id";
import type { Id } from "#domain/id";
import type { Message } from "#domain/plan";
import { outbox } from "#schema/messages";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { sha256Hex } from "#store/digest";
import { insertRows } from "#store/insert-rows";

const types = ["reward.available", "reward.reversed"] as const;
export type RewardMessage = { type: (typeof types)[number]; rewardId: string };

/** What a message says of handing a reward over or taking it back; null for every other. */
export async function findRewardMessage(db: Database, id: string): Promise<RewardMessage | null> {
  const row = await db
    .select({ type: outbox.type, rewardId: sql<string | null>`${outbox.payload} ->> '$.reward_id'` })
    .from(outbox)
    .where(and(eq(outbox.id, id), inArray(outbox.type, types)))
    .get();
  // Safe because only these types were asked for.
  return row === undefined || row.rewardId === null ? null : (row as RewardMessage);
}

/** `status`: `sent` where it is handed on already. `when`: written only if that holds by then. */
type Writing = { status?: "due" | "sent"; when?: SQL };

/** Goes into the batch of the change that they report. Those that are there already stay as they are. */
export function insertMessages(
  db: Database,
  messages: readonly Message[],
  nowMs: number,
  writing: Writing = {},
): Statement[] {
  return messages.length === 0 ? [] : [insertion(db, messages, nowMs, writing)];
}

/** By themselves. Gives those that are new. */
export async function commitNewMessages(
  db: Database,
  messages: readonly Message[],
  nowMs: number,
): Promise<{ id: string }[]> {
  return messages.length === 0 ? [] : insertion(db, messages, nowMs, {}).returning({ id: outbox.id });
}

function insertion(db: Database, messages: readonly Message[], nowMs: number, { status = "due", when }: Writing) {
  const rows = messages.map((message) => ({ ...message, dueAtMs: nowMs, status, createdAtMs: nowMs, attempts: 0 }));
  return insertRows(db, outbox, rows, when).onConflictDoNothing();
}

/**
 * The id of a message that is told once: it comes from what is told, and stands where its time puts it, so that the same
 * one again is there already.
 */
export function messageIdAt(atMs: number, about: string): Id<"msg"> {
  return idAt("msg", atMs, sha256Hex(about).slice(0, 18));
}
