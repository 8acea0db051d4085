import { and, asc, desc, eq, isNotNull, lt, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Mode } from "#domain/mode";
import type { Operation, OperationDetail } from "#domain/operation";
import type { Reward } from "#domain/reward";
import { accounts, entries, operations, transactions } from "#schema/ledger";
import { programs } from "#schema/programs";
import { rewards } from "#schema/rewards";
import type { Database } from "#store/database";

export type Balance = { programId: string; program: string; unit: string; balance: number };
type EntryRow = typeof entries.$inferSelect;
export type WalletEntry = { entry: EntryRow; counterEntry: EntryRow; movement: typeof transactions.$inferSelect };

export async function listBalances(db: Database, ownerId: string): Promise<Balance[]> {
  return db
    .select({ programId: accounts.programId, program: programs.key, unit: accounts.unit, balance: accounts.balance })
    .from(accounts)
    .innerJoin(programs, eq(programs.id, accounts.programId))
    .where(eq(accounts.ownerId, ownerId))
    .orderBy(asc(accounts.programId), asc(accounts.unit));
}

/**
 * Each movement from the owner's side, with the other side beside it, in commit order, newest first: so each balance
 * is the one before it plus the amount. `before` is a transaction's id.
 */
export async function listWalletEntries(
  db: Database,
  filter: { ownerId: string; before: string | undefined; limit: number },
): Promise<WalletEntry[]> {
  const { ownerId, before, limit } = filter;
  const counterEntry = alias(entries, "counter_entry");
  return db
    .select({ entry: entries, counterEntry, movement: transactions })
    .from(entries)
    .crossJoin(transactions)
    .crossJoin(counterEntry)
    .where(
      and(
        eq(entries.ownerId, ownerId),
        isNotNull(entries.position),
        before === undefined ? undefined : lt(entries.position, positionOf(ownerId, before)),
        eq(transactions.id, entries.transactionId),
        eq(counterEntry.transactionId, entries.transactionId),
        eq(counterEntry.side, sql`-${entries.side}`),
      ),
    )
    .orderBy(desc(entries.position))
    .limit(limit + 1);
}

function positionOf(ownerId: string, transactionId: string) {
  return sql`(SELECT position FROM entries WHERE transaction_id = ${transactionId} AND owner_id = ${ownerId})`;
}

/** What movements belong to: the reward, or the operation that the main app knows. */
export type MovementGround = {
  reward: Pick<Reward, "state" | "subject" | "transactionId"> | null;
  operation: Operation | null;
};

/** By transaction. A page of movements has no more than a page of rewards and operations, which are found by key. */
export async function loadMovementGrounds(
  db: Database,
  mode: Mode,
  page: readonly WalletEntry[],
): Promise<Map<string, MovementGround>> {
  const named = page.map(({ movement }) => ({ movement, reference: referenceIn(movement) }));
  const rewardIds = JSON.stringify(page.flatMap(({ movement }) => movement.rewardId ?? []));
  const keys = JSON.stringify(named.flatMap(({ reference }) => reference ?? []));
  const [rewardRows, operationRows] = await db.batch([
    db
      .select({
        id: rewards.id,
        state: rewards.state,
        subject: rewards.subject,
        transactionId: rewards.transactionId,
      })
      .from(rewards)
      .where(sql`${rewards.id} IN (SELECT value FROM json_each(${rewardIds}))`),
    db
      .select()
      .from(operations)
      .where(
        and(
          eq(operations.mode, mode),
          sql`(${operations.kind}, ${operations.operationId}) IN (SELECT value ->> 'operation', value ->> 'operation_id' FROM json_each(${keys}))`,
        ),
      ),
  ]);
  const rewardsById = new Map(rewardRows.map(({ id, ...row }) => [id, row as MovementGround["reward"]]));
  const operationsByKey = new Map(
    // Safe because details are written from plans only.
    operationRows.map((row) => [nameOf(row.kind, row.operationId), { ...row, detail: row.detail as OperationDetail }]),
  );
  return new Map(
    named.map(({ movement: { id, rewardId }, reference }) => [
      id,
      {
        reward: rewardsById.get(rewardId ?? "") ?? null,
        operation:
          reference === null
            ? null
            : (operationsByKey.get(nameOf(reference.operation, reference.operation_id)) ?? null),
      },
    ]),
  );
}

type Reference = { operation: string; operation_id: string };

/** As `postOperation` of the domain leaves it. */
function referenceIn({ metadata }: typeof transactions.$inferSelect): Reference | null {
  const isReference = metadata !== null && typeof metadata === "object" && "operation_id" in metadata;
  // Safe because metadata is written by plans only, and both names together.
  return isReference ? (metadata as Reference) : null;
}

function nameOf(kind: string, operationId: string): string {
  return `${kind} ${operationId}`;
}
