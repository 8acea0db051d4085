import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "#store/database";

export type Statement = BatchItem<"sqlite">;

/** Every row, or none: D1 runs a batch as one transaction. */
export async function commitBatch(db: Database, statements: readonly [Statement, ...Statement[]]): Promise<void> {
  await db.batch(statements);
}
