import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

/** Wrangler's own entry, run by this Node: the one on PATH may be too old for it. */
const entry = "node_modules/wrangler/bin/wrangler.js";

/** No telemetry, no questions, no look-ups on Cloudflare's network. */
const quiet = { CI: "1", WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" };

/** Starts wrangler as the head of its own process group, with its input closed and its output piped. */
export function spawnWrangler(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [entry, ...args], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...quiet },
  });
}

/** Runs wrangler to its end and gives what it printed; throws with that text when it fails. */
export async function runWrangler(args: readonly string[]): Promise<string> {
  const child = spawnWrangler(args);
  const output = collectOutput(child);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`wrangler ${args.join(" ")} ended with ${code}:\n${output()}`);
  return output();
}

/** Keeps the newest 64 KiB of what a process prints, and passes each piece on. */
export function collectOutput(child: ChildProcess, onText: (text: string) => void = () => {}): () => string {
  let kept = "";
  const keep = (chunk: Buffer): void => {
    const text = chunk.toString();
    kept = (kept + text).slice(-65_536);
    onText(text);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return () => kept;
}

/** The database of the deployment, or the local one in that folder. */
export type DatabasePlace = { remote: true } | { remote: false; persistDir: string };

/** Runs statements on D1 and gives the rows of each. */
export async function queryDatabase(place: DatabasePlace, statements: readonly string[]): Promise<unknown[][]> {
  const where = place.remote ? ["--remote"] : ["--local", "--persist-to", place.persistDir];
  const args = ["d1", "execute", "DB", ...where, "--yes", "--json", "--command", statements.join("; ")];
  const child = spawnWrangler(args);
  const said = collectOutput(child);
  const printed: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => printed.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`wrangler d1 execute ended with ${code}:\n${said()}`);
  // Safe because that is what `--json` prints: one result for each statement.
  return (JSON.parse(Buffer.concat(printed).toString()) as { results: unknown[] }[]).map(({ results }) => results);
}
