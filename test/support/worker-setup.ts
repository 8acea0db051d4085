import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach } from "vitest";

// All that the Worker imports when asked for, evaluated before any request: here a module comes from the test runner, and
// one that a request has begun to load cannot be waited for by another (test/tidy.test.ts keeps the list whole).
await Promise.all([
  import("#edge/qr"),
  import("#edge/unsubscribe"),
  import("#http/api"),
  import("#integrations/stripe-events"),
  import("#integrations/whop-events"),
  import("#jobs/queue-consumer"),
  import("#jobs/run-jobs"),
  import("#open-context"),
  import("standardwebhooks"),
  import("stripe"),
]);

// Files share their isolate (a start each would take longer than the tests do); each test starts from empty stores.
beforeEach(async () => {
  do await reset();
  while (!(await isEmpty()));
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
});

/** On a busy machine a database that was deleted may be there once more: what it still wrote came after. */
async function isEmpty(): Promise<boolean> {
  const tables = "SELECT count(*) AS n FROM sqlite_schema WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'";
  return (await env.DB.prepare(tables).first("n")) === 0;
}
