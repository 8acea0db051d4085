import { applyD1Migrations, reset } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeAll, beforeEach } from "vitest";

// What the Worker imports when asked for, evaluated before any request: files share their isolate, and a module that
// one request has begun to load cannot be waited for by another.
await Promise.all([
  import("#http/api"),
  import("#jobs/queue-consumer"),
  import("#jobs/run-jobs"),
  import("#open-context"),
]);
beforeAll(async () => {
  await exports.default.fetch("https://refer.test/healthz");
});

// Files share their isolate (a start each would take longer than the tests do); each test starts from empty stores.
beforeEach(async () => {
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
});
