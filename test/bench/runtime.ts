import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as readWorkerOptions, unstable_readConfig as readConfig } from "wrangler";
import type { SourcelessWorkerOptions } from "wrangler";
import type { BuiltWorker } from "#bench/build";
import { findWorkerds } from "#bench/cpu-time";

/** A Worker on a loopback port of its own, in a workerd of its own. */
export type RunningWorker = {
  url: string;
  inspectorUrl: string;
  miniflare: Miniflare;
  /** Its workerd; null where processes cannot be looked at. */
  pid: number | null;
};

/** Ours, with an empty, migrated database. */
export async function runWorker(built: BuiltWorker): Promise<RunningWorker> {
  const secrets = { SIGNING_KEYS: `bench:${randomBytes(32).toString("hex")}` };
  const running = await run("bouquet", readOwnOptions("wrangler.toml", secrets), built);
  const db = await running.miniflare.getD1Database("DB");
  for (const statement of migrationStatements()) await db.prepare(statement).run();
  return running;
}

/**
 * What the file says of the Worker, with these secrets and no others: Wrangler adds what a developer's `.dev.vars` has,
 * real keys among it.
 */
export function readOwnOptions(configPath: string, secrets: Record<string, string>): SourcelessWorkerOptions {
  const config = readConfig({ config: configPath });
  const { workerOptions } = readWorkerOptions(config);
  // Safe because each of our variables is a text.
  return { ...workerOptions, bindings: { ...(config.vars as Record<string, string>), ...secrets } };
}

export function runBareWorker(built: BuiltWorker): Promise<RunningWorker> {
  return run("bare", readWorkerOptions("test/bench/bare/wrangler.toml").workerOptions, built);
}

/** Requests go straight to the Worker: Miniflare's own entry Worker would hide half of what ours costs. */
async function run(name: string, workerOptions: SourcelessWorkerOptions, built: BuiltWorker): Promise<RunningWorker> {
  const worker = {
    ...workerOptions,
    name,
    modules: [{ type: "ESModule" as const, path: "worker.js", contents: built.script }],
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    stripCfConnectingIp: false,
  };
  const options = convertV4MiniflareOptions({ inspectorPort: 0, cf: false, workers: [worker] });
  const miniflare = new Miniflare({ ...options, unsafeInspectDurableObjects: true, handleStructuredLogs: () => {} });
  const before = new Set(findWorkerds());
  await miniflare.ready;
  const pid = findWorkerds().find((workerd) => !before.has(workerd)) ?? null;
  const [url, inspectorUrl] = await Promise.all([miniflare.unsafeGetDirectURL(name), miniflare.getInspectorURL()]);
  return { url: url.origin, inspectorUrl: inspectorUrl.href, miniflare, pid };
}

/** All migrations, statement by statement. */
export function migrationStatements(): string[] {
  const files = readdirSync("migrations").filter((file) => file.endsWith(".sql"));
  const texts = files.toSorted().map((file) => readFileSync(`migrations/${file}`, "utf8"));
  return texts.flatMap((text) => text.split("--> statement-breakpoint"));
}
