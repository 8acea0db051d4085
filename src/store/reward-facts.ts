import { and, desc, eq, sql } from "drizzle-orm";
import type { BatchResponse } from "drizzle-orm/batch";
import type { RewardFacts } from "#domain/decide-step";
import type { Reward } from "#domain/reward";
import { accounts } from "#schema/ledger";
import { participants } from "#schema/participants";
import { programs } from "#schema/programs";
import { rewards } from "#schema/rewards";
import type { Database } from "#store/database";
import { documentOf, selectCurrentVersion } from "#store/program-versions";
import { matches } from "#store/listing";
import type { RewardRow } from "#store/rewards";
import { selectNewestPosition } from "#store/wallet-position";

/** `newestPosition`: how many movements the wallet has had, so that another one is noticed. */
export type StoredRewardFacts = RewardFacts & { row: RewardRow; newestPosition: number };

/** A reward with its program and its beneficiary's balance, in one round trip. */
export async function loadRewardFacts(db: Database, id: string): Promise<StoredRewardFacts | null> {
  return asRewardFacts(await db.batch(selectRewardFacts(db, id)));
}

/** To be read in one batch, alone or with more. No joins: see CONTRIBUTING.md. */
export function selectRewardFacts(db: Database, id: string) {
  const programId = sql`(SELECT program_id FROM rewards WHERE id = ${id})`;
  const ownerId = sql`(SELECT beneficiary_id FROM rewards WHERE id = ${id})`;
  return [
    db.select().from(rewards).where(eq(rewards.id, id)),
    db.select().from(programs).where(eq(programs.id, programId)),
    selectCurrentVersion(db, programId),
    db
      .select()
      .from(accounts)
      .where(
        sql`(owner_id, program_id, unit) = (SELECT beneficiary_id, program_id, unit FROM rewards WHERE id = ${id})`,
      ),
    db
      .select()
      .from(rewards)
      // The literal lets the index of what an account holds be used.
      .where(
        sql`state = 'available' AND id <> ${id} AND
          (beneficiary_id, program_id, unit) = (SELECT beneficiary_id, program_id, unit FROM rewards WHERE id = ${id})`,
      ),
    db
      .select({ id: participants.id, status: participants.status })
      .from(participants)
      .where(eq(participants.id, ownerId)),
    selectNewestPosition(db, ownerId),
  ] as const;
}

type RewardFactRows = Readonly<BatchResponse<ReturnType<typeof selectRewardFacts>>>;

export function asRewardFacts(rows: RewardFactRows): StoredRewardFacts | null {
  const [[row], [program], [version], [account], others, [beneficiary], [wallet]] = rows;
  if (row === undefined || program === undefined || beneficiary === undefined) return null;
  const document = version === undefined ? null : documentOf(version);
  return {
    row,
    reward: asReward(row),
    program,
    document,
    balance: account?.balance ?? 0,
    others: others.map(asReward),
    beneficiary,
    newestPosition: wallet?.newestPosition ?? 0,
  };
}

/** By id, which is by time. */
export async function findNewestReward(db: Database, programId: string, beneficiaryId: string): Promise<Reward | null> {
  const row = await db
    .select()
    .from(rewards)
    .where(and(eq(rewards.beneficiaryId, beneficiaryId), matches(rewards.programId, programId)))
    .orderBy(desc(rewards.id))
    .limit(1)
    .get();
  return row === undefined ? null : asReward(row);
}

/** Without what only the database needs. Safe because rows are written from rewards only. */
export function asReward({ mode: _mode, createdAtMs: _createdAtMs, ...reward }: RewardRow): Reward {
  return reward as Reward;
}
