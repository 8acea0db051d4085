/** `npm run bench:stats`: what the stats of somebody with a thousand referrals cost, and of somebody with a million. */
import { runBudgetTests } from "#bench/counts";

process.env["STATS_REFERRALS"] ??= "1000000";
const counts = await runBudgetTests("test/worker/budget-stats");
for (const [name, figures] of Object.entries(counts)) {
  console.log(name);
  for (const [figure, value] of Object.entries(figures)) console.log(`  ${figure}: ${value}`);
}
if (Object.keys(counts).length === 0) process.exitCode = 1;
