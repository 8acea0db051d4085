import { and, desc, eq, getTableColumns, sql } from "drizzle-orm";
import type { RewardStep } from "#domain/change-reward";
import type { Mode } from "#domain/mode";
import type { Operation, OperationDetail, OperationPlan } from "#domain/operation";
import type { Message } from "#domain/plan";
import { factGuards } from "#schema/events";
import { operationParts, operations } from "#schema/ledger";
import { outbox } from "#schema/messages";
import { rewardTransitions, rewards } from "#schema/rewards";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { matches } from "#store/listing";
import { guardBalance, writePosting } from "#store/reward-commit";

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
  { newestPosition, audit }: { newestPosition: number | null; audit: NewAuditRow },
): Promise<void> {
  const { operation, parts } = plan;
  const { participantId: ownerId, programId, unit, transactionId } = operation;
  await commitBatch(db, [
    db.insert(operations).values(operation),
    ...(newestPosition === null ? [] : [guardWallet(db, ownerId, newestPosition)]),
    ...writeUses(db, plan),
    ...(parts.length === 0
      ? []
      : [
          db.insert(operationParts).select(sql`
            SELECT ${transactionId}, value ->> 'rewardId', value ->> 'quantity' FROM json_each(${JSON.stringify(parts)})`),
        ]),
    ...(newestPosition === null ? [] : [guardBalance(db, { ownerId, programId, unit })]),
    insertAuditRow(db, audit),
  ]);
}

/** Takes an operation back, once. */
export async function commitUndo(db: Database, plan: OperationPlan, audit: NewAuditRow): Promise<void> {
  const { mode, kind, operationId, status, detail } = plan.operation;
  const isIt = and(eq(operations.mode, mode), eq(operations.kind, kind), eq(operations.operationId, operationId));
  await commitBatch(db, [
    db.insert(factGuards).select(sql`SELECT 1 WHERE (SELECT status FROM operations WHERE ${isIt}) IS NOT 'done'`),
    db.update(operations).set({ status, detail }).where(isIt),
    ...writeUses(db, plan),
    insertAuditRow(db, audit),
  ]);
}

/** Fails the batch when the wallet has moved since it was read, in any of its accounts. */
function guardWallet(db: Database, ownerId: string, newestPosition: number): Statement {
  return db.insert(factGuards).select(sql`
    SELECT 1 WHERE (SELECT coalesce(max(position), 0) FROM entries WHERE owner_id = ${ownerId} AND position IS NOT NULL) <> ${newestPosition}`);
}

/** As few statements as there are tables, however many rewards: D1 counts statements. */
function writeUses(db: Database, { steps, postings, messages, operation }: OperationPlan): Statement[] {
  return [
    ...(steps.length === 0 ? [] : [writeTransitions(db, steps), writeRewards(db, steps)]),
    ...postings.flatMap((posting) => writePosting(db, posting)),
    ...(messages.length === 0 ? [] : [writeMessages(db, messages, operation.mode)]),
  ];
}

function writeTransitions(db: Database, steps: readonly RewardStep[]): Statement {
  const rows = JSON.stringify(steps.map(({ transition }) => transition));
  return db.insert(rewardTransitions).select(sql`
    SELECT value ->> 'rewardId', value ->> 'position', value ->> 'fromState', value ->> 'toState', value ->> 'reason',
      value ->> 'actor', value ->> 'atMs', value ->> 'note'
    FROM json_each(${rows})`);
}

function writeRewards(db: Database, steps: readonly RewardStep[]): Statement {
  const rows = steps.map(({ reward: { id, state, position, redeemedQuantity } }) => ({
    id,
    state,
    position,
    redeemedQuantity,
  }));
  return db
    .update(rewards)
    .set({
      state: sql`step.value ->> 'state'`,
      position: sql`step.value ->> 'position'`,
      redeemedQuantity: sql`step.value ->> 'redeemedQuantity'`,
    })
    .from(sql`json_each(${JSON.stringify(rows)}) AS step`)
    .where(sql`${rewards.id} = step.value ->> 'id'`);
}

function writeMessages(db: Database, messages: readonly Message[], mode: Mode): Statement {
  return db.insert(outbox).select(sql`
    SELECT value ->> 'id', ${mode}, value ->> 'type', value -> 'payload', value ->> 'atMs', 'due', value ->> 'atMs'
    FROM json_each(${JSON.stringify(messages)})`);
}
