import type { RewardPlan, ScoringPlan } from "#domain/plan";
import type { RewardChange } from "#domain/reward";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Database } from "#store/database";
import { writeScoring } from "#store/fraud-commit";
import { writeRewardPlan } from "#store/reward-commit";
import type { WrittenAt } from "#store/reward-commit";
import { guardWallet } from "#store/wallet-position";

/** Decided on what the account holds, which whatever moves in the wallet may change. Clawbacks ask nothing of it. */
const onBalance: readonly RewardChange[] = ["redeem", "redeem_part", "expire"];

/** `newestPosition` of the wallet; `scoring`: what was said at the end of a hold. */
type Beside = { newestPosition: number; audit: NewAuditRow; scoring: ScoringPlan };

/** What becomes of one reward: every row, or none. Throws the database's error; `violatedConstraint` names a lost race. */
export async function commitRewardChange(
  db: Database,
  plan: RewardPlan,
  { newestPosition, audit, scoring, ...at }: WrittenAt & Beside,
): Promise<void> {
  const used = plan.steps.find(({ change }) => onBalance.includes(change));
  await commitBatch(db, [
    insertAuditRow(db, audit),
    ...(used === undefined ? [] : [guardWallet(db, used.reward.beneficiaryId, newestPosition)]),
    ...writeRewardPlan(db, plan, at),
    ...writeScoring(db, scoring, at),
  ]);
}
