import { createRandom } from "#bench/popularity";

/** Everything that is left to chance in a corpus; two of the same seed draw the same. */
export type Chance = {
  /** In [0, 1). */
  next(): number;
  happens(probability: number): boolean;
  between(min: number, max: number): number;
  /** Both ends may come up. */
  int(min: number, max: number): number;
  pick<T>(list: readonly T[]): T;
  /** Weights need not sum to one. */
  weighted<T>(table: readonly (readonly [T, number])[]): T;
  /** Picks early entries more often, as first names are: the probability falls with the rank. */
  popular<T>(list: readonly T[]): T;
  /** How long people take: half of the draws are below the median, a few are far above. */
  logNormal(median: number, sigma: number): number;
  /** An opaque key that says nothing about what it names. */
  token(): string;
};

const tokenSymbols = "abcdefghijkmnpqrstuvwxyz23456789".split("");
const tokenLength = 14;

export function createChance(seed: number): Chance {
  const next = createRandom(seed);
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(list: readonly T[]) => at(list, Math.floor(next() * list.length));
  return {
    next,
    int,
    pick,
    happens: (probability) => next() < probability,
    between: (min, max) => min + next() * (max - min),
    weighted: (table) => {
      let rest = next() * table.reduce((sum, [, weight]) => sum + weight, 0);
      const found = table.find(([, weight]) => (rest -= weight) < 0);
      return (found ?? at(table, table.length - 1))[0];
    },
    popular: (list) => at(list, Math.floor(next() ** 1.6 * list.length)),
    logNormal: (median, sigma) => median * Math.exp(sigma * drawNormal(next)),
    token: () => Array.from({ length: tokenLength }, () => pick(tokenSymbols)).join(""),
  };
}

/** A seed of its own for each part, so that a change of one population leaves the others as they were. */
export function deriveSeed(seed: number, part: string): number {
  return hash32(`${seed}/${part}`);
}

/** FNV-1a with a final mix: stable everywhere, good enough to spread keys. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function drawNormal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

function at<T>(list: readonly T[], index: number): T {
  const entry = list[index];
  if (entry === undefined) throw new Error("nothing to draw from");
  return entry;
}
