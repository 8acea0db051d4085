import type { Database } from "#store/database";
import { edgeChanges } from "#schema/links";

/** One slice of the feed: the newest changes after a known one. */
export type ChangeSlice = {
  /** Newest first. */
  changes: { seq: number; scope: string }[];
  /** False when there were more than fit: what lies between is not known. */
  complete: boolean;
};

const sliceSize = 1000;

/**
 * The statement that tells every isolate to drop what it remembers of a link or program; it belongs into the
 * batch that makes the change. `scope` is the link's or program's id. Creating a link needs none: unknown codes
 * are remembered for seconds only.
 */
export function announceChange(db: Database, scope: string, atMs: number) {
  return db.insert(edgeChanges).values({ scope, atMs });
}

/** Plain D1 and no query builder, because it shares a batch with the load of a link, and joins break there. */
export function selectChanges(d1: D1Database, afterSeq: number): D1PreparedStatement {
  return d1
    .prepare("SELECT seq, scope FROM edge_changes WHERE seq > ?1 ORDER BY seq DESC LIMIT ?2")
    .bind(afterSeq, sliceSize);
}

export async function loadChanges(d1: D1Database, afterSeq: number): Promise<ChangeSlice> {
  const { results } = await selectChanges(d1, afterSeq).all<{ seq: number; scope: string }>();
  return sliceOf(results);
}

export function sliceOf(changes: { seq: number; scope: string }[]): ChangeSlice {
  return { changes, complete: changes.length < sliceSize };
}
