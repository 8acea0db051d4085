import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What was counted, by the name that it has in budget.json. */
export type Counts = Record<string, Record<string, number>>;

/** Runs the tests that hold the budget and gives the figures that they handed over. */
export async function runBudgetTests(files = "test/worker/budget-"): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "bouquet-counts-"));
  const file = join(folder, "report.json");
  const args = ["run", "--project", "worker", files, "--reporter=json", `--outputFile=${file}`];
  try {
    const code = await run(args);
    const report = JSON.parse(readFileSync(file, "utf8")) as Report;
    const results = report.testResults.flatMap((testFile) => testFile.assertionResults);
    if (code !== 0) console.error(`The budget does not hold: npm exec -- vitest run --project worker ${files}`);
    return Object.assign({}, ...results.map((result) => result.meta?.figures ?? {})) as Counts;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Report = { testResults: { assertionResults: { meta?: { figures?: Counts } }[] }[] };

function run(args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, ["node_modules/vitest/vitest.mjs", ...args], { stdio: "ignore" });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}
