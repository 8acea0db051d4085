import { and, asc, desc, eq, isNotNull, lt } from "drizzle-orm";
import { accounts, entries, transactions } from "#schema/ledger";
import { programs } from "#schema/programs";
import type { Database } from "#store/database";

export type Balance = { programId: string; program: string; unit: string; balance: number };
export type WalletEntry = { entry: typeof entries.$inferSelect; transaction: typeof transactions.$inferSelect };

export async function listBalances(db: Database, ownerId: string): Promise<Balance[]> {
  return db
    .select({ programId: accounts.programId, program: programs.key, unit: accounts.unit, balance: accounts.balance })
    .from(accounts)
    .innerJoin(programs, eq(programs.id, accounts.programId))
    .where(eq(accounts.ownerId, ownerId))
    .orderBy(asc(accounts.programId), asc(accounts.unit));
}

/** The owner's side of each movement, newest first. `before` is a transaction's id. */
export async function listWalletEntries(
  db: Database,
  filter: { ownerId: string; before: string | undefined; limit: number },
): Promise<WalletEntry[]> {
  const { ownerId, before, limit } = filter;
  return db
    .select({ entry: entries, transaction: transactions })
    .from(entries)
    .innerJoin(transactions, eq(transactions.id, entries.transactionId))
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
