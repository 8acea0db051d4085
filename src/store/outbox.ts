import { and, eq, inArray, sql } from "drizzle-orm";
import { outbox } from "#schema/messages";
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
