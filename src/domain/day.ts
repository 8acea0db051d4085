export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** Days since 1970-01-01 UTC: the life of an address salt, and the unit of click counts. */
export function dayOf(atMs: number): number {
  return Math.floor(atMs / dayMs);
}
