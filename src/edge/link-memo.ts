import type { PreparedLink } from "#edge/prepared-link";

const mostLinks = 10_000;
const mostUnknown = 10_000;
/** An unknown code may be issued a moment later. */
const unknownForMs = 5000;

export type LinkMemo = ReturnType<typeof createLinkMemo>;

/**
 * Links by code in two generations: a hit in the young one costs one look-up and moves nothing; when it is
 * full it becomes the old one, and what is still in use moves back.
 */
export function createLinkMemo() {
  let young = new Map<string, PreparedLink>();
  let old = new Map<string, PreparedLink>();
  const unknown = new Map<string, number>();
  return {
    get(code: string): PreparedLink | undefined {
      const found = young.get(code);
      if (found !== undefined) return found;
      const older = old.get(code);
      if (older !== undefined) this.set(older);
      return older;
    },
    set(prepared: PreparedLink): void {
      if (young.size >= mostLinks / 2) {
        old = young;
        young = new Map();
      }
      young.set(prepared.link.code, prepared);
      unknown.delete(prepared.link.code);
    },
    delete(code: string): void {
      young.delete(code);
      old.delete(code);
    },
    clear(): void {
      young.clear();
      old.clear();
    },
    /** Forgets the links, and the links of the programs, with these ids. */
    dropScopes(scopes: ReadonlySet<string>): void {
      for (const generation of [young, old]) {
        for (const [code, { link }] of generation) {
          if (scopes.has(link.linkId) || scopes.has(link.programId)) generation.delete(code);
        }
      }
    },
    isUnknown(code: string, nowMs: number): boolean {
      const sinceMs = unknown.get(code);
      return sinceMs !== undefined && nowMs - sinceMs < unknownForMs;
    },
    setUnknown(code: string, nowMs: number): void {
      if (unknown.size >= mostUnknown) unknown.clear();
      unknown.set(code, nowMs);
    },
    size: () => young.size + old.size,
  };
}
