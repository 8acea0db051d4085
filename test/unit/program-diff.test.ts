import fc from "fast-check";
import { expect, test } from "vitest";
import { describeDocumentChange, diffDocuments } from "#domain/program-diff";

const rule = (key: string, days: number) => ({ key, hold: { days } });

test.each([
  ["nothing", { a: [1, { b: null }] }, { a: [1, { b: null }] }, []],
  ["a value", { hold: { days: 14 } }, { hold: { days: 30 } }, ["~ hold.days: 14 → 30"]],
  ["what is new", {}, { honor_gpc: true }, ["+ honor_gpc: true"]],
  ["what is gone", { codes: { style: "random" } }, {}, ['- codes: {"style":"random"}']],
  ["another type", { days: 1 }, { days: "1" }, ['~ days: 1 → "1"']],
  [
    "a list in its order",
    { hosts: ["a", "b"] },
    { hosts: ["a", "c", "d"] },
    ['~ hosts[1]: "b" → "c"', '+ hosts[2]: "d"'],
  ],
  ["an object for a list", { x: [] }, { x: {} }, ["~ x: [] → {}"]],
])("%s is found", (_name, before, after, lines) => {
  expect(diffDocuments(before, after).map(describeDocumentChange)).toEqual(lines);
});

test("rules are compared by their keys, so that one put in front is one change", () => {
  const before = { rules: [rule("a", 1), rule("b", 2)] };
  const after = { rules: [rule("new", 9), rule("a", 1), rule("b", 3)] };
  expect(diffDocuments(before, after).map(describeDocumentChange)).toEqual([
    '+ rules[0]: {"key":"new","hold":{"days":9}}',
    "~ rules[2].hold.days: 2 → 3",
  ]);
  expect(diffDocuments(after, { rules: [rule("b", 3)] }).map(({ path }) => path)).toEqual(["rules[0]", "rules[1]"]);
});

test("another order of rules is a change of its own", () => {
  const [a, b] = [rule("a", 1), rule("b", 2)];
  expect(diffDocuments({ rules: [a, b] }, { rules: [b, a] })).toEqual([
    { path: "rules", before: ["a", "b"], after: ["b", "a"] },
  ]);
});

test("keys that are given twice don't hide a change", () => {
  const twice = { rules: [rule("a", 1), rule("a", 2)] };
  expect(diffDocuments(twice, { rules: [rule("a", 1), rule("a", 3)] })).toEqual([
    { path: "rules[1].hold.days", before: 2, after: 3 },
  ]);
});

test("documents differ exactly where their canonical texts do", () => {
  const tree = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(0, 1, "a", null, true),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("key", "b", "c"), tie("value"), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).value;
  fc.assert(
    fc.property(tree, tree, (before, after) => {
      expect(diffDocuments(before, before)).toEqual([]);
      expect(diffDocuments(before, after).length === 0).toBe(canonical(before) === canonical(after));
    }),
    { seed: 7, numRuns: 2_000 },
  );
});

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
