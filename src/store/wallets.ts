import { and, asc, desc, eq, isNotNull, lt, ne } from "drizzle-orm";
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

/** Each movement from the owner's side, with the other side beside it, newest first. `before` is a transaction's id. */
export async function listWalletEntries(
  db: Database,
  filter: { ownerId: string; before: string | undefined; limit: number },
): Promise<WalletEntry[]> {
  const { ownerId, before, limit } = filter;
  const counterEntry = alias(entries, "counter_entry");
  return db
    .select({ entry: entries, counterEntry, movement: transactions })
    .from(entries)
    .innerJoin(transactions, eq(transactions.id, entries.transactionId))
    .innerJoin(
      counterEntry,
      and(eq(counterEntry.transactionId, entries.transactionId), ne(counterEntry.side, entries.side)),
    )
    .where(
      and(
        eq(entries.ownerId, ownerId),
        isNotNull(entries.balanceAfter),
        before === undefined ? undefined : lt(entries.transactionId, before),
      ),
    )
    .orderBy(desc(entries.transactionId))
    .limit(limit + 1);
}
