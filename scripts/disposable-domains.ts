/**
 * `npm run disposable-domains`: assets/disposable-domains.txt, the domains of throw-away mail that are deployed beside
 * the Worker, from the package that keeps the list; with `--check`, only says whether it is current.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { disposableEmailBlocklist } from "disposable-email-domains-js";

const file = "assets/disposable-domains.txt";
const text = `${[...new Set(disposableEmailBlocklist())].toSorted().join("\n")}\n`;

if (!process.argv.includes("--check")) {
  mkdirSync("assets", { recursive: true });
  writeFileSync(file, text);
} else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
  console.error(`${file} is out of date; run \`npm run disposable-domains\`.`);
  process.exit(1);
}
