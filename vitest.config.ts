import { availableParallelism } from "node:os";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { keepTemporaryFilesInMemory } from "./test/support/node/memory-folder.ts";
import { answerAsNamed } from "./test/support/node/named-receivers.ts";

keepTemporaryFilesInMemory();

/** Most tests take milliseconds; a machine that is busy with others may take its time. */
const slowestTestMs = 30_000;

/**
 * Here many requests at once are the first to ask for what the Worker imports when asked for. In an isolate that has
 * served another file they would wait for a module that the test runner began to load for that one.
 */
const aloneInWorker = ["rights-matrix", "provider-*", "stripe-*", "whop-*", "erasure*"].map(
  (name) => `test/worker/${name}.test.ts`,
);

/** So many files at once, each worker with stores of its own; the default leaves a core of two to nobody. */
const maxWorkers = Math.min(availableParallelism(), 4);

export default defineConfig({
  test: {
    // Every request logs a line; they matter where a test fails.
    silent: "passed-only",
    projects: [
      {
        test: {
          name: "unit",
          testTimeout: slowestTestMs,
          include: ["test/unit/**/*.test.ts", "test/*.test.ts"],
          // Nothing is kept in modules that one file could leave behind for another.
          isolate: false,
          maxWorkers,
        },
      },
      // A start for each file takes longer than its tests do: a worker has one isolate for the files that it runs, one
      // after the other, and worker-setup.ts empties the stores before each test.
      workerProject("worker", { include: ["test/worker/**/*.test.ts"], exclude: aloneInWorker, isolate: false }),
      workerProject("worker-alone", { include: aloneInWorker }),
      {
        test: {
          name: "e2e",
          // After all others and one file at a time: here servers are cut off in the middle of a burst, and limits keep real
          // time.
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/e2e/shared-build.ts", "test/e2e/shared-server.ts"],
          setupFiles: ["test/e2e/use-shared-build.ts"],
        },
      },
    ],
  },
});

function workerProject(name: string, files: { include: string[]; exclude?: string[]; isolate?: boolean }) {
  return {
    plugins: [
      cloudflareTest(async () => ({
        wrangler: { configPath: "./wrangler.toml" },
        miniflare: {
          // A deployment may have it; without EMAIL_FROM nothing is sent by it.
          email: { send_email: [{ name: "EMAIL" }] },
          bindings: {
            TEST_MIGRATIONS: await readD1Migrations("migrations"),
            STATS_REFERRALS: process.env["STATS_REFERRALS"] ?? "50000",
            SIGNING_KEYS: "k2:second-test-secret-of-32-symbols!!,k1:first-test-secret-of-32-symbols!!!",
            STRIPE_WEBHOOK_SECRETS:
              "live:whsec_live_stripe_signing_secret,live:whsec_live_stripe_retiring_secret,test:whsec_test_stripe_signing_secret",
            WHOP_WEBHOOK_SECRETS: "live:ws_live_whop_signing_secret,test:ws_test_whop_signing_secret",
          },
          outboundService: answerAsNamed,
        },
      })),
    ],
    test: {
      name,
      ...files,
      maxWorkers,
      testTimeout: slowestTestMs,
      setupFiles: ["test/support/worker-setup.ts"],
      // CommonJS inside: the module loader of the plugin cannot read it, the bundler of a deployment can.
      deps: { optimizer: { ssr: { enabled: true, include: ["obscenity", "standardwebhooks"] } } },
    },
  };
}
