import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runWrangler } from "#scripts/wrangler";

/** Milliseconds that the isolate works before it can take a request: the least of so many starts, since others only add. */
export async function measureStartup(starts: number): Promise<number> {
  const busy: number[] = [];
  for (let start = 0; start < starts; start += 1) busy.push(await profileStartup());
  return Math.min(...busy);
}

async function profileStartup(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "bouquet-startup-"));
  const file = join(folder, "startup.cpuprofile");
  try {
    await runWrangler(["check", "startup", "--config", "wrangler.toml", "--outfile", file]);
    return busyMs(JSON.parse(readFileSync(file, "utf8")) as StartupProfile);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type StartupProfile = {
  nodes: { id: number; callFrame: { functionName: string } }[];
  samples: number[];
  /** Microseconds before each sample. */
  timeDeltas: number[];
};

function busyMs({ nodes, samples, timeDeltas }: StartupProfile): number {
  const idle = new Set(nodes.filter((node) => node.callFrame.functionName === "(idle)").map((node) => node.id));
  const micros = samples.reduce((sum, id, index) => sum + (idle.has(id) ? 0 : (timeDeltas[index] ?? 0)), 0);
  return micros / 1000;
}
