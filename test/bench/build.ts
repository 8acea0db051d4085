import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { runWrangler } from "#scripts/wrangler";

/** A Worker as `wrangler deploy` would upload it. */
export type BuiltWorker = { script: string; bytes: number; gzipBytes: number };

export function buildWorker(): Promise<BuiltWorker> {
  return build("wrangler.toml");
}

/** A Worker that only answers 302: what a redirect costs when it does nothing. */
export function buildBareWorker(): Promise<BuiltWorker> {
  return build("test/bench/bare/wrangler.toml");
}

/** Ours, with a door to its leaderboards instead of its own entrance. */
export function buildBoardsWorker(): Promise<BuiltWorker> {
  return build("wrangler.toml", "test/bench/boards/worker.ts");
}

async function build(config: string, main?: string): Promise<BuiltWorker> {
  const folder = mkdtempSync(join(tmpdir(), "bouquet-build-"));
  try {
    await runWrangler([
      "deploy",
      ...(main === undefined ? [] : [main]),
      "--config",
      config,
      "--dry-run",
      "--outdir",
      folder,
    ]);
    const script = readFileSync(join(folder, "worker.js"), "utf8");
    return { script, bytes: Buffer.byteLength(script), gzipBytes: gzipSync(script).length };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
