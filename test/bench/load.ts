import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

export type LoadOptions = {
  url: string;
  /** Asked for in this order, and then again. */
  paths: readonly string[];
  headers: Readonly<Record<string, string>>;
  connections: number;
  seconds: number;
};
export type LoadResult = { requests: number; perSecond: number; failed: number };
export type LoadTool = "wrk" | "autocannon";

export function findLoadTool(): LoadTool {
  return spawnSync("wrk", ["-v"]).error === undefined ? "wrk" : "autocannon";
}

/** Asks as fast as the connections allow, from a process of its own. */
export async function runLoad(tool: LoadTool, options: LoadOptions): Promise<LoadResult> {
  const folder = mkdtempSync(join(tmpdir(), "bouquet-load-"));
  try {
    return tool === "wrk" ? await runWrk(folder, options) : await runAutocannon(folder, options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runWrk(folder: string, options: LoadOptions): Promise<LoadResult> {
  const script = join(folder, "load.lua");
  writeFileSync(script, wrkScript(options));
  const load = ["-t1", `-c${options.connections}`, `-d${options.seconds}s`, "-s", script];
  const printed = await run("wrk", [...load, options.url]);
  const [requests, micros, failed] = /DONE (\d+) (\d+) (\d+)/.exec(printed)?.slice(1).map(Number) ?? [];
  if (requests === undefined || micros === undefined || failed === undefined) throw new Error(`wrk: ${printed}`);
  return { requests, perSecond: requests / (micros / 1_000_000), failed };
}

/** Requests are formatted before the run: building them in Lua would cost as much as the answer. */
function wrkScript({ paths, headers }: LoadOptions): string {
  const fields = Object.entries(headers).map(([name, value]) => `wrk.headers[${quote(name)}] = ${quote(value)}`);
  return `${fields.join("\n")}
local paths = { ${paths.map(quote).join(", ")} }
local requests, at = {}, 0
function init()
  for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path) end
end
function request()
  at = at % #requests + 1
  return requests[at]
end
function done(summary)
  local e = summary.errors
  print(string.format("DONE %d %d %d", summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout))
end
`;
}

function quote(value: string): string {
  return JSON.stringify(value);
}

/** Paths go in as an HTTP archive, the only list that autocannon reads from its command line. */
async function runAutocannon(folder: string, options: LoadOptions): Promise<LoadResult> {
  const headers = Object.entries(options.headers).map(([name, value]) => ({ name, value }));
  const entries = options.paths.map((path) => ({ request: { method: "GET", url: options.url + path, headers } }));
  const archive = join(folder, "load.har");
  writeFileSync(archive, JSON.stringify({ log: { version: "1.2", creator: {}, entries } }));
  const load = ["--json", "-c", String(options.connections), "-d", String(options.seconds), "--har", archive];
  const printed = await run(process.execPath, ["node_modules/autocannon/autocannon.js", ...load, options.url]);
  // Safe because autocannon documents these fields of its JSON result.
  const result = JSON.parse(printed) as AutocannonResult;
  const failed = result.errors + result.timeouts + result["4xx"] + result["5xx"];
  return { requests: result.requests.total, perSecond: result.requests.average, failed };
}

type AutocannonResult = {
  requests: { total: number; average: number };
  errors: number;
  timeouts: number;
  "4xx": number;
  "5xx": number;
};

async function run(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [printed, code] = await Promise.all([text(child.stdout), ended]);
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${printed}`);
  return printed;
}
