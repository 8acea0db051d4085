export const dayMs = 86_400_000;

/** Days since 1970-01-01 UTC: the life of an address salt, and the unit of click counts. */
export function dayOf(atMs: number): number {
  return Math.floor(atMs / dayMs);
}
