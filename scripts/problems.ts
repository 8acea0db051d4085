/** `npm run problems`: docs/problems.md from the table of refusals; with `--check`, only says whether it is current. */
import { readFileSync, writeFileSync } from "node:fs";
import { fault, problems } from "#http/contract/problem";

const introduction = `# Problems

Every refusal of the API is an RFC 9457 problem (\`application/problem+json\`) with a \`code\` from this page, the
\`request_id\` that the logs carry, and what else helps to act on it. The same codes stand in the code, in logs and in
tests. This page is generated from \`src/http/contract/problem.ts\` by \`npm run problems\`.
`;

const file = "docs/problems.md";
const page = renderPage();
if (!process.argv.includes("--check")) {
  writeFileSync(file, page);
} else if (readFileSync(file, "utf8") !== page) {
  console.error(`${file} is out of date; run \`npm run problems\`.`);
  process.exit(1);
}

function renderPage(): string {
  const rows = [...Object.entries(problems), [fault.code, fault] as const];
  const sections = rows.map(
    ([code, { status, title, advice }]) => `## ${code}\n\nStatus ${status}. ${title}.\n\n${advice}\n`,
  );
  return `${introduction}\n${sections.join("\n")}`;
}
