import { dayMs } from "#domain/day";
import { splitWhole } from "#domain/money";
import type { AttributionModel } from "#domain/program";

/** Weights are integer millionths of the whole. */
export const wholeWeight = 1_000_000;

/** After this long a touch counts half under `time_decay`. */
const halfLifeMs = 7 * dayMs;

/** Fine enough that no two ages within the longest window fall together by accident. */
const decayScale = 1e9;

/** A touch's part of the credit, exact, and its weight, rounded to millionths. */
export type Credit = { share: number; weight: number };

/**
 * What each touch (oldest first) gets under a model. Those that may not earn get nothing, the others
 * keep their proportions; the weights sum to exactly 1,000,000. Where the model gave everything to a
 * touch that is gone (a first click of one's own), it is applied to the rest.
 */
export function creditTouches(
  model: AttributionModel,
  touches: readonly { atMs: number; eligible: boolean }[],
): Credit[] {
  const shares = models[model](touches.map(({ atMs }) => atMs)).map((share, i) => (touches[i]?.eligible ? share : 0));
  const isLost = shares.every((share) => share === 0);
  const rest = isLost ? models[model](touches.filter(({ eligible }) => eligible).map(({ atMs }) => atMs)) : [];
  const left = isLost ? touches.map(({ eligible }) => (eligible ? (rest.shift() ?? 0) : 0)) : shares;
  const weights = splitWhole(wholeWeight, left);
  return left.map((share, i) => ({ share, weight: weights[i] ?? 0 }));
}

/**
 * The owner with the most credit over all his touches; the earliest touch decides a tie. By shares, because
 * rounded weights would break ties by the luck of a millionth.
 */
export function heaviestOwner(touches: readonly { ownerId: string; atMs: number; share: number }[]): string | null {
  const owners = new Map<string, { share: number; firstMs: number }>();
  for (const { ownerId, atMs, share } of touches) {
    const owner = owners.get(ownerId) ?? { share: 0, firstMs: atMs };
    owners.set(ownerId, { share: owner.share + share, firstMs: Math.min(owner.firstMs, atMs) });
  }
  const ranked = [...owners].sort(([, a], [, b]) => b.share - a.share || a.firstMs - b.firstMs);
  const [heaviest] = ranked;
  return heaviest !== undefined && heaviest[1].share > 0 ? heaviest[0] : null;
}

/** Integer shares of the touches at these times. */
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
