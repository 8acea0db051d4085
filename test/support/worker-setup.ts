import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach } from "vitest";

// What the Worker imports when asked for, evaluated before any request: files share their isolate, and a module that
// one file's request has begun to load cannot be waited for by another's.
await Promise.all([
  import("#http/api"),
  import("#jobs/queue-consumer"),
  import("#jobs/run-jobs"),
  import("#open-context"),
]);

// Files share their isolate (a start each would take longer than the tests do); each test starts from empty stores.
beforeEach(async () => {
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
});
