import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assess } from "#domain/assessment";
import { fraudPresetNames, fraudPresets, fraudSettingsOf } from "#domain/fraud-presets";
import { fraudActions } from "#domain/fraud-rules";
import { checkFraudSettings, comparisons, coreSignals, signalNames } from "#domain/fraud-settings";
import type { SignalName } from "#domain/fraud-settings";
import { factsMeasuring, someLists } from "#support/fraud-factories";

test("the five signals weigh the same in every preset, and make up the whole", () => {
  for (const name of fraudPresetNames)
    expect(coreSignals.map((signal) => fraudPresets[name].signals[signal].weight)).toEqual([
      300_000, 250_000, 200_000, 150_000, 100_000,
    ]);
});

test("moderate has the thresholds that are told everywhere, and is what a program has that says nothing", () => {
  const { moderate } = fraudPresets;
  expect(coreSignals.map((signal) => moderate.signals[signal].threshold)).toEqual([10, 800_000, 5, 900_000, 300]);
  expect([moderate.medium_over, moderate.high_over]).toEqual([400_000, 700_000]);
  expect(fraudSettingsOf()).toEqual(moderate);
});

describe.each(fraudPresetNames)("%s", (name) => {
  test("can be used", () => {
    expect(checkFraudSettings(fraudPresets[name])).toEqual([]);
  });
});

test("each preset takes less for much than the one before it", () => {
  for (const [mild, stern] of [
    [fraudPresets.relaxed, fraudPresets.moderate],
    [fraudPresets.moderate, fraudPresets.strict],
  ] as const) {
    expect(stern.medium_over).toBeLessThan(mild.medium_over);
    expect(stern.high_over).toBeLessThan(mild.high_over);
    expect(stern.crowd_needs).toBeLessThan(mild.crowd_needs);
    for (const signal of signalNames) {
      const way = comparisons[signal] === "under" ? -1 : 1;
      const [milder, sterner] = [mild.signals[signal], stern.signals[signal]];
      expect((milder.threshold - sterner.threshold) * way, signal).toBeGreaterThanOrEqual(0);
      // Of what is counted, less than one cannot be asked for.
      if (milder.full !== 1) expect((milder.full - sterner.full) * way, signal).toBeGreaterThan(0);
    }
  }
});

test("whatever was measured, a sterner preset catches all that a milder one does and bothers as many", () => {
  const anyMeasure = fc.option(fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 700 }), fc.nat({ max: 1_000_000 })));
  // Safe because every signal is among them.
  const all = Object.fromEntries(signalNames.map((name) => [name, anyMeasure])) as Record<
    SignalName,
    typeof anyMeasure
  >;
  fc.assert(
    fc.property(fc.record(all), (measures) => {
      const facts = factsMeasuring(measures);
      const severities = fraudPresetNames.map((name) =>
        fraudActions.indexOf(assess(facts, fraudPresets[name], someLists()).action),
      );
      expect(severities).toEqual(severities.toSorted((a, b) => a - b));
    }),
    { numRuns: 500 },
  );
});

test("a program changes what it names and keeps the rest", () => {
  const settings = fraudSettingsOf({
    preset: "strict",
    signals: { velocity: { threshold: 50, full: 50 }, shared_device: { weight: 0 } },
    crowd_needs: 100_000,
  });
  const { strict } = fraudPresets;
  expect(settings).toEqual({
    ...strict,
    signals: {
      ...strict.signals,
      velocity: { weight: 300_000, threshold: 50, full: 50 },
      shared_device: { ...strict.signals.shared_device, weight: 0 },
    },
    crowd_needs: 100_000,
  });
});
