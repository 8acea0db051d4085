import type { Measure } from "#domain/fraud-measures";
import { comparisons, crowdSignals, signalNames } from "#domain/fraud-settings";
import type { FraudSettings, SignalName, SignalSetting } from "#domain/fraud-settings";
import { shareOf } from "#domain/money";
import { wholeRatio } from "#domain/trigram";

/** One signal as it was scored, whether it fired or not; ratios in millionths. */
export type SignalReading = Measure & {
  signal: SignalName;
  threshold: number;
  /** 0 to 1,000,000: how strongly it speaks. */
  value: number;
  weight: number;
  /** What it adds to the score. */
  points: number;
};

/** Every signal, in their order. */
export function readSignals(
  measures: Readonly<Record<SignalName, Measure>>,
  { signals }: Pick<FraudSettings, "signals">,
): SignalReading[] {
  return signalNames.map((signal) => {
    const [setting, measure] = [signals[signal], measures[signal]];
    const value = valueOf(signal, measure.measure, setting);
    const { weight, threshold } = setting;
    return { signal, ...measure, threshold, value, weight, points: shareOf(weight, value, wholeRatio) };
  });
}

/** Nothing short of the threshold; from there half, rising to the whole at `full`. */
export function valueOf(signal: SignalName, measure: number | null, { threshold, full }: SignalSetting): number {
  if (measure === null || !passes(signal, measure, threshold)) return 0;
  const way = Math.abs(full - threshold);
  const gone = Math.min(Math.abs(measure - threshold), way);
  const half = wholeRatio / 2;
  return way === 0 ? wholeRatio : half + shareOf(half, gone, way);
}

function passes(signal: SignalName, measure: number, threshold: number): boolean {
  const comparison = comparisons[signal];
  if (comparison === "under") return measure < threshold;
  return comparison === "over" ? measure > threshold : measure >= threshold;
}

/**
 * The sum of what signals add, at most the whole. A crowd lifts no score over the medium level unless the other
 * signals come to `crowd_needs`: fairs, offices and newsletters bring honest people in crowds.
 */
export function scoreOf(
  readings: readonly SignalReading[],
  { medium_over, crowd_needs }: Pick<FraudSettings, "medium_over" | "crowd_needs">,
): number {
  const others = sumPoints(readings.filter(({ signal }) => !crowdSignals.includes(signal)));
  const all = sumPoints(readings);
  const score = others < crowd_needs ? Math.max(others, Math.min(all, medium_over)) : all;
  return Math.min(score, wholeRatio);
}

function sumPoints(readings: readonly SignalReading[]): number {
  return readings.reduce((sum, { points }) => sum + points, 0);
}
