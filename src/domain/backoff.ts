/**
 * How long to wait after so many failed attempts, by a ladder with one wait for each retry; null after the last one:
 * whoever has no end of it goes on with the longest.
 */
export function waitAfter(ladderMs: readonly number[], attempts: number): number | null {
  return ladderMs[attempts - 1] ?? null;
}
