import { dayOf } from "#domain/day";
import { fraudWindowMs, isEmbedded } from "#domain/fraud-history";
import type { ClickSums, ClickVia } from "#domain/fraud-history";

/** As the database has them, which counts clicks by whole days: the first and the last of a window are in it wholly. */
export function sumClicks(clicks: readonly { atMs: number; via: ClickVia | null }[], centreMs: number): ClickSums {
  const [first, last] = [dayOf(centreMs - fraudWindowMs), dayOf(centreMs + fraudWindowMs)];
  const counted = clicks.filter(({ atMs }) => dayOf(atMs) >= first && dayOf(atMs) <= last);
  return { clicks: counted.length, embedded: counted.filter(({ via }) => isEmbedded(via)).length };
}
