import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { factGuards } from "#schema/events";
import { entries } from "#schema/ledger";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";

/** How many movements a wallet has had, in all of its accounts: whatever is decided on what it holds notices another. */
export function selectNewestPosition(db: Database, ownerId: string | SQL) {
  return db
    .select({ newestPosition: sql<number>`coalesce(max(${entries.position}), 0)`.as("newest") })
    .from(entries)
    .where(isMovementOf(ownerId));
}

/** Fails the batch when the wallet has moved since it was read. */
export function guardWallet(db: Database, ownerId: string, newestPosition: number): Statement {
  return db.insert(factGuards).select(sql`
    SELECT 1 WHERE (SELECT coalesce(max(position), 0) FROM entries WHERE ${isMovementOf(ownerId)}) <> ${newestPosition}`);
}

function isMovementOf(ownerId: string | SQL): SQL {
  return sql`owner_id = ${ownerId} AND position IS NOT NULL`;
}
