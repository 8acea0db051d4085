import { and, eq, isNull, sql } from "drizzle-orm";
import type { RewardPlan } from "#domain/plan";
import { auditLog } from "#schema/access";
import { factGuards } from "#schema/events";
import { closedMonths } from "#schema/leaderboards";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { insertRows } from "#store/insert-rows";
import { writeRewardPlan } from "#store/reward-commit";
import type { WrittenAt } from "#store/reward-commit";

type Awarded = WrittenAt & { audit: readonly NewAuditRow[] };

/**
 * The index of rewards refuses the whole batch where another has awarded one of them, and a guard where somebody was erased
 * since.
 */
export async function commitAwards(db: Database, plan: RewardPlan, awarded: Awarded): Promise<void> {
  await commitAll(db, writeAwards(db, plan, awarded));
}

/** With what its leaders are given, and that it is all, in one batch. */
export async function commitMonth(
  db: Database,
  { plan, isDone }: { plan: RewardPlan; isDone: boolean },
  { month, ...awarded }: Awarded & { month: string },
): Promise<void> {
  const { programId } = plan;
  const isIt = and(eq(closedMonths.programId, programId), eq(closedMonths.month, month));
  const done = db
    .update(closedMonths)
    .set({ rewardedAtMs: awarded.nowMs })
    .where(and(isIt, isNull(closedMonths.rewardedAtMs)));
  await commitAll(db, [...writeAwards(db, plan, awarded), ...(isDone ? [done] : [])]);
}

function writeAwards(db: Database, plan: RewardPlan, { audit, ...at }: Awarded): Statement[] {
  if (plan.rewards.length === 0) return [];
  const to = JSON.stringify(plan.rewards.map(({ beneficiaryId }) => beneficiaryId));
  const isErased = sql`SELECT 1 FROM participants WHERE id IN (SELECT value FROM json_each(${to})) AND erased_at_ms IS NOT NULL`;
  return [
    db.insert(factGuards).select(sql`SELECT 1 WHERE EXISTS (${isErased})`),
    insertRows(db, auditLog, audit),
    ...writeRewardPlan(db, plan, at),
  ];
}

async function commitAll(db: Database, [first, ...others]: Statement[]): Promise<void> {
  if (first !== undefined) await commitBatch(db, [first, ...others]);
}
