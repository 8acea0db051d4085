import { sql } from "drizzle-orm";
import type { ClickCount } from "#domain/click-log";
import type { Database } from "#store/database";

/**
 * The codes of those counts that the database has otherwise, or not at all. They travel as one text, and each is one
 * search by its key.
 */
export async function findUnequalCounts(
  db: Database,
  shard: string,
  counts: readonly ClickCount[],
): Promise<{ code: string; channel: string }[]> {
  const text = JSON.stringify(
    counts.map((c) => [c.code, c.day, c.channel, c.human, c.repeat, c.bot, c.preview, c.prefetch, c.embedded]),
  );
  return db.all(sql`
    SELECT value ->> 0 AS code, value ->> 2 AS channel FROM json_each(${text}) AS held
    WHERE NOT EXISTS (SELECT 1 FROM click_counts c
      WHERE c.code = held.value ->> 0 AND c.day = held.value ->> 1 AND c.channel = held.value ->> 2 AND c.shard = ${shard}
        AND (c.human, c.repeat, c.bot, c.preview, c.prefetch, c.embedded)
          = (held.value ->> 3, held.value ->> 4, held.value ->> 5, held.value ->> 6, held.value ->> 7,
            held.value ->> 8))`);
}
