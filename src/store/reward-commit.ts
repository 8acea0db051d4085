import { and, eq, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { CounterChange } from "#domain/counter";
import { isHouse } from "#domain/ledger";
import type { Posting } from "#domain/ledger";
import type { Mode } from "#domain/mode";
import type { RewardPlan } from "#domain/plan";
import type { Reward } from "#domain/reward";
import { factGuards } from "#schema/events";
import { accounts, entries, transactions } from "#schema/ledger";
import { counters, rewardTransitions, rewards } from "#schema/rewards";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { insertRows } from "#store/insert-rows";
import { insertMessages } from "#store/outbox";

/** When it happens: by the program's clock, and by everybody's. */
export type WrittenAt = { mode: Mode; atMs: number; nowMs: number };

/**
 * What becomes of rewards, as statements of the batch that commits the whole decision: few, however many rewards,
 * because D1 counts statements. The position of a step refuses a second one decided on the same reward, and a counter
 * over its cap refuses the batch.
 */
export function writeRewardPlan(
  db: Database,
  { programId, rewards: added, changed, steps, counts, messages }: RewardPlan,
  { mode, atMs, nowMs }: WrittenAt,
): Statement[] {
  return [
    ...counts.flatMap((count) => writeCount(db, programId, count)),
    ...insertAll(
      db,
      rewards,
      added.map((row) => ({ ...row, mode, createdAtMs: atMs })),
    ),
    ...updateRewards(db, changed),
    ...insertAll(
      db,
      rewardTransitions,
      steps.map(({ transition }) => transition),
    ),
    ...steps.flatMap(({ posting }) => (posting === null ? [] : writePosting(db, posting))),
    ...insertMessages(db, messages, nowMs),
  ];
}

function insertAll<T extends SQLiteTable>(db: Database, table: T, rows: readonly T["$inferInsert"][]): Statement[] {
  return rows.length === 0 ? [] : [insertRows(db, table, rows)];
}

/**
 * Only what a step can move is set, which the position of its history row guards; writing an indexed column writes
 * its index again. What is known of the occasion is corrected apart from it (`amended`).
 */
function updateRewards(db: Database, changed: readonly Reward[]): Statement[] {
  if (changed.length === 0) return [];
  const moved = (name: keyof Reward) => sql.raw(`step.value ->> '${name}'`);
  return [
    db
      .update(rewards)
      .set({
        state: moved("state"),
        position: moved("position"),
        reversedQuantity: moved("reversedQuantity"),
        redeemedQuantity: moved("redeemedQuantity"),
        needsReview: moved("needsReview"),
        disputed: moved("disputed"),
        expiresAtMs: moved("expiresAtMs"),
        transactionId: moved("transactionId"),
      })
      .from(sql`json_each(${JSON.stringify(changed)}) AS step`)
      .where(sql`${rewards.id} = step.value ->> 'id'`),
  ];
}

/** The deltas add up here and not in the plan. What was expected is compared before, the cap after. */
function writeCount(
  db: Database,
  programId: string,
  { scope, endsAtMs, name, delta, cap, expected }: CounterChange,
): Statement[] {
  const isIt = and(
    eq(counters.programId, programId),
    eq(counters.scope, scope),
    eq(counters.endsAtMs, endsAtMs),
    eq(counters.name, name),
  );
  const used = sql`coalesce((SELECT used FROM counters WHERE ${isIt}), 0)`;
  const guard = (condition: ReturnType<typeof sql>) => db.insert(factGuards).select(sql`SELECT 1 WHERE ${condition}`);
  const addOn = () =>
    db
      .insert(counters)
      .values({ programId, scope, endsAtMs, name, used: delta })
      .onConflictDoUpdate({
        target: [counters.programId, counters.scope, counters.endsAtMs, counters.name],
        set: { used: sql`used + excluded.used` },
      });
  // An upsert would be refused: SQLite checks the row to be inserted before it looks for the one that stands.
  const takeOff = () =>
    db
      .update(counters)
      .set({ used: sql`used + ${delta}` })
      .where(isIt);
  return [
    ...(expected === null ? [] : [guard(sql`${used} <> ${expected}`)]),
    ...(delta === 0 ? [] : [delta < 0 ? takeOff() : addOn()]),
    ...(cap === null || delta <= 0 ? [] : [guard(sql`${used} > ${cap}`)]),
  ];
}

/**
 * Moves value: the balances are added up here and not in the plan, so that two plans made at once do
 * not overwrite each other. Both entries are written from the one quantity, the giving one first.
 */
export function writePosting(db: Database, posting: Posting): Statement[] {
  const { transactionId, type, rewardId, reversesId, programId, unit, quantity, description, metadata, atMs } = posting;
  const sides = [
    { ownerId: posting.fromOwner, side: -1 },
    { ownerId: posting.toOwner, side: 1 },
  ];
  return [
    db
      .insert(transactions)
      .values({ id: transactionId, programId, type, rewardId, reversesId, description, metadata, atMs }),
    ...sides.flatMap(({ ownerId, side }) => {
      const amount = side * quantity;
      const entry = { transactionId, side, ownerId, programId, unit, amount };
      if (isHouse(ownerId)) return [db.insert(entries).values({ ...entry, balanceAfter: null, position: null })];
      const balanceAfter = sql<number>`(SELECT balance FROM accounts WHERE owner_id = ${ownerId} AND program_id = ${programId} AND unit = ${unit})`;
      const position = sql<number>`(SELECT coalesce(max(position), 0) + 1 FROM entries WHERE owner_id = ${ownerId} AND position IS NOT NULL)`;
      return [
        db
          .insert(accounts)
          .values({ ownerId, programId, unit, balance: amount })
          .onConflictDoUpdate({
            target: [accounts.ownerId, accounts.programId, accounts.unit],
            set: { balance: sql`balance + excluded.balance` },
          }),
        db.insert(entries).values({ ...entry, balanceAfter, position }),
      ];
    }),
  ];
}
