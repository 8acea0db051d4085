/**
 * `npm run fuzz -- --requests 20000 --seed 1`: asks the built Worker what the OpenAPI document allows, and what it
 * nearly allows, and prints how it was answered. Fails where an answer is none that the document has.
 */
import { parseArgs } from "node:util";
import { runFuzz } from "#fuzz/run";

const { values } = parseArgs({
  options: { requests: { type: "string", default: "20000" }, seed: { type: "string", default: "1" } },
});
const [requests, seed] = [Number(values.requests), Number(values.seed)];
if (!Number.isSafeInteger(requests) || requests < 1 || !Number.isSafeInteger(seed)) {
  console.error("--requests and --seed take whole numbers.");
  process.exit(1);
}

const report = await runFuzz({ requests, seed });
const { complaints, faults, contradictions } = report;
console.log(`Seed ${seed}: ${requests} requests in ${report.seconds.toFixed(0)} s.`);
console.log("By status:", report.statuses);
console.log("By code:", report.codes);
console.log("Never answered with success:", report.neverDone.join(", ") || "none");
for (const { request, complaint } of complaints.slice(0, 50)) console.log(`\n${complaint}\n  ${request}`);
for (const fault of faults.slice(0, 50)) console.log(`\n${fault}`);
for (const contradiction of contradictions) console.log(contradiction);
console.log(`\n${complaints.length} complaints, ${faults.length} faults, ${contradictions.length} contradictions.`);
if (complaints.length + faults.length + contradictions.length > 0) process.exitCode = 1;
