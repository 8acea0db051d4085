/**
 * `npm run bench:fraud -- --seed 1 --preset moderate`: replays a labelled corpus through the code that scores in
 * production, and prints what was caught and whom it cost.
 */
import { parseArgs } from "node:util";
import { fraudPresetNames, fraudSettingsOf } from "#domain/fraud-presets";
import { readFileSync } from "node:fs";
import { describeFraud } from "#bench/fraud-print";
import { replayCorpus } from "#bench/fraud-replay";
import type { Corpus } from "#bench/fraud-world";

const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, preset: { type: "string", default: "moderate" } },
});
const preset = fraudPresetNames.find((name) => name === values.preset);
const seed = Number(values.seed);
if (preset === undefined || !Number.isSafeInteger(seed)) {
  console.error(`--seed takes a whole number, --preset one of ${fraudPresetNames.join(", ")}.`);
  process.exit(1);
}

const generator: string = "#bench/fraud-corpus";
// Safe because this is the one export of the generator.
const { generateCorpus } = (await import(generator)) as { generateCorpus: (seed: number) => Corpus };

const replayed = replayCorpus(generateCorpus(seed), {
  settings: fraudSettingsOf({ preset }),
  disposable: new Set(readFileSync("assets/disposable-domains.txt", "utf8").trim().split("\n")),
});
console.log(`Seed ${seed}, preset ${preset}.\n\n${describeFraud(replayed)}`);
