import { env } from "cloudflare:workers";
import { openDatabase } from "#store/database";
import type { Database } from "#store/database";

export type SentStatement = { sql: string; values: unknown[] };

/** The test's D1 with an ear: the code under test runs as ever, and every statement it sends is kept. */
export function listenToDatabase(): { d1: D1Database; sent: SentStatement[] } {
  const sent: SentStatement[] = [];
  const d1 = new Proxy(env.DB, {
    get(database, name) {
      if (name === "prepare")
        return (sql: string) => listenToStatement(database.prepare(sql), { sql, values: [] }, sent);
      const value: unknown = Reflect.get(database, name);
      return typeof value === "function" ? value.bind(database) : value;
    },
  });
  return { d1, sent };
}

function listenToStatement(
  prepared: D1PreparedStatement,
  statement: SentStatement,
  sent: SentStatement[],
): D1PreparedStatement {
  return new Proxy(prepared, {
    get(target, name) {
      if (name === "bind") {
        return (...values: unknown[]) => listenToStatement(target.bind(...values), { ...statement, values }, sent);
      }
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        sent.push(statement);
        return Reflect.apply(value, target, args);
      };
    },
  });
}

/** How SQLite goes about a statement, a line for each step. */
export async function explainPlan({ sql, values }: SentStatement): Promise<string[]> {
  const plan = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...values)
    .all<{ detail: string }>();
  return plan.results.map(({ detail }) => detail);
}

/** What the statement reads, by D1's own count: that is what is billed. */
export async function countRowsRead({ sql, values }: SentStatement): Promise<number> {
  return (
    await env.DB.prepare(sql)
      .bind(...values)
      .all()
  ).meta.rows_read;
}

type Batched = { toSQL: () => { sql: string; params: unknown[] } };

/** What is sent alone, and what is sent in batches. */
export async function statementsOf(read: (db: Database) => Promise<unknown>): Promise<SentStatement[]> {
  const { d1, sent } = listenToDatabase();
  const db = openDatabase(d1);
  await read(
    new Proxy(db, {
      get: (target, key, receiver) =>
        key === "batch"
          ? async (items: Parameters<typeof target.batch>[0]) => {
              // Safe because every statement of drizzle can be asked for its text.
              const texts = (items as unknown as Batched[]).map((item) => item.toSQL());
              sent.push(...texts.map(({ sql, params }) => ({ sql, values: params })));
              return target.batch(items);
            }
          : Reflect.get(target, key, receiver),
    }),
  );
  return sent;
}
