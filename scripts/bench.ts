/**
 * `npm run bench`: measures the built Worker and prints the tables of docs/bench.md. Naming parts measures only
 * those: `npm run bench -- throughput counts`.
 */
import { buildBareWorker, buildWorker } from "#bench/build";
import { runBudgetTests } from "#bench/counts";
import { measureLeaderboards } from "#bench/leaderboard";
import { measureEventLatency } from "#bench/latency";
import { profileBare, profileRedirect } from "#bench/profile";
import { describeResults } from "#bench/report";
import type { BenchResults } from "#bench/report";
import { measureStartup } from "#bench/startup";
import { measureThroughput } from "#bench/throughput";

const parts = ["throughput", "counts", "latency", "size", "profile", "boards"] as const;
type Part = (typeof parts)[number];

const named = process.argv.slice(2);
const unknown = named.filter((name) => !parts.some((part) => part === name));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(", ")}. Parts are ${parts.join(", ")}.`);
  process.exit(1);
}

console.log(describeResults(await measure((part) => named.length === 0 || named.includes(part))));

async function measure(isWanted: (part: Part) => boolean): Promise<BenchResults> {
  const results: BenchResults = {};
  const built = { bouquet: await buildWorker(), bare: await buildBareWorker() };
  if (isWanted("throughput")) {
    const options = { pairs: 5, seconds: 5 };
    results.throughput = [
      await measureThroughput(built, { ...options, links: 1 }),
      await measureThroughput(built, { ...options, links: 1000 }),
    ];
  }
  if (isWanted("latency")) results.latency = await measureEventLatency(built.bouquet, { events: 300, atOnce: [1, 16] });
  if (isWanted("size")) {
    results.size = built.bouquet;
    results.startupMs = await measureStartup(5);
  }
  if (isWanted("profile")) {
    results.profile = { ours: await profileRedirect(built.bouquet, 5), bare: await profileBare(built.bare, 5) };
  }
  if (isWanted("boards")) results.boards = await measureLeaderboards([10_000, 100_000, 1_000_000]);
  if (isWanted("counts")) results.counts = await runBudgetTests();
  return results;
}
