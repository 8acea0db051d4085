/**
 * `npm run programs -- plan|apply FILE…`: programs as files. The file's name is the program's key, its content the
 * document. Works on the deployment that BOUQUET_URL and BOUQUET_KEY name.
 */
import { describeDocumentChange } from "#domain/program-diff";
import { ApiProblem, openApi } from "./api.ts";
import type { Api } from "./api.ts";
import { applyStep, planFile, ProgramFileError } from "./program-files.ts";
import type { Step } from "./program-files.ts";

const usage = `Usage: BOUQUET_URL=https://go.example.com BOUQUET_KEY=bq_live_… npm run programs -- plan|apply programs/*.json`;

const [command, ...files] = process.argv.slice(2);
const url = process.env["BOUQUET_URL"]?.replace(/\/+$/, "") ?? "";
const key = process.env["BOUQUET_KEY"] ?? "";
if ((command !== "plan" && command !== "apply") || files.length === 0 || url === "" || key === "") {
  console.error(usage);
  process.exit(1);
}
process.exitCode = await run(openApi({ url, key }), command, files);

/** 0: nothing to do, or done; 2: a plan has changes; 1: something is wrong, and `apply` has touched nothing. */
async function run(api: Api, command: "plan" | "apply", files: readonly string[]): Promise<number> {
  const steps: Step[] = [];
  let failed = false;
  for (const file of files) {
    try {
      const step = await planFile(api, file);
      if (steps.some(({ key }) => key === step.key)) throw new ProgramFileError([`${step.key} is named twice`]);
      steps.push(step);
      print(step);
    } catch (error) {
      failed = true;
      console.error(
        `${file}: error\n${problemsOf(error)
          .map((line) => `  ${line}\n`)
          .join("")}`,
      );
    }
  }
  const changes = steps.filter(({ verb }) => verb !== "unchanged");
  if (failed) return 1;
  if (command === "plan") return changes.length === 0 ? 0 : 2;
  for (const step of changes) {
    try {
      console.log(`${step.key}: published version ${await applyStep(api, step)}`);
    } catch (error) {
      console.error(
        `${step.key}: error\n${problemsOf(error)
          .map((line) => `  ${line}\n`)
          .join("")}`,
      );
      return 1;
    }
  }
  return 0;
}

function print({ key, verb, changes }: Step): void {
  console.log(`${key}: ${verb}`);
  for (const change of changes) console.log(`  ${describeDocumentChange(change)}`);
}

/** What a person can act on; everything else is a fault of ours and thrown. */
function problemsOf(error: unknown): string[] {
  if (error instanceof ProgramFileError) return error.problems;
  if (error instanceof ApiProblem) return [error.message];
  if (error instanceof TypeError) return [`${url} does not answer: ${error.message}`];
  throw error;
}
