import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import type { Reward } from "#domain/reward";
import { programs } from "#schema/programs";
import { rewards } from "#schema/rewards";
import type { Database } from "#store/database";
import { asReward } from "#store/reward-facts";

export type ExpiringReward = { mode: Mode; reward: Reward & { expiresAtMs: number } };
export type ExpiryPlace = { expiresAtMs: number; id: string };

/** Available rewards that expire after a place and until a time, the next first; a clock of its own is left alone. */
export async function listExpiringRewards(
  db: Database,
  { after, untilMs, limit }: { after: ExpiryPlace; untilMs: number; limit: number },
): Promise<ExpiringReward[]> {
  const rows = await db
    .select({ reward: rewards })
    .from(rewards)
    .crossJoin(programs)
    .where(
      and(
        // Literals: with bound parameters SQLite could not prove that the partial index applies.
        sql`${rewards.state} = 'available' AND ${rewards.expiresAtMs} IS NOT NULL`,
        sql`${rewards.expiresAtMs} BETWEEN ${after.expiresAtMs} AND ${untilMs}`,
        sql`(${rewards.expiresAtMs}, ${rewards.id}) > (${after.expiresAtMs}, ${after.id})`,
        eq(programs.id, rewards.programId),
        isNull(programs.clockMs),
      ),
    )
    .orderBy(asc(rewards.expiresAtMs), asc(rewards.id))
    .limit(limit);
  // Safe because the condition leaves none without an end.
  return rows.map(({ reward }) => ({ mode: reward.mode, reward: asReward(reward) as ExpiringReward["reward"] }));
}
