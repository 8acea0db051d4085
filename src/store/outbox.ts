import { sql } from "drizzle-orm";
import type { Message } from "#domain/plan";
import { outbox } from "#schema/messages";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";

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
