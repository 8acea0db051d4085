import type { RewardStep } from "#domain/change-reward";
import type { Mode } from "#domain/mode";
import type { RewardPlan } from "#domain/plan";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { guardBalance, writeRewards } from "#store/reward-commit";

/** What becomes of one reward: every row, or none. Throws the database's error; `violatedConstraint` names a lost race. */
export async function commitRewardChange(
  db: Database,
  plan: RewardPlan,
  { mode, atMs }: { mode: Mode; atMs: number },
  audit: NewAuditRow,
): Promise<void> {
  await commitBatch(db, [
    insertAuditRow(db, audit),
    ...writeRewards(db, plan, { mode, atMs }),
    ...plan.steps.flatMap((step) => guardStep(db, step)),
  ]);
}

/** Using and expiring never overdraw, whatever has happened to the balance since it was read; clawbacks may. */
function guardStep(db: Database, { change, posting }: RewardStep): Statement[] {
  if (posting === null || !["redeem", "redeem_part", "expire"].includes(change)) return [];
  const { fromOwner: ownerId, programId, unit } = posting;
  return [guardBalance(db, { ownerId, programId, unit })];
}
