import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { factTypes } from "#domain/facts";
import { checkProgram } from "#domain/program-check";
import { programDocument } from "#http/contract/program";
import { fits } from "#support/node/json-schema";
import type { JsonSchema } from "#support/node/json-schema";
import supplierNetwork from "#presets/supplier-network" with { type: "json" };

const schema = read("docs/program.schema.json") as JsonSchema & {
  $defs: { ProgramDocument: { properties: Record<string, { description?: string }> } };
};
const [rule = {}] = supplierNetwork.rules;

test("the JSON Schema is what the schema of the API says", () => {
  const checked = spawnSync(process.execPath, ["scripts/program-schema.ts", "--check"], { encoding: "utf8" });
  expect(checked).toMatchObject({ status: 0, stderr: "" });
});

test("it names itself, its draft and every field of a program", () => {
  expect(schema).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:bouquet:program",
    title: "Bouquet program",
  });
  expect(Object.keys(schema.$defs.ProgramDocument.properties)).toEqual(Object.keys(programDocument.shape));
  for (const name of Object.keys(factTypes)) expect(JSON.stringify(schema)).toContain(`"${name}"`);
});

test("every field of a rule and of a grant is described, for editors to show", () => {
  expect(undescribed(schema).toSorted()).toEqual([]);
});

test.each(globSync("{src/presets,docs/examples}/*.json"))(
  "%s is sound and fits, and may say so to an editor",
  (file) => {
    const document = read(file) as object;
    expect(checkProgram(programDocument.parse(document))).toEqual([]);
    expect(fits(document, schema)).toBe(true);
    expect(fits({ $schema: "../docs/program.schema.json", ...document }, schema)).toBe(true);
  },
);

test.each([
  ["an unknown field", { colour: "red" }],
  ["an unknown field of a rule", { rules: [{ ...rule, colour: "red" }] }],
  ["an event without an occurrence", { rules: [{ ...rule, on: { event: "payment" } }] }],
  ["a rule without grants", { rules: [{ ...rule, grant: [] }] }],
  ["an unknown kind of grant", { rules: [{ ...rule, grant: [{ to: "referrer", kind: "gold", quantity: 1 }] }] }],
  ["a fraction of a month", { rules: [{ ...rule, grant: [{ to: "referrer", kind: "free_month", quantity: 0.5 }] }] }],
  ["an unknown fact", { rules: [{ ...rule, when: { eq: ["event.colour", "red"] } }] }],
  ["a condition with two operators", { rules: [{ ...rule, when: { any: [], all: [] } }] }],
  ["an unknown fulfilment", { fulfilment: { credit: "cash" } }],
  ["a cookie of 401 days", { cookie: { days: 401 } }],
])("%s does not fit", (_what, change) => {
  expect(fits({ ...supplierNetwork, ...change }, schema)).toBe(false);
});

/** Paths of properties that have no description, neither their own nor that of what they refer to. */
function undescribed(part: unknown, path = ""): string[] {
  if (part === null || typeof part !== "object") return [];
  const { properties } = part as { properties?: Record<string, JsonSchema> };
  const own = Object.entries(properties ?? {})
    .filter(([, { description, $ref, const: only }]) => !description && !$ref && only === undefined)
    .map(([name]) => `${path}.${name}`);
  return [...own, ...Object.entries(part).flatMap(([key, inner]) => undescribed(inner, `${path}.${key}`))];
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
