import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type * as z from "zod";
import { scopes } from "#domain/actor";
import { badgeFacts } from "#domain/badge-facts";
import { factTypes } from "#domain/facts";
import { jobNames } from "#domain/job-schedule";
import {
  attributionModels,
  claimModes,
  earningEvents,
  fulfilments,
  limitScopes,
  limitWindows,
  redeemedPolicies,
  reversalEvents,
  reversalPolicies,
} from "#domain/program";
import { checkProgram } from "#domain/program-check";
import { keptDays, standardClickDays } from "#domain/retention";
import { timelineCodes } from "#domain/reward-timeline";
import { rewardChanges, rewardStates } from "#domain/reward";
import { roles, roleScopes } from "#domain/rights";
import { operations } from "#http/contract/operations";
import { problems } from "#http/contract/problem";
import { programDocument } from "#http/contract/program";
import { rule } from "#http/contract/rule";
import { optionalSecrets } from "#scripts/local-config";
import supplierNetwork from "#presets/supplier-network" with { type: "json" };

const documents = [...globSync("docs/**/*.md"), "README.md", "CONTRIBUTING.md", "SECURITY.md"];
const sources = globSync("{src,drizzle,scripts,test}/**/*.{ts,sql,json}");
const tests = globSync("test/**/*.ts");
/** They must say what they forbid. */
const forbidding = ["test/tidy.test.ts", "test/lint.test.ts"];
const written = [...sources, ...documents, ...globSync("*.{ts,json,toml}"), ".ci/run"];

test("every rule in domain is imported by a unit test", () => {
  const unitTests = globSync("test/unit/**/*.test.ts").map(read).join("\n");
  const untested = globSync("src/domain/**/*.ts")
    .filter((file) => /^export (async )?(function|class)/m.test(read(file)))
    .map((file) => file.replace(/^src\/domain\/(.*)\.ts$/, "#domain/$1"))
    .filter((specifier) => !new RegExp(`^(import|\\}) .*(?<!type .*)from "${specifier}"`, "m").test(unitTests));
  expect(untested).toEqual([]);
});

test("what is logged has a code that can be searched for, in one spelling", () => {
  const calls = /(?:\blog\((?:[^,;]|\n)*,|\bnoteFailure\(\w+, \w+,)\s*"([^"]*)"/g;
  const codes = globSync("src/**/*.ts").flatMap((file) => matches(read(file), calls));
  expect(codes).toContain("job_failed");
  expect(codes.length).toBeGreaterThan(30);
  expect(codes.filter((code) => !/^[a-z0-9_]+$/.test(code))).toEqual([]);
});

test("every refusal code has an entry in the problem table and a section in the problem page", () => {
  const codes = matches(read("src/domain/refusal.ts"), /\| \{ code: "([a-z_]+)"/g);
  const page = read("docs/problems.md");
  expect(codes.length).toBeGreaterThan(0);
  expect(codes.filter((code) => !(code in problems))).toEqual([]);
  expect(codes.filter((code) => !page.includes(`\n## ${code}\n`))).toEqual([]);
});

test("every binding, variable, secret, table and trigger of the configuration is in the storage page", () => {
  const wrangler = read("wrangler.toml");
  const named = [
    ...matches(wrangler, /^(?:binding|name) = "([A-Z_]+)"/gm),
    ...matches(wrangler, /^([A-Z_]+) = /gm),
    ...matches(wrangler, /^required = \[(.*)\]/gm).flatMap((list) => matches(list, /"([A-Z_]+)"/g)),
    ...matches(wrangler, /^crons = \["(.*)"\]/gm),
    ...globSync("drizzle/*.ts").flatMap((file) => matches(read(file), /sqliteTable\(\s*"([a-z_]+)"/g)),
    ...globSync("src/objects/**/*.ts").flatMap((file) =>
      matches(read(file), /CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+)/g),
    ),
  ];
  const page = read("docs/storage.md");
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test("what the Worker imports when asked for is imported before its tests", () => {
  const asked = globSync("src/**/*.ts").flatMap((file) => matches(read(file), /\bimport\("([^"]+)"\)/g));
  const before = matches(read("test/support/worker-setup.ts"), /\bimport\("([^"]+)"\)/g);
  expect(before).toEqual([...new Set(asked)].toSorted());
});

test("every answer of the edge is made with the headers of its kind", () => {
  const answering = globSync("src/edge/*.ts").filter((file) => read(file).includes("new Response("));
  expect(answering.length).toBeGreaterThan(4);
  // What comes from the cache was made with them.
  const bare = answering.filter((file) => !read(file).includes("securityHeaders") && !file.endsWith("create-edge.ts"));
  expect(bare).toEqual([]);
  expect(
    filesWith(
      globSync("src/**/*.ts").toSorted(),
      /["'](?:content-security-policy|referrer-policy|permissions-policy)["']/i,
    ),
  ).toEqual(["src/domain/security-headers.ts", "src/edge/page.ts"]);
});

test("the privacy page has every table, and how long things are kept as the job keeps to it", () => {
  const page = read("docs/privacy.md");
  const tables = [
    ...globSync("drizzle/*.ts").flatMap((file) => matches(read(file), /sqliteTable\(\s*"([a-z_]+)"/g)),
    ...globSync("src/objects/**/*.ts").flatMap((file) =>
      matches(read(file), /CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+)/g),
    ),
  ];
  expect(tables.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  const told = [...page.matchAll(/^\| `([a-z_]+)` +\|[^|]*\| (\d+) +\|$/gm)].map(([, kind, days]) => [
    kind,
    Number(days),
  ]);
  expect(Object.fromEntries(told)).toEqual(keptDays);
  expect(page).toMatch(new RegExp(`^\\| raw clicks +\\|.*\\| ${standardClickDays} +\\|$`, "m"));
});

test("every secret that a deployment may have is one that a local server takes", () => {
  const declared = matches(read("src/optional-env.d.ts"), /^ {2}([A-Z_]+)\?: string;/gm);
  expect(declared.length).toBeGreaterThan(0);
  expect(declared.toSorted()).toEqual(optionalSecrets.toSorted());
});

test("every job has a row in the operations guide", () => {
  const told = matches(read("docs/guides/operations.md"), /^\| `([a-z_]+)` +\| (?:every|daily) /gm);
  expect(told.toSorted()).toEqual(jobNames.toSorted());
});

test("every path and link that a document names exists", () => {
  const missing = documents.flatMap((document) => {
    const text = read(document);
    const paths = matches(text, /`((?:src|test|docs|scripts|drizzle|migrations|\.ci)\/[\w./-]*)`/g);
    const links = matches(text, /\]\((?!https?:)([^)#]+)/g).map((link) => join(dirname(document), link));
    return [...paths, ...links].filter((path) => !existsSync(path)).map((path) => `${document}: ${path}`);
  });
  expect(missing).toEqual([]);
});

test("every file that a source names exists", () => {
  const missing = sources
    .filter((file) => !forbidding.includes(file))
    .flatMap((file) => {
      const paths = matches(read(file), /(?<![\w./#:-])((?:[\w-]+\/)+[\w-]+(?:\.test)?\.(?:ts|md))\b/g);
      const pages = matches(read(file), /(?<![\w./-])([a-z-]+\.md)\b/g);
      return [...paths, ...pages]
        .filter((path) => !existsSync(path) && !existsSync(join("src", path)))
        .map((path) => `${file}: ${path}`);
    });
  expect(missing).toEqual([]);
});

test("the rules guide lists every fact and no other", () => {
  const table = matches(read("docs/guides/rules.md"), /^\| (`[a-z]+\.[^|]*)\|.*\|.*\|$/gm).flatMap((cell) =>
    matches(cell, /`([a-z_.]+)`/g),
  );
  expect(table.toSorted()).toEqual(Object.keys(factTypes).toSorted());
});

/** One way for each kind. */
const fulfilment = {
  credit: "wallet",
  free_month: "invoice_api",
  premium_days: "claim",
  points: "webhook",
  discount: "stripe",
  feature: "webhook",
  badge: "claim",
};

test("every rule in the rules guide can be published, and so can its whole document", () => {
  // Safe because a fenced block of this guide is an object.
  const blocks = matches(read("docs/guides/rules.md"), /^```json\n(.*?)^```/gms).map(
    (text) => JSON.parse(text) as object,
  );
  const [rules, whole] = [blocks.filter((block) => "on" in block), blocks.filter((block) => !("on" in block))];
  expect(whole.map((block) => checkProgram(programDocument.parse(block)))).toEqual([[]]);
  // It has a catalogue of its own, and these rules call their badges as people do.
  const { badges: _, ...network } = supplierNetwork;
  const document = { ...network, rules, fulfilment };
  expect(rules.length).toBeGreaterThan(8);
  expect(checkProgram(programDocument.parse(document))).toEqual([]);
  const used = matches(JSON.stringify(rules), /"kind":"(\w+)"/g);
  expect(used).toEqual(expect.arrayContaining(Object.keys(fulfilment)));
});

test("the program of the achievements guide can be published, and its table has every fact of badges", () => {
  const guide = read("docs/guides/achievements.md");
  const [program] = matches(guide, /^```json\n(\{\n  "name".*?)^```/gms);
  expect(checkProgram(programDocument.parse(JSON.parse(program ?? "")))).toEqual([]);
  const facts = [...badgeFacts.keys()].map((name) => name.replace("participant.", ""));
  expect(facts.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
});

test("the rules guide names every field and every word of the language", () => {
  const guide = read("docs/guides/rules.md");
  const named = [
    ...Object.keys(programDocument.shape),
    ...Object.keys(rule.shape),
    ...[...earningEvents, ...reversalEvents, ...reversalPolicies, ...redeemedPolicies, ...claimModes, ...fulfilments],
    ...[...limitScopes, ...limitWindows, ...attributionModels],
  ];
  expect(named.filter((name) => !new RegExp(`[\`."]${name.replace("$", "\\$")}[\`."]`).test(guide))).toEqual([]);
});

test("the rules guide says of every field whether it is needed", () => {
  const told = matches(read("docs/guides/rules.md"), /^\| (`[a-z_$]+` +\| (?:yes|no) )/gm).map((row) =>
    row.split(/[` |]+/),
  );
  const shown = told.map(([, name, needed]) => [name, needed === "yes"]);
  const fields = [programDocument.shape, rule.shape].flatMap((shape) => Object.entries<z.ZodType>(shape));
  expect(shown).toEqual(fields.map(([name, schema]) => [name, !schema.safeParse(undefined).success]));
});

test("the rewards guide shows every state and every change as the table has it", () => {
  const page = read("docs/guides/rewards.md");
  const cells = (line: string) => line.split("|").map((cell) => cell.replaceAll("`", "").trim());
  const shown = matches(page, /^\| (`[a-z_]+` .*\|.*\|.*\|.*)\|$/gm).map(cells);
  const table = Object.entries(rewardChanges).map(([change, { from, to, moves, by }]) => [
    change,
    [from].flat().join(", "),
    to,
    moves ?? "",
    by.join(", "),
  ]);
  expect(shown).toEqual(table);
  expect(matches(page, /^\| `([a-z]+)` +\|[^|]*\|$/gm)).toEqual(rewardStates);
});

test("the rights guide has every scope with the roles that have it, and every operation of participants", () => {
  const page = read("docs/guides/rights.md");
  const shown = matches(page, /^\| (`[a-z]+:[a-z]+` .*)\|$/gm).map((row) => row.split("|").map((cell) => cell.trim()));
  const table = scopes.map((scope) => [
    `\`${scope}\``,
    ...roles.map((role) => (roleScopes[role].includes(scope) ? "yes" : "")),
  ]);
  expect(shown).toEqual(table);
  expect(page).toContain(`| scope                | ${roles.join(" | ")} |`);
  const own = operations.flatMap(({ participant, operationId }) => (participant === undefined ? [] : operationId));
  expect(matches(page, /^\| `(\w+)` +\|[^|]*\|$/gm).toSorted()).toEqual(own.toSorted());
  const open = operations.flatMap(({ scope, method, path }) => (scope === "public" && method === "get" ? path : []));
  expect(open.filter((path) => !page.includes(`\`${path}\``))).toEqual([]);
});

test("the rewards guide has every code of the timeline", () => {
  const page = read("docs/guides/rewards.md");
  expect(timelineCodes.filter((code) => !page.includes(`| \`${code}\` `))).toEqual([]);
});

test("every npm script that a document names exists", () => {
  // Safe because npm itself would not run these tests with another shape.
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const named = documents.flatMap((document) => matches(read(document), /npm run (?:-s )?([a-z][a-z:-]*)/g));
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test("every decision has a status, and the index lists it", () => {
  const decisions = globSync("docs/decisions/[0-9]*.md");
  const index = read("docs/decisions/README.md");
  expect(decisions.length).toBeGreaterThan(0);
  expect(decisions.filter((file) => !/^Status: (accepted|superseded by .+)$/m.test(read(file)))).toEqual([]);
  expect(decisions.filter((file) => !index.includes(file.replace("docs/decisions/", "")))).toEqual([]);
});

test("no migration drops a table, because D1 would lose the rows that hang on it", () => {
  expect(globSync("migrations/*.sql").filter((file) => /DROP\s+TABLE/i.test(read(file)))).toEqual([]);
});

test("no test is skipped, focused or left to do", () => {
  expect(filesWith(tests, /\b(describe|test|it)\.(skip|only|todo|fails|skipIf|runIf)\b/)).toEqual([]);
});

test("nothing is left for later and no compiler is silenced", () => {
  expect(filesWith(written, /\b(TODO|FIXME|XXX)\b|@ts-(ignore|nocheck)|\bas any\b/)).toEqual([]);
});

test("nothing names a place on one machine", () => {
  expect(filesWith(written, /(^|[\s"'`(=])\/(work|home|root|Users|tmp)\/[a-z]/m)).toEqual([]);
});

test("no file is named after nothing", () => {
  const empty = /\/(utils?|helpers?|common|manager|service|types|misc|index)\.ts$/;
  expect(sources.filter((file) => empty.test(file))).toEqual([]);
});

function read(file: string): string {
  return readFileSync(file, "utf8");
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found]) => found ?? "");
}

function filesWith(files: string[], pattern: RegExp): string[] {
  return files.filter((file) => !forbidding.includes(file) && pattern.test(read(file)));
}
