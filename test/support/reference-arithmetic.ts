import type { AttributionModel } from "#domain/program";

/** Exact weights for the reference model: integers of any size, no floating point. */

export const millionths = 1_000_000;
const halfLifeMs = 604_800_000n;
const precision = 1n << 160n;

/**
 * Shares of the touches at these times (oldest first): by the model, those of ineligible touches
 * dropped. Where nothing is left (the first click was one's own), the model starts anew with the rest.
 */
export function sharesLeft(model: AttributionModel, timesMs: number[], eligible: boolean[]): bigint[] {
  const shares = sharesOf[model](timesMs).map((share, index) => (eligible[index] === true ? share : 0n));
  if (shares.some((share) => share > 0n)) return shares;
  const anew = sharesOf[model](timesMs.filter((_, index) => eligible[index]));
  return eligible.map((isEligible) => (isEligible ? (anew.shift() ?? 0n) : 0n));
}

const sharesOf: Record<AttributionModel, (timesMs: number[]) => bigint[]> = {
  first_touch: (times) => times.map((_, index) => (index === 0 ? 1n : 0n)),
  last_touch: (times) => times.map((_, index) => (index === times.length - 1 ? 1n : 0n)),
  linear: (times) => times.map(() => 1n),
  time_decay: (times) => times.map((time) => halved(BigInt((times.at(-1) ?? 0) - time))),
  position_based: (times) => {
    if (times.length < 3) return times.map(() => 1n);
    const middle = BigInt(times.length - 2);
    return times.map((_, index) => (index === 0 || index === times.length - 1 ? 2n * middle : 1n));
  },
};

/** Parts that sum to the whole: the largest remainder first, the earlier one of equals. */
export function splitExactly(whole: number, shares: bigint[]): number[] {
  const total = shares.reduce((sum, share) => sum + share, 0n);
  if (total === 0n) return shares.map(() => 0);
  const parts = shares.map((share) => (BigInt(whole) * share) / total);
  const left = whole - Number(parts.reduce((sum, part) => sum + part, 0n));
  const byRemainder = shares
    .map((share, index) => ({ index, remainder: (BigInt(whole) * share) % total }))
    .toSorted((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const lucky = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return parts.map((part, index) => Number(part) + (lucky.has(index) ? 1 : 0));
}

/** 2^(−age / half-life) as a fixed-point number: binary digits of the exponent pick roots of one half. */
function halved(ageMs: bigint): bigint {
  let result = precision >> (ageMs / halfLifeMs);
  let rest = ageMs % halfLifeMs;
  let root = precision / 2n;
  for (let digit = 0; digit < 80; digit += 1) {
    root = squareRoot(root * precision);
    rest *= 2n;
    if (rest < halfLifeMs) continue;
    rest -= halfLifeMs;
    result = (result * root) / precision;
  }
  return result;
}

function squareRoot(value: bigint): bigint {
  let guess = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const better = (guess + value / guess) >> 1n;
    if (better >= guess) return guess;
    guess = better;
  }
}
