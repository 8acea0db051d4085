import type { Database } from "#store/database";
import { edgeChanges } from "#schema/links";

/**
 * The statement that tells every isolate to drop what it remembers of a link or program; it belongs into the
 * batch that makes the change. `scope` is the link's or program's id. Creating a link needs none: unknown codes
 * are remembered for seconds only.
 */
export function announceChange(db: Database, scope: string, atMs: number) {
  return db.insert(edgeChanges).values({ scope, atMs });
}
