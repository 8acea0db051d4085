import { splitWhole } from "#domain/money";
import type { AttributionModel } from "#domain/program";

/** Weights are integer millionths of the whole. */
export const wholeWeight = 1_000_000;

/** After this long a touch counts half under `time_decay`. */
const halfLifeMs = 7 * 86_400_000;

/** Fine enough that no two ages within the longest window fall together by accident. */
const decayScale = 1e9;

/**
 * The weight of each touch under a model, summing to exactly 1,000,000. Times are given oldest
 * first; no touches give no weights.
 */
export function attributeWeights(model: AttributionModel, touchTimesMs: readonly number[]): number[] {
  return splitWhole(wholeWeight, models[model](touchTimesMs));
}

/**
 * What is left when some touches may not earn: the others keep their proportions and sum to the whole
 * again. Where the model gave everything to a touch that is gone (a first click of one's own), it is
 * applied to the rest.
 */
export function renormalizeWeights(
  model: AttributionModel,
  touches: readonly { atMs: number; weight: number; eligible: boolean }[],
): number[] {
  const eligible = touches.filter((touch) => touch.eligible);
  const rest = eligible.some((touch) => touch.weight > 0)
    ? splitWhole(
        wholeWeight,
        eligible.map((touch) => touch.weight),
      )
    : attributeWeights(
        model,
        eligible.map((touch) => touch.atMs),
      );
  let next = 0;
  return touches.map((touch) => (touch.eligible ? (rest[next++] ?? 0) : 0));
}

/** The owner with the most weight over all his touches; the earliest touch decides a tie. */
export function heaviestOwner(touches: readonly { ownerId: string; atMs: number; weight: number }[]): string | null {
  const owners = new Map<string, { weight: number; firstMs: number }>();
  for (const { ownerId, atMs, weight } of touches) {
    const owner = owners.get(ownerId) ?? { weight: 0, firstMs: atMs };
    owners.set(ownerId, { weight: owner.weight + weight, firstMs: Math.min(owner.firstMs, atMs) });
  }
  const ranked = [...owners].sort(([, a], [, b]) => b.weight - a.weight || a.firstMs - b.firstMs);
  const [heaviest] = ranked;
  return heaviest !== undefined && heaviest[1].weight > 0 ? heaviest[0] : null;
}

const models: Record<AttributionModel, (timesMs: readonly number[]) => number[]> = {
  first_touch: (times) => times.map((_, i) => (i === 0 ? 1 : 0)),
  last_touch: (times) => times.map((_, i) => (i === times.length - 1 ? 1 : 0)),
  linear: (times) => times.map(() => 1),
  time_decay: (times) => {
    const newest = times.at(-1) ?? 0;
    return times.map((at) => Math.max(1, Math.round(decayScale * 2 ** ((at - newest) / halfLifeMs))));
  },
  position_based: (times) => {
    if (times.length <= 2) return times.map(() => 1);
    const middle = times.length - 2;
    return times.map((_, i) => (i === 0 || i === times.length - 1 ? 2 * middle : 1));
  },
};
