import { expect, test } from "vitest";
import { fraudPresets } from "#domain/fraud-presets";
import { checkFraud, scoringOf } from "#domain/program-fraud";

test("a program that says nothing scores moderately, and one that says off not at all", () => {
  expect(scoringOf({})).toEqual({ settings: fraudPresets.moderate, holdDays: 14 });
  expect(scoringOf({ fraud: { preset: "off" } })).toBeNull();
});

test("a program changes what it names", () => {
  const scoring = scoringOf({ fraud: { preset: "relaxed", high_over: 900_000, hold_days: 30 } });
  expect(scoring).toEqual({ settings: { ...fraudPresets.relaxed, high_over: 900_000 }, holdDays: 30 });
});

test("what cannot be used is refused where it stands", () => {
  expect(checkFraud({})).toEqual([]);
  expect(checkFraud({ fraud: { preset: "off" } })).toEqual([]);
  expect(checkFraud({ fraud: { preset: "strict", hold_days: 3 } })).toEqual([]);
  const backwards = { velocity: { threshold: 20 }, address_clustering: { weight: 500_000 } };
  expect(checkFraud({ fraud: { preset: "moderate", signals: backwards } })).toEqual([
    { path: "fraud.signals.velocity.full", message: "must lie beyond the threshold" },
    {
      path: "fraud.signals.address_clustering.weight",
      message: "must not exceed medium_over: an address alone holds nobody",
    },
  ]);
});

test("off beside settings is a contradiction", () => {
  expect(checkFraud({ fraud: { preset: "off", hold_days: 3, medium_over: undefined } })).toEqual([
    { path: "fraud.hold_days", message: "says nothing where fraud is off" },
  ]);
});
