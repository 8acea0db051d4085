import { and, eq, sql } from "drizzle-orm";
import type { GrantFacts, HandGrant } from "#domain/decide-grant";
import type { Mode } from "#domain/mode";
import type { RewardPlan } from "#domain/plan";
import type { Referral } from "#domain/referral";
import { manualRule } from "#domain/reward";
import { factGuards } from "#schema/events";
import { participants } from "#schema/participants";
import { programs } from "#schema/programs";
import { referrals } from "#schema/referrals";
import { rewards, rewardTransitions } from "#schema/rewards";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Database } from "#store/database";
import { writeRewardPlan } from "#store/reward-commit";
import type { WrittenAt } from "#store/reward-commit";
import { documentOf, selectCurrentVersion } from "#store/program-versions";
import { asReward } from "#store/reward-facts";
import type { RewardRow } from "#store/rewards";

export type StoredGrantFacts = GrantFacts & { earlierRow: RewardRow | null };

/** What a grant by hand depends on, in one round trip. No joins: see CONTRIBUTING.md. */
export async function loadGrantFacts(
  db: Database,
  mode: Mode,
  { program: idOrKey, participant: participantId, referralId, operationId }: HandGrant,
): Promise<StoredGrantFacts> {
  const named = idOrKey.startsWith("prg_") ? eq(programs.id, idOrKey) : eq(programs.key, idOrKey);
  const isProgram = and(eq(programs.mode, mode), named);
  const programId = sql`(${db.select({ id: programs.id }).from(programs).where(isProgram)})`;
  const isEarlier = sql`program_id = ${programId} AND rule_key = ${manualRule} AND grant_index = 0 AND subject = ${operationId}`;
  const [[program], [version], [participant], [referral], [earlier], [transition]] = await db.batch([
    db.select().from(programs).where(isProgram),
    selectCurrentVersion(db, programId),
    db
      .select()
      .from(participants)
      .where(and(eq(participants.id, participantId), eq(participants.mode, mode))),
    db
      .select()
      .from(referrals)
      .where(and(eq(referrals.id, referralId ?? ""), eq(referrals.mode, mode))),
    db.select().from(rewards).where(isEarlier),
    db
      .select()
      .from(rewardTransitions)
      .where(sql`reward_id = (SELECT id FROM rewards WHERE ${isEarlier}) AND position = 1`),
  ]);
  // Safe because only this product writes these columns, from the types they are read as.
  return {
    program: program ?? null,
    document: version === undefined ? null : documentOf(version),
    participant: participant ?? null,
    referral: (referral ?? null) as Referral | null,
    earlier: earlier === undefined ? null : { reward: asReward(earlier), reason: transition?.note ?? null },
    earlierRow: earlier ?? null,
  };
}

/** The index of rewards tells beneficiaries apart; the guard keeps an operation id to one of them. */
export async function commitGrant(
  db: Database,
  plan: RewardPlan,
  { operationId, audit, ...at }: WrittenAt & { operationId: string; audit: NewAuditRow },
): Promise<void> {
  await commitBatch(db, [
    db.insert(factGuards).select(sql`
      SELECT 1 WHERE EXISTS (SELECT 1 FROM rewards
        WHERE program_id = ${plan.programId} AND rule_key = ${manualRule} AND grant_index = 0 AND subject = ${operationId})`),
    insertAuditRow(db, audit),
    ...writeRewardPlan(db, plan, at),
  ]);
}
