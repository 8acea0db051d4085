import { and, asc, desc, eq, isNotNull, lt, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { accounts, entries, transactions } from "#schema/ledger";
import { programs } from "#schema/programs";
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
