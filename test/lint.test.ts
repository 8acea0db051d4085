import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

type Snippet = { file: string; text: string; rule: string | null };

const imports = "eslint(no-restricted-imports)";
const properties = "eslint(no-restricted-properties)";
const lines = (count: number): string =>
  Array.from({ length: count }, (_, n) => `export const a${n} = ${n};`).join("\n");

/** One file each; `rule` is what refuses it, null where it is allowed. */
const snippets: Record<string, Snippet> = {
  "domain imports a store": { file: "src/domain/a.ts", text: `import "#store/links";`, rule: imports },
  "domain imports a package": {
    file: "src/domain/b.ts",
    text: `import { nanoid } from "nanoid"; nanoid();`,
    rule: imports,
  },
  "domain reads the date": {
    file: "src/domain/c.ts",
    text: `export const at = Date.parse("2026");`,
    rule: "eslint(no-restricted-globals)",
  },
  "domain makes a date": {
    file: "src/domain/d.ts",
    text: `export const at = new Date(0);`,
    rule: "eslint(no-restricted-globals)",
  },
  "domain throws dice": { file: "src/domain/e.ts", text: `export const dice = Math.random();`, rule: properties },
  "domain declares an interface": {
    file: "src/domain/f.ts",
    text: `export interface A { a: 1 }`,
    rule: "typescript(consistent-type-definitions)",
  },
  "domain imports domain": { file: "src/domain/g.ts", text: `export type { Mode } from "#domain/mode";`, rule: null },
  "a usecase imports drizzle": {
    file: "src/usecases/a.ts",
    text: `import { eq } from "drizzle-orm"; eq;`,
    rule: imports,
  },
  "a usecase imports drizzle for D1": {
    file: "src/usecases/b.ts",
    text: `export * from "drizzle-orm/d1";`,
    rule: imports,
  },
  "a usecase imports Hono": {
    file: "src/usecases/c.ts",
    text: `import type { Hono } from "hono"; export type A = Hono;`,
    rule: imports,
  },
  "a usecase imports http": { file: "src/usecases/d.ts", text: `import "#http/problem";`, rule: imports },
  "a usecase imports zod": { file: "src/usecases/e.ts", text: `import * as z from "zod"; z.string();`, rule: imports },
  "a usecase takes a Durable Object's type": {
    file: "src/usecases/f.ts",
    text: `import type { ClickLog } from "#objects/click-log"; export type A = ClickLog;`,
    rule: null,
  },
  "a usecase takes a Durable Object": {
    file: "src/usecases/g.ts",
    text: `import { ClickLog } from "#objects/click-log"; export const a = ClickLog.name;`,
    rule: imports,
  },
  "a usecase imports the context's type": {
    file: "src/usecases/h.ts",
    text: `import type { Context } from "#context"; export type A = Context;`,
    rule: null,
  },
  "a usecase waits no longer than so long": {
    file: "src/usecases/n.ts",
    text: `import { sleep } from "#deadline"; export const a = async (): Promise<void> => sleep(1);`,
    rule: null,
  },
  "domain waits": { file: "src/domain/k.ts", text: `import "#deadline";`, rule: imports },
  "a usecase reads the clock": {
    file: "src/usecases/i.ts",
    text: `export const nowMs = Date.now();`,
    rule: properties,
  },
  "a usecase climbs to another folder": { file: "src/usecases/j.ts", text: `import "../http/problem";`, rule: imports },
  "a usecase with five parameters": {
    file: "src/usecases/k.ts",
    text: `export const sum = (a: 1, b: 2, c: 3, d: 4, e: 5): number => a + b + c + d + e;`,
    rule: "eslint(max-params)",
  },
  "a usecase forgets a promise": {
    file: "src/usecases/l.ts",
    text: `export function a(): void { Promise.resolve(1); }`,
    rule: "typescript(no-floating-promises)",
  },
  "a usecase exported as default": {
    file: "src/usecases/m.ts",
    text: `export default 1;`,
    rule: "import(no-default-export)",
  },
  "a store opens a transaction": {
    file: "src/store/a.ts",
    text: `export const a = (db: { transaction(): void }): void => db.transaction();`,
    rule: properties,
  },
  "a store imports drizzle": { file: "src/store/b.ts", text: `export { eq } from "drizzle-orm";`, rule: null },
  "a store imports a usecase": { file: "src/store/c.ts", text: `import "#usecases/record-event";`, rule: imports },
  "the edge imports a store of its own": {
    file: "src/edge/a.ts",
    text: `export { a } from "#store/edge-links";`,
    rule: null,
  },
  "the edge imports another store": { file: "src/edge/b.ts", text: `export { a } from "#store/links";`, rule: imports },
  "the edge imports a file named like a package": {
    file: "src/edge/d.ts",
    text: `export { a } from "#edge/nanoid";`,
    rule: null,
  },
  "the edge imports a part of a package": {
    file: "src/edge/e.ts",
    text: `export { z } from "zod/mini";`,
    rule: imports,
  },
  "the edge imports zod": { file: "src/edge/c.ts", text: `export { z } from "zod";`, rule: imports },
  "a value is imported where a type is meant": {
    file: "src/store/d.ts",
    text: `import { Mode } from "#domain/mode"; export type A = Mode;`,
    rule: "typescript(consistent-type-imports)",
  },
  "one file imports the other and back": {
    file: "src/jobs/a.ts",
    text: `import { b } from "#jobs/b"; export const a = (): unknown => b;`,
    rule: "import(no-cycle)",
  },
  "the other file": {
    file: "src/jobs/b.ts",
    text: `import { a } from "#jobs/a"; export const b = (): unknown => a;`,
    rule: "import(no-cycle)",
  },
  "a file of 301 lines": { file: "src/domain/h.ts", text: lines(301), rule: "eslint(max-lines)" },
  "a file of 300 lines": { file: "src/domain/i.ts", text: lines(300), rule: null },
  "a function of 61 lines": {
    file: "src/domain/j.ts",
    text: `export function a(): void {${"\n".repeat(60)}}`,
    rule: "eslint(max-lines-per-function)",
  },
  "a skipped test": {
    file: "test/unit/a.test.ts",
    text: `import { test } from "vitest"; test.skip("a", () => {});`,
    rule: "vitest(no-disabled-tests)",
  },
};

let folder = "";
let refused = new Map<string, string[]>();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bouquet-lint-"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, ".gitignore"), "node_modules\n");
  const config = [
    "oxlint.config.ts",
    "package.json",
    "tsconfig.json",
    "tsconfig.base.json",
    "tsconfig.worker.json",
    "tsconfig.node.json",
  ];
  for (const file of [...config, "src/domain/tsconfig.json", "src/domain/mode.ts"])
    cpSync(file, join(folder, file), { recursive: true });
  for (const { file, text } of Object.values(snippets)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  refused = lint(folder);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const [name, { file, rule }] of Object.entries(snippets)) {
  test(rule === null ? `lint allows: ${name}` : `lint refuses: ${name}`, () => {
    const rules = refused.get(file) ?? [];
    if (rule === null) expect(rules).toEqual([]);
    else expect(rules).toContain(rule);
  });
}

function lint(cwd: string): Map<string, string[]> {
  const run = spawnSync(process.execPath, [resolve("node_modules/oxlint/bin/oxlint"), "--format", "json"], {
    cwd,
    encoding: "utf8",
  });
  // Safe because this is oxlint's own report; a missing field fails the tests.
  const report = JSON.parse(run.stdout) as { diagnostics: { code: string; filename: string }[] };
  const found = new Map<string, string[]>();
  for (const { code, filename } of report.diagnostics) found.set(filename, [...(found.get(filename) ?? []), code]);
  return found;
}
