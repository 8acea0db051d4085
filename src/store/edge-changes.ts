import { sql } from "drizzle-orm";
import { dayMs } from "#domain/day";
import { keptDays } from "#domain/retention";
import type { Database } from "#store/database";
import { deleteInSteps, rowsPerStep } from "#store/delete-in-steps";
import { edgeChanges } from "#schema/links";

/** Longer than a value lives in KV: what is deleted concerns none that is still there. */
const keptForMs = keptDays.edge_changes * dayMs;

/**
 * The statement that tells every isolate to drop what it remembers of a link or program; it belongs into the
 * batch that makes the change. `scope` is the link's or program's id. Creating a link needs none: unknown codes
 * are remembered for seconds only.
 */
export function announceChange(db: Database, scope: string, atMs: number) {
  return db.insert(edgeChanges).values({ scope, atMs });
}

/**
 * Deletes from the oldest end only, up to the first change that is still kept, so that no gap comes about. The
 * newest always stays, so that its number is not given again. Answers how many are gone.
 */
export async function deleteOldChanges(db: Database, nowMs: number): Promise<number> {
  return deleteInSteps(() =>
    db.run(sql`
      WITH oldest AS (SELECT seq, at_ms FROM edge_changes ORDER BY seq LIMIT ${rowsPerStep})
      DELETE FROM edge_changes WHERE seq < coalesce(
        (SELECT min(seq) FROM oldest WHERE at_ms > ${nowMs - keptForMs}), (SELECT max(seq) FROM oldest))`),
  );
}
