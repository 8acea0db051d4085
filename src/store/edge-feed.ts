/** One slice of the feed of changes: the newest after a known one. */
export type ChangeSlice = {
  /** Newest first. */
  changes: { seq: number; scope: string }[];
  /** False when there were more than fit or some were deleted: what lies between is not known. */
  complete: boolean;
};

const sliceSize = 1000;

/** Plain D1 and no query builder, because it shares a batch with the load of a link, and joins break there. */
export function selectChanges(d1: D1Database, afterSeq: number): D1PreparedStatement {
  return d1
    .prepare("SELECT seq, scope FROM edge_changes WHERE seq > ?1 ORDER BY seq DESC LIMIT ?2")
    .bind(afterSeq, sliceSize);
}

export function selectNewestSeq(d1: D1Database): D1PreparedStatement {
  return d1.prepare("SELECT coalesce(max(seq), 0) AS seq FROM edge_changes");
}

export async function loadChanges(d1: D1Database, afterSeq: number): Promise<ChangeSlice> {
  const { results } = await selectChanges(d1, afterSeq).all<{ seq: number; scope: string }>();
  return sliceOf(results, afterSeq);
}

/** Numbers have no gaps, so a slice is complete when it reaches down to what was known before. */
export function sliceOf(changes: { seq: number; scope: string }[], afterSeq: number): ChangeSlice {
  const oldest = changes.at(-1)?.seq ?? afterSeq + 1;
  return { changes, complete: oldest === afterSeq + 1 };
}
