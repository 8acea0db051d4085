import { and, asc, desc, eq, lt, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
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
  /** Checked on each row: name a beneficiary or a referral beside it. */
  state: string | undefined;
  needsReview: boolean;
  before: string | undefined;
  limit: number;
};

export async function listRewards(db: Database, filter: RewardFilter): Promise<StoredReward[]> {
  const { mode, programId, beneficiaryId, referralId, state, needsReview, before = aboveAllIds, limit } = filter;
  return db
    .select(columns)
    .from(rewards)
    .crossJoin(programs)
    .where(
      and(
        searchedBy(
          isAsked(rewards.referralId, referralId),
          needsReview ? isInReview(mode) : undefined,
          isAsked(rewards.beneficiaryId, beneficiaryId),
          isAsked(rewards.programId, programId),
          isTestRow(rewards.mode, mode),
        ),
        matches(rewards.beneficiaryId, beneficiaryId),
        matches(rewards.programId, programId),
        matches(rewards.mode, mode),
        matches(rewards.state, state),
        needsReview ? sql`+${rewards.state} = 'pending' AND +${rewards.needsReview} = 1` : undefined,
        lt(rewards.id, before),
        eq(programs.id, rewards.programId),
      ),
    )
    .orderBy(desc(rewards.id))
    .limit(limit + 1);
}

/** By the partial index, which only literals can be proven to want. */
function isInReview(mode: Mode): SQL | undefined {
  return and(eq(rewards.mode, mode), sql`${rewards.state} = 'pending' AND ${rewards.needsReview} = 1`);
}

export async function listTransitions(db: Database, rewardId: string): Promise<TransitionRow[]> {
  return db
    .select()
    .from(rewardTransitions)
    .where(eq(rewardTransitions.rewardId, rewardId))
    .orderBy(asc(rewardTransitions.position));
}
