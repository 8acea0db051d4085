import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";

/** All migrations as one statement: asked one by one they took longer than most tests do. */
const schema = env.TEST_MIGRATIONS.flatMap(({ queries }) => queries)
  .map((query) => query.replace(/;?\s*$/, ";"))
  .join("\n");

/** Every store as a new deployment finds it: nothing in it, and the schema of D1. */
export async function emptyStores(): Promise<void> {
  do await reset();
  while (!(await isEmpty()));
  await env.DB.prepare(schema).run();
}

/** On a busy machine a database that was deleted may be there once more: what it still wrote came after. */
async function isEmpty(): Promise<boolean> {
  const tables = "SELECT count(*) AS n FROM sqlite_schema WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'";
  return (await env.DB.prepare(tables).first("n")) === 0;
}
