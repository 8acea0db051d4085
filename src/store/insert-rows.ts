import { getTableColumns, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "#store/database";

/**
 * Rows as one statement, however many, because D1 counts statements; each column by its name. `->>` gives null, numbers,
 * text and truth as columns take them, and anything deeper as the JSON it is.
 */
export function insertRows<T extends SQLiteTable>(
  db: Database,
  table: T,
  rows: readonly T["$inferInsert"][],
  when: SQL = sql`true`,
) {
  const values = Object.keys(getTableColumns(table)).map((name) => sql.raw(`value ->> '${name}'`));
  return db
    .insert(table)
    .select(sql`SELECT ${sql.join(values, sql`, `)} FROM json_each(${JSON.stringify(rows)}) WHERE ${when}`);
}
