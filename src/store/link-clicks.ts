import { sql } from "drizzle-orm";
import type { ClickCount } from "#domain/click-log";
import type { Database } from "#store/database";

/** As the click log has flushed them. Days before `sinceDay` are one: `day` is null, and so is `shard`. */
export type FlushedCount = Omit<ClickCount, "day" | "embedded"> & { day: number | null; shard: string | null };

/** By code and channel, and by day and shard since `sinceDay`. Rows read grow with the days, not with the clicks. */
export async function sumLinkClicks(db: Database, codes: readonly string[], sinceDay: number): Promise<FlushedCount[]> {
  return db.all<FlushedCount>(sql`
    SELECT code, channel, iif(day < ${sinceDay}, NULL, day) AS day, iif(day < ${sinceDay}, NULL, shard) AS shard,
      sum(human) AS human, sum(repeat) AS repeat, sum(bot) AS bot, sum(preview) AS preview, sum(prefetch) AS prefetch
    FROM click_counts WHERE code IN (SELECT value FROM json_each(${JSON.stringify(codes)}))
    GROUP BY 1, 2, 3, 4`);
}
