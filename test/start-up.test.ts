import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("an isolate is ready for clicks without the API, its schemas and its query builder", () => {
  const { files, packages } = importedFrom("src/worker.ts");
  expect(files).toContain("src/edge/create-edge.ts");
  expect(files).toContain("src/objects/click-log.ts");
  expect(files.filter((file) => /^(drizzle|src\/(http|jobs|usecases))\//.test(file))).toEqual([]);
  expect(packages.toSorted()).toEqual(["cloudflare:workers", "hono", "isbot", "node:crypto"]);
});

test("what the first request of another kind loads is the API", () => {
  const { files, packages } = importedFrom("src/http/api.ts");
  expect(files).toContain("src/usecases/record-event.ts");
  for (const name of ["drizzle-orm", "obscenity", "zod"]) expect(packages).toContain(name);
});

/** Every file and package that is evaluated before the first line of this one: dynamic imports and types are not. */
function importedFrom(entry: string): { files: string[]; packages: string[] } {
  const files = [entry];
  const packages = new Set<string>();
  for (const file of files) {
    const imports = readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)"/gm);
    for (const [, specifier = ""] of imports) {
      const path = ownFile(specifier);
      if (path === null) packages.add(specifier);
      else if (!files.includes(path)) files.push(path);
    }
  }
  return { files, packages: [...packages] };
}

// Safe because Node itself resolves by this shape.
const { imports } = JSON.parse(readFileSync("package.json", "utf8")) as { imports: Record<string, string> };

function ownFile(specifier: string): string | null {
  const [key = "", name = ""] = /^(#[a-z]+\/)(.+)$/.exec(specifier)?.slice(1) ?? [];
  const path = imports[specifier] ?? imports[`${key}*`]?.replace("*", name);
  return path?.replace(/^\.\//, "") ?? null;
}
