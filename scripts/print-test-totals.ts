/** `node scripts/print-test-totals.ts report.json`: vitest's JSON report as `N passed, N failed`. */
import { readFileSync } from "node:fs";

const [file = ""] = process.argv.slice(2);
// Safe because vitest wrote it; a missing number would show as a failure below.
const report = JSON.parse(readFileSync(file, "utf8")) as {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
};
// A file that does not load fails without a failed test of its own.
const failed = Math.max(report.numFailedTests, report.success ? 0 : 1);
console.log(`${report.numPassedTests} passed, ${failed} failed`);
if (failed > 0 || !(report.numPassedTests > 0)) process.exit(1);
