import { eq, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Mode } from "#domain/mode";

/**
 * A page of a list costs about a page, however many rows there are: one condition leads to an index that is
 * already in the list's order, and the planner sees no other that could tempt it to sort.
 */

type Asked = string | undefined;

/** Above every id. With a bound even the first page is a search in the key, never a scan. */
export const aboveAllIds = "~";

/** The first condition that is given; so name the most selective one first. */
export function searchedBy(...conditions: (SQL | undefined)[]): SQL | undefined {
  return conditions.find((condition) => condition !== undefined);
}

/** May use an index. */
export function isAsked(column: SQLiteColumn, value: Asked): SQL | undefined {
  return value === undefined ? undefined : eq(column, value);
}

/** May use no index: the unary plus hides the column. For what the search leaves to be checked. */
export function matches(column: SQLiteColumn, value: Asked): SQL | undefined {
  return value === undefined ? undefined : sql`+${column} = ${value}`;
}

/**
 * Test rows have a partial index of their own, which only a literal can be proven to want: they may be few
 * among many live ones. Live rows are found by walking the key.
 */
export function isTestRow(column: SQLiteColumn, mode: Mode): SQL | undefined {
  return mode === "test" ? sql`${column} = 'test'` : undefined;
}
