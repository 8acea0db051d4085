import { beforeEach } from "vitest";
import { emptyStores } from "#support/empty-stores";

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
beforeEach(emptyStores);
