import type { ClickCount } from "#domain/click-log";

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
      rows.map((c) => [c.code, c.day, c.channel, c.human, c.repeat, c.bot, c.preview, c.prefetch, c.embedded]),
    );
    statements.push(d1.prepare(upsert).bind(text, shard));
  }
  if (statements.length > 0) await d1.batch(statements);
}

const upsert = `
  INSERT INTO click_counts (code, day, channel, shard, human, repeat, bot, preview, prefetch, embedded)
  SELECT value ->> 0, value ->> 1, value ->> 2, ?2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
    value ->> 8
  FROM json_each(?1) WHERE true
  ON CONFLICT (code, day, channel, shard) DO UPDATE SET
    human = max(human, excluded.human), repeat = max(repeat, excluded.repeat), bot = max(bot, excluded.bot),
    preview = max(preview, excluded.preview), prefetch = max(prefetch, excluded.prefetch),
    embedded = max(embedded, excluded.embedded)`;
