import type { ChangeSlice } from "#store/edge-feed";
import type { StoredLink } from "#store/edge-links";

/** A background poll is due. */
const agingAfterMs = 30_000;
/** Nothing is believed before the feed was read again. With the time a poll takes it stays under 120 seconds. */
const staleAfterMs = 100_000;
const mostScopes = 5000;

export type ChangeFeed = ReturnType<typeof createChangeFeed>;

/** What an isolate knows of `edge_changes`: it is what makes memo and KV honest. */
export function createChangeFeed() {
  let lastSeq = 0;
  /** Every change after this one is in `newest`. */
  let knownFromSeq = 0;
  let readAtMs = -Infinity;
  const newest = new Map<string, number>();
  return {
    lastSeq: () => lastSeq,
    isAging: (nowMs: number) => nowMs - readAtMs >= agingAfterMs,
    isStale: (nowMs: number) => nowMs - readAtMs >= staleAfterMs,
    /**
     * Takes in a slice that was asked for at `askedAtMs`. Answers the scopes that changed, or "all" when there
     * is a gap between this slice and the one before.
     */
    take(slice: ChangeSlice, askedAtMs: number): ReadonlySet<string> | "all" {
      readAtMs = Math.max(readAtMs, askedAtMs);
      const scopes = new Set<string>();
      let oldest = Infinity;
      for (const { seq, scope } of slice.changes) {
        scopes.add(scope);
        oldest = Math.min(oldest, seq);
        lastSeq = Math.max(lastSeq, seq);
      }
      if (!slice.complete) {
        newest.clear();
        knownFromSeq = Math.max(knownFromSeq, oldest - 1);
      }
      for (const { seq, scope } of slice.changes.toReversed()) remember(scope, seq);
      return slice.complete ? scopes : "all";
    },
    /** Whether a value from KV is as new as the feed knows its link and program to be. */
    trusts({ seq, link }: StoredLink): boolean {
      return seq >= knownFromSeq && seq >= (newest.get(link.linkId) ?? 0) && seq >= (newest.get(link.programId) ?? 0);
    },
  };

  function remember(scope: string, seq: number): void {
    const before = newest.get(scope) ?? 0;
    // To the end, so that the first is always the one that changed longest ago.
    newest.delete(scope);
    newest.set(scope, Math.max(before, seq));
    for (const [oldScope, oldSeq] of newest) {
      if (newest.size <= mostScopes) break;
      newest.delete(oldScope);
      knownFromSeq = Math.max(knownFromSeq, oldSeq);
    }
  }
}
