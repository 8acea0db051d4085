import { expect, test } from "vitest";
import { fraudPresets } from "#domain/fraud-presets";
import { checkFraudSettings, coreSignals, signalNames } from "#domain/fraud-settings";
import type { FraudSettings, SignalName, SignalSetting } from "#domain/fraud-settings";

const { moderate } = fraudPresets;

function checked(fields: Partial<FraudSettings>): string[] {
  return checkFraudSettings({ ...moderate, ...fields }).map(({ path, message }) => `${path} ${message}`);
}

function withSignal(name: SignalName, fields: Partial<SignalSetting>): string[] {
  return checked({ signals: { ...moderate.signals, [name]: { ...moderate.signals[name], ...fields } } });
}

test("five signals are every program's, and no name stands twice", () => {
  expect(coreSignals).toHaveLength(5);
  expect(new Set(signalNames).size).toBe(signalNames.length);
});

test("an address cannot be given so much weight that it holds somebody by itself", () => {
  expect(withSignal("address_clustering", { weight: moderate.medium_over })).toEqual([]);
  expect(withSignal("address_clustering", { weight: moderate.medium_over + 1 })).toEqual([
    "signals.address_clustering.weight must not exceed medium_over: an address alone holds nobody",
  ]);
});

test("ratios are whole millionths, and levels are in order", () => {
  const outside = "must be a whole number of millionths, 0 to 1000000";
  expect(checked({ high_over: 0.7 })).toContain(`high_over ${outside}`);
  expect(checked({ high_over: 1_000_001 })).toEqual([`high_over ${outside}`]);
  expect(withSignal("timing", { weight: -1 })).toEqual([`signals.timing.weight ${outside}`]);
  expect(checked({ medium_over: 700_000 })).toEqual(["medium_over must be less than high_over"]);
  expect(checked({ crowd_needs: 400_001 })).toEqual(["crowd_needs must not exceed medium_over"]);
});

test("a signal is whole beyond its threshold, on the side where it fires", () => {
  expect(withSignal("velocity", { full: 9 })).toEqual(["signals.velocity.full must lie beyond the threshold"]);
  expect(withSignal("velocity", { full: 30 })).toEqual([]);
  expect(withSignal("conversion_speed", { full: 60 })).toEqual([]);
  expect(withSignal("conversion_speed", { full: 301 })).toEqual([
    "signals.conversion_speed.full must lie beyond the threshold",
  ]);
  expect(withSignal("velocity", { threshold: 1.5 })).toEqual([
    "signals.velocity.threshold must be a whole number, 0 or more",
  ]);
});
