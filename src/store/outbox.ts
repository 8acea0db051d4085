import { and, eq, inArray, sql } from "drizzle-orm";
import type { Message } from "#domain/plan";
import { outbox } from "#schema/messages";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";

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

/** Goes into the batch of the change that they report. Those that are there already stay as they are. */
export function insertMessages(db: Database, messages: readonly Message[], nowMs: number): Statement[] {
  const sent = { dueAtMs: nowMs, createdAtMs: nowMs, status: "due" as const };
  return messages.map((message) =>
    db
      .insert(outbox)
      .values({ ...message, ...sent })
      .onConflictDoNothing(),
  );
}

/** One statement, however many. Gives those that are new. */
export async function commitNewMessages(
  db: Database,
  messages: readonly Message[],
  nowMs: number,
): Promise<{ id: string }[]> {
  if (messages.length === 0) return [];
  return db
    .insert(outbox)
    .select(
      sql`SELECT value ->> 'id', value ->> 'mode', value ->> 'type', value -> 'payload', ${nowMs}, 'due', ${nowMs}, 0
        FROM json_each(${JSON.stringify(messages)}) WHERE true`,
    )
    .onConflictDoNothing()
    .returning({ id: outbox.id });
}
