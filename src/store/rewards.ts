import { and, asc, desc, eq, lt } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import { programs } from "#schema/programs";
import { rewards, rewardTransitions } from "#schema/rewards";
import type { Database } from "#store/database";
import { aboveAllIds, isAsked, isTestRow, matches, searchedBy } from "#store/listing";

export type RewardRow = typeof rewards.$inferSelect;
export type TransitionRow = typeof rewardTransitions.$inferSelect;
export type StoredReward = { reward: RewardRow; program: string };

const columns = { reward: rewards, program: programs.key };

export async function findReward(db: Database, mode: Mode, id: string): Promise<StoredReward | null> {
  const row = await db
    .select(columns)
    .from(rewards)
    .innerJoin(programs, eq(programs.id, rewards.programId))
    .where(and(eq(rewards.id, id), eq(programs.mode, mode)))
    .get();
  return row ?? null;
}

export type RewardFilter = {
  mode: Mode;
  programId: string | undefined;
  beneficiaryId: string | undefined;
  referralId: string | undefined;
  before: string | undefined;
  limit: number;
};

export async function listRewards(db: Database, filter: RewardFilter): Promise<StoredReward[]> {
  const { mode, programId, beneficiaryId, referralId, before = aboveAllIds, limit } = filter;
  return db
    .select(columns)
    .from(rewards)
    .crossJoin(programs)
    .where(
      and(
        searchedBy(
          isAsked(rewards.referralId, referralId),
          isAsked(rewards.beneficiaryId, beneficiaryId),
          isAsked(rewards.programId, programId),
          isTestRow(rewards.mode, mode),
        ),
        matches(rewards.beneficiaryId, beneficiaryId),
        matches(rewards.programId, programId),
        matches(rewards.mode, mode),
        lt(rewards.id, before),
        eq(programs.id, rewards.programId),
      ),
    )
    .orderBy(desc(rewards.id))
    .limit(limit + 1);
}

export async function listTransitions(db: Database, rewardId: string): Promise<TransitionRow[]> {
  return db
    .select()
    .from(rewardTransitions)
    .where(eq(rewardTransitions.rewardId, rewardId))
    .orderBy(asc(rewardTransitions.position));
}
