import type { BuiltWorker } from "#bench/build";
import { readCpuMicros } from "#bench/cpu-time";
import { findLoadTool, runLoad } from "#bench/load";
import type { LoadOptions, LoadResult, LoadTool } from "#bench/load";
import { createRandom, createZipf } from "#bench/popularity";
import { waitForLog } from "#bench/logged-clicks";
import { runBareWorker, runWorker } from "#bench/runtime";
import type { RunningWorker } from "#bench/runtime";
import { seedLinks } from "#bench/seed";
import { median } from "#bench/statistics";

export type Throughput = {
  tool: LoadTool;
  links: number;
  /** Ours ÷ bare, one per pair, smallest first. */
  ratios: number[];
  medianRatio: number;
  bouquetPerSecond: number;
  barePerSecond: number;
  /** Processor time of a workerd per request; null where it cannot be read. */
  cpuMicros: { bouquet: number; bare: number } | null;
  answered: number;
  /** Every click that the log holds. The load tool hangs up on its last requests, so these may be more. */
  logged: number;
};

const connections = 32;
/** A browser on a first visit: a new journey is signed, the address is hashed, the click is human. */
export const browserHeaders = {
  "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  Accept: "text/html,application/xhtml+xml",
  "CF-Connecting-IP": "203.0.113.7",
};

/** Interleaved pairs, because a shared machine is faster now and slower then. */
export async function measureThroughput(
  built: { bouquet: BuiltWorker; bare: BuiltWorker },
  options: { links: number; pairs: number; seconds: number },
): Promise<Throughput> {
  const tool = findLoadTool();
  const bouquet = await runWorker(built.bouquet);
  const bare = await runBareWorker(built.bare);
  try {
    const codes = await seedLinks(await bouquet.miniflare.getD1Database("DB"), options.links, Date.now());
    const load = { paths: drawPaths(codes), headers: browserHeaders, connections, seconds: options.seconds };
    let answered = await warmUp(bouquet.url, codes);
    await runLoad(tool, { ...load, url: bare.url, seconds: 1 });
    const pairs: { ours: LoadAndCpu; bare: LoadAndCpu }[] = [];
    for (let pair = 0; pair < options.pairs; pair += 1) {
      const theirs = await loadWorker(bare, tool, load);
      const ours = await loadWorker(bouquet, tool, load);
      if (ours.failed + theirs.failed > 0) throw new Error(`${ours.failed} and ${theirs.failed} requests failed`);
      answered += ours.requests;
      pairs.push({ ours, bare: theirs });
    }
    const ratios = pairs.map((pair) => pair.ours.perSecond / pair.bare.perSecond).toSorted((a, b) => a - b);
    return {
      tool,
      links: options.links,
      ratios,
      medianRatio: median(ratios),
      bouquetPerSecond: median(pairs.map((pair) => pair.ours.perSecond)),
      barePerSecond: median(pairs.map((pair) => pair.bare.perSecond)),
      cpuMicros:
        bouquet.pid === null || bare.pid === null
          ? null
          : {
              bouquet: median(pairs.map((pair) => pair.ours.cpuMicros)),
              bare: median(pairs.map((pair) => pair.bare.cpuMicros)),
            },
      answered,
      logged: await waitForLog(bouquet.miniflare, answered),
    };
  } finally {
    await Promise.all([bouquet.miniflare.dispose(), bare.miniflare.dispose()]);
  }
}

type LoadAndCpu = LoadResult & { cpuMicros: number };

async function loadWorker(worker: RunningWorker, tool: LoadTool, load: Omit<LoadOptions, "url">): Promise<LoadAndCpu> {
  const before = worker.pid === null ? 0 : readCpuMicros(worker.pid);
  const result = await runLoad(tool, { ...load, url: worker.url });
  const after = worker.pid === null ? 0 : readCpuMicros(worker.pid);
  return { ...result, cpuMicros: (after - before) / result.requests };
}

function drawPaths(codes: readonly string[]): string[] {
  const random = createRandom(1);
  const draw = createZipf(codes.length, random);
  return Array.from({ length: codes.length === 1 ? 1 : 8_192 }, () => `/r/${codes[draw()]}`);
}

export async function warmUp(url: string, codes: readonly string[]): Promise<number> {
  for (const code of codes) {
    const response = await fetch(`${url}/r/${code}`, { redirect: "manual", headers: browserHeaders });
    await response.arrayBuffer();
    if (response.status !== 302 || !response.headers.has("set-cookie"))
      throw new Error(`no redirect: ${response.status}`);
  }
  return codes.length;
}
