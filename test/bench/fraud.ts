/**
 * `npm run bench:fraud -- --seed 201 --seed 202 --preset moderate`: replays labelled corpora through the code that
 * scores in production, and prints what was caught and whom it cost; of several seeds also what comes of all together.
 * With `--strict` a target that any of them misses is a failure.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { fraudPresetNames, fraudSettingsOf } from "#domain/fraud-presets";
import { generateCorpus } from "#bench/fraud-corpus";
import { describeFraud } from "#bench/fraud-print";
import { replayCorpus } from "#bench/fraud-replay";
import type { ReplayedReferral } from "#bench/fraud-replay";

const { values } = parseArgs({
  options: {
    seed: { type: "string", multiple: true, default: ["1"] },
    preset: { type: "string", default: "moderate" },
    strict: { type: "boolean", default: false },
  },
});
const preset = fraudPresetNames.find((name) => name === values.preset);
const seeds = values.seed.map(Number);
if (preset === undefined || !seeds.every(Number.isSafeInteger)) {
  console.error(
    `--seed takes a whole number, more than once if need be, --preset one of ${fraudPresetNames.join(", ")}.`,
  );
  process.exit(1);
}

const settings = fraudSettingsOf({ preset });
const disposable = new Set(readFileSync("assets/disposable-domains.txt", "utf8").trim().split("\n"));
const report = (title: string, replayed: readonly ReplayedReferral[]) => {
  const described = describeFraud(replayed);
  console.log(`# ${title}, preset ${preset}\n\n${described}`);
  if (values.strict && /^- MISS /m.test(described)) process.exitCode = 1;
};
const all = seeds.map((seed) => {
  const replayed = replayCorpus(generateCorpus(seed), { settings, disposable });
  report(`Seed ${seed}`, replayed);
  return replayed;
});
if (all.length > 1) report(`All of ${seeds.join(", ")}`, all.flat());
