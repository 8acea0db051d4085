import type * as z from "zod";
import { expect, expectTypeOf, test } from "vitest";
import type { ProgramDocument } from "#domain/program";
import { programDocument } from "#http/contract/program";
import supplierNetwork from "#presets/supplier-network" with { type: "json" };
import walletBonus from "#presets/wallet-bonus" with { type: "json" };

const presets = [supplierNetwork, walletBonus];

test("what the schema takes is what the engine knows, optional fields included", () => {
  expectTypeOf<z.output<typeof programDocument>>().toEqualTypeOf<ProgramDocument>();
});

test("a document is kept as it was written", () => {
  for (const preset of presets) expect(programDocument.parse(preset)).toEqual(preset);
});

test("every preset takes its rewards back with the payment that earned them", () => {
  const rules = presets.flatMap((preset) => programDocument.parse(preset).rules);
  for (const rule of rules) expect(rule.reverse).toEqual({ on: ["refund"], policy: "proportional" });
});

test.each([
  { on: ["refund"], policy: "some" },
  { on: ["churned"], policy: "full" },
  { on: [], policy: "full" },
  { policy: "full" },
  { on: ["refund"], policy: "full", within_days: 30 },
])("a rule cannot be reversed by %j", (reverse) => {
  const [rule] = walletBonus.rules;
  expect(programDocument.safeParse({ ...walletBonus, rules: [{ ...rule, reverse }] }).success).toBe(false);
});
