import type { Chance } from "#bench/fraud-world/chance";

/** How many one operator makes, and whether he is one of the few who hide what the population is named for. */
export type Gang = { size: number; isCareful: boolean };

/** The greatest is at least twice the smallest, so that a number can be split without a remainder. */
type Sizes = readonly [min: number, max: number];

/** Gangs that are as many people as the quota says; the careful ones make 10 to 15 percent of them. */
export function drawGangs(chance: Chance, quota: number, sizes: { most: Sizes; careful: Sizes }): Gang[] {
  const careful = Math.round(quota * chance.between(0.1, 0.15));
  return [
    ...split(chance, careful, sizes.careful).map((size) => ({ size, isCareful: true })),
    ...split(chance, quota - careful, sizes.most).map((size) => ({ size, isCareful: false })),
  ];
}

function split(chance: Chance, total: number, [min, max]: Sizes): number[] {
  const sizes: number[] = [];
  let left = total;
  while (left > max) {
    const size = Math.min(chance.int(min, max), left - min);
    sizes.push(size);
    left -= size;
  }
  return left > 0 ? [...sizes, left] : sizes;
}
