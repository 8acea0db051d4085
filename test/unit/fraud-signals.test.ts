import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fraudPresets } from "#domain/fraud-presets";
import { comparisons, signalNames } from "#domain/fraud-settings";
import type { SignalName } from "#domain/fraud-settings";
import { readSignals, scoreOf, valueOf } from "#domain/fraud-signals";
import { factsMeasuring } from "#support/fraud-factories";

const { moderate } = fraudPresets;

function score(measures: Partial<Record<SignalName, number>>): number {
  return scoreOf(readSignals(factsMeasuring(measures).measures, moderate), moderate);
}

test.each<[SignalName, number, number]>([
  ["velocity", 10, 11],
  ["similarity", 800_000, 800_001],
  ["address_clustering", 4, 5],
  ["timing", 900_000, 900_001],
  ["conversion_speed", 300, 299],
  ["embedded_touch", 200_000, 200_001],
  ["click_stuffing", 100, 101],
  ["shared_device", 1, 2],
  ["shared_payment", 2, 3],
  ["refund_after_redemption", 399_999, 400_000],
  ["idle_clicks", 799_999, 800_000],
  ["hasty_signups", 499_999, 500_000],
  ["reused_devices", 0, 1],
  ["arranged_payments", 4, 5],
  ["bad_company", 99_999, 100_000],
  ["one_domain", 4, 5],
  ["referrer_doubles", 0, 1],
])("%s is silent at %i and speaks at %i", (signal, silent, speaks) => {
  const setting = moderate.signals[signal];
  expect([valueOf(signal, silent, setting), valueOf(signal, speaks, setting)]).toEqual([0, 1_000_000]);
  expect(valueOf(signal, null, setting)).toBe(0);
});

test("a signal with a way to go counts half at its threshold and rises evenly to the whole", () => {
  const rising = { weight: 1, threshold: 10, full: 20 };
  const values = [9, 10, 11, 15, 20, 99].map((measure) => valueOf("shared_device", measure, rising));
  expect(values).toEqual([0, 500_000, 550_000, 750_000, 1_000_000, 1_000_000]);
  const falling = { weight: 1, threshold: 300, full: 100 };
  const times = [300, 299, 200, 100, 0].map((measure) => valueOf("conversion_speed", measure, falling));
  expect(times).toEqual([0, 502_500, 750_000, 1_000_000, 1_000_000]);
});

test("every signal is told, also one that is silent, with what it was held against", () => {
  const readings = readSignals(factsMeasuring({ velocity: 12 }).measures, moderate);
  expect(readings.map(({ signal }) => signal)).toEqual([...signalNames]);
  expect(readings[0]).toMatchObject({ measure: 12, threshold: 10, value: 1_000_000, points: 300_000, weight: 300_000 });
  expect(readings[1]).toMatchObject({ measure: null, value: 0, points: 0 });
});

test("points sum to the score, at most the whole", () => {
  expect(score({ velocity: 11, similarity: 900_000, conversion_speed: 1 })).toBe(650_000);
  expect(score({ similarity: 900_000, conversion_speed: 1, timing: 1_000_000 })).toBe(500_000);
  expect(score({ embedded_touch: 1_000_000, click_stuffing: 999, shared_device: 9 })).toBe(1_000_000);
});

test("a crowd stays at the medium level until other signals speak loud enough", () => {
  const crowd = { velocity: 99, address_clustering: 99 };
  expect(score(crowd)).toBe(400_000);
  expect(score({ ...crowd, conversion_speed: 1 })).toBe(400_000);
  expect(score({ ...crowd, timing: 1_000_000 })).toBe(400_000);
  expect(score({ ...crowd, timing: 1_000_000, conversion_speed: 1 })).toBe(400_000);
  expect(score({ ...crowd, reused_devices: 1 })).toBe(800_000);
  expect(score({ ...crowd, similarity: 900_000 })).toBe(400_000);
  expect(score({ ...crowd, similarity: 900_000, conversion_speed: 1 })).toBe(850_000);
});

const anySettings = fc.constantFrom(...Object.values(fraudPresets));
const anyMeasure = fc.option(fc.nat({ max: 1_000_000 }));
const anyMeasures = fc.record(
  // Safe because every signal is among them.
  Object.fromEntries(signalNames.map((name) => [name, anyMeasure])) as Record<SignalName, typeof anyMeasure>,
);

test("more of any one signal never lowers the score, at any preset", () => {
  fc.assert(
    fc.property(
      anySettings,
      anyMeasures,
      fc.constantFrom(...signalNames),
      fc.nat({ max: 500_000 }),
      (settings, measures, name, more) => {
        const before = measures[name];
        const after = comparisons[name] === "under" ? Math.max(0, (before ?? 1e9) - more) : (before ?? 0) + more;
        const scored = (all: typeof measures) => scoreOf(readSignals(factsMeasuring(all).measures, settings), settings);
        expect(scored({ ...measures, [name]: after })).toBeGreaterThanOrEqual(scored(measures));
      },
    ),
  );
});

test("scores, values and points are whole millionths", () => {
  fc.assert(
    fc.property(anySettings, anyMeasures, (settings, measures) => {
      const readings = readSignals(factsMeasuring(measures).measures, settings);
      const numbers = [scoreOf(readings, settings), ...readings.flatMap(({ value, points }) => [value, points])];
      expect(numbers.every((number) => Number.isSafeInteger(number) && number >= 0 && number <= 1_000_000)).toBe(true);
    }),
  );
});
