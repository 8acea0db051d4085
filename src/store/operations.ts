import { and, desc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import type { Operation, OperationDetail, OperationPlan } from "#domain/operation";
import { factGuards } from "#schema/events";
import { operationParts, operations } from "#schema/ledger";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { matches } from "#store/listing";
import { writePosting, writeRewardPlan } from "#store/reward-commit";
import { guardWallet } from "#store/wallet-position";

/** With its program's key. */
export type StoredOperation = { operation: Operation; program: string };

export const operationColumns = {
  ...getTableColumns(operations),
  program: sql<string>`(SELECT p.key FROM programs p WHERE p.id = operations.program_id)`.as("program"),
};
type OperationRow = typeof operations.$inferSelect & { program: string };

export function readOperation({ program, ...row }: OperationRow): StoredOperation {
  // Safe because details are written from plans only.
  return { operation: { ...row, detail: row.detail as OperationDetail }, program };
}

/** A place in a participant's operations, which are in the order of their times. */
export type OperationPlace = { atMs: number; operationId: string };

export async function listWithdrawals(
  db: Database,
  filter: { mode: Mode; participantId: string; before: OperationPlace | undefined; limit: number },
): Promise<StoredOperation[]> {
  const { mode, participantId, before, limit } = filter;
  const { atMs, operationId } = before ?? { atMs: Number.MAX_SAFE_INTEGER, operationId: "" };
  const rows = await db
    .select(operationColumns)
    .from(operations)
    .where(
      and(
        eq(operations.participantId, participantId),
        matches(operations.mode, mode),
        matches(operations.kind, "withdrawal"),
        sql`(${operations.atMs}, ${operations.mode}, ${operations.kind}, ${operations.operationId}) < (${atMs}, ${mode}, 'withdrawal', ${operationId})`,
      ),
    )
    // The rest of the key decides among equal times: a test program's clock stands still.
    .orderBy(desc(operations.atMs), desc(operations.mode), desc(operations.kind), desc(operations.operationId))
    .limit(limit + 1);
  return rows.map(readOperation);
}

/**
 * Writes an operation: every row, or none. The key of the table refuses a second one, and the number of the wallet's
 * newest movement one that was decided on a wallet which has moved since.
 */
export async function commitOperation(
  db: Database,
  plan: OperationPlan,
  { newestPosition, nowMs, audit }: { newestPosition: number | null; nowMs: number; audit: NewAuditRow },
): Promise<void> {
  const { operation, parts } = plan;
  const { participantId, transactionId } = operation;
  await commitBatch(db, [
    db.insert(operations).values(operation),
    ...(newestPosition === null ? [] : [guardWallet(db, participantId, newestPosition)]),
    ...writeUses(db, plan, nowMs),
    ...(parts.length === 0
      ? []
      : [
          db.insert(operationParts).select(sql`
            SELECT ${transactionId}, value ->> 'rewardId', value ->> 'quantity' FROM json_each(${JSON.stringify(parts)})`),
        ]),
    insertAuditRow(db, audit),
  ]);
}

/** Takes an operation back, once; where that takes from the wallet too, only as it was read. */
export async function commitUndo(
  db: Database,
  plan: OperationPlan,
  { newestPosition, nowMs, audit }: { newestPosition: number | null; nowMs: number; audit: NewAuditRow },
): Promise<void> {
  const { mode, kind, operationId, status, detail, participantId } = plan.operation;
  const isIt = and(eq(operations.mode, mode), eq(operations.kind, kind), eq(operations.operationId, operationId));
  await commitBatch(db, [
    db.insert(factGuards).select(sql`SELECT 1 WHERE (SELECT status FROM operations WHERE ${isIt}) IS NOT 'done'`),
    db.update(operations).set({ status, detail }).where(isIt),
    ...(newestPosition === null ? [] : [guardWallet(db, participantId, newestPosition)]),
    ...writeUses(db, plan, nowMs),
    insertAuditRow(db, audit),
  ]);
}

/** Value moves by the operation's own postings, and not by the steps. */
function writeUses(db: Database, plan: OperationPlan, nowMs: number): Statement[] {
  const { operation, steps, postings, messages } = plan;
  const { programId, mode, atMs } = operation;
  const changed = steps.map(({ reward }) => reward);
  return [
    ...writeRewardPlan(db, { programId, rewards: [], changed, steps, counts: [], messages }, { mode, atMs, nowMs }),
    ...postings.flatMap((posting) => writePosting(db, posting)),
  ];
}
