import { inArray, sql } from "drizzle-orm";
import type { ClickCount, Tallies } from "#domain/click-log";
import type { Database } from "#store/database";
import { clickCounts } from "#schema/links";

/** D1 takes few parameters but long texts: a thousand rows travel as one. */
const rowsPerStatement = 1000;

/**
 * Counters are absolute and only grow, so the greater one wins: a flush may come twice, late or out of order.
 */
export async function commitClickCounts(d1: D1Database, shard: string, counts: readonly ClickCount[]): Promise<void> {
  const statements: D1PreparedStatement[] = [];
  for (let start = 0; start < counts.length; start += rowsPerStatement) {
    const rows = counts.slice(start, start + rowsPerStatement);
    const text = JSON.stringify(
      rows.map((c) => [c.code, c.day, c.channel, c.human, c.repeat, c.bot, c.preview, c.prefetch]),
    );
    statements.push(d1.prepare(upsert).bind(text, shard));
  }
  if (statements.length > 0) await d1.batch(statements);
}

const upsert = `
  INSERT INTO click_counts (code, day, channel, shard, human, repeat, bot, preview, prefetch)
  SELECT value ->> 0, value ->> 1, value ->> 2, ?2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
  FROM json_each(?1) WHERE true
  ON CONFLICT (code, day, channel, shard) DO UPDATE SET
    human = max(human, excluded.human), repeat = max(repeat, excluded.repeat), bot = max(bot, excluded.bot),
    preview = max(preview, excluded.preview), prefetch = max(prefetch, excluded.prefetch)`;

/** Clicks of each code as flushed, all days and channels together. Codes without any are not in it. */
export async function sumClickCounts(db: Database, codes: readonly string[]): Promise<Map<string, Tallies>> {
  const rows = await db
    .select({
      code: clickCounts.code,
      human: sql<number>`sum(${clickCounts.human})`,
      repeat: sql<number>`sum(${clickCounts.repeat})`,
      bot: sql<number>`sum(${clickCounts.bot})`,
      preview: sql<number>`sum(${clickCounts.preview})`,
      prefetch: sql<number>`sum(${clickCounts.prefetch})`,
    })
    .from(clickCounts)
    .where(inArray(clickCounts.code, [...codes]))
    .groupBy(clickCounts.code);
  return new Map(rows.map(({ code, ...tallies }) => [code, tallies]));
}
