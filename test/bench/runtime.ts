import { randomBytes } from "node:crypto";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as readWorkerOptions } from "wrangler";
import type { SourcelessWorkerOptions } from "wrangler";
import type { BuiltWorker } from "#bench/build";

/** A Worker on a loopback port of its own, in a workerd of its own. */
export type RunningWorker = { url: string; inspectorUrl: string; miniflare: Miniflare };

export function runWorker(built: BuiltWorker): Promise<RunningWorker> {
  const { workerOptions } = readWorkerOptions("wrangler.toml");
  const secrets = { SIGNING_KEYS: `bench:${randomBytes(32).toString("hex")}` };
  return run("bouquet", { ...workerOptions, bindings: Object.assign({}, workerOptions.bindings, secrets) }, built);
}

export function runBareWorker(built: BuiltWorker): Promise<RunningWorker> {
  return run("bare", readWorkerOptions("test/bench/bare/wrangler.toml").workerOptions, built);
}

/** Requests go straight to the Worker: Miniflare's own entry Worker would hide half of what ours costs. */
async function run(name: string, options: SourcelessWorkerOptions, built: BuiltWorker): Promise<RunningWorker> {
  const worker = {
    ...options,
    name,
    modules: [{ type: "ESModule" as const, path: "worker.js", contents: built.script }],
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    stripCfConnectingIp: false,
  };
  const miniflare = new Miniflare(convertV4MiniflareOptions({ inspectorPort: 0, cf: false, workers: [worker] }));
  await miniflare.ready;
  const [url, inspectorUrl] = await Promise.all([miniflare.unsafeGetDirectURL(name), miniflare.getInspectorURL()]);
  return { url: url.origin, inspectorUrl: inspectorUrl.href, miniflare };
}
