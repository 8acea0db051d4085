import { dayMs } from "#domain/day";
import type { ClickCount } from "#domain/click-log";

/** Clicks that came together on one day: one row, keyed so that it bills one write. */
export type GroupRow = { day: number; seq: number; id: string; receivedAtMs: number; clicks: string };

/** Counts of a day are kept in parts, since one value holds two megabytes at most. */
const countsPerPart = 10_000;

export function createTables(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS groups (
      day INTEGER NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, received_at_ms INTEGER NOT NULL, clicks TEXT NOT NULL,
      PRIMARY KEY (day, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS snapshots (
      day INTEGER NOT NULL, part INTEGER NOT NULL, seq INTEGER NOT NULL, counts TEXT NOT NULL, PRIMARY KEY (day, part)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS shard (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;`);
}

/** The object's own name: an alarm does not bring it along. */
export function findShard(sql: SqlStorage): string | null {
  return [...sql.exec<{ name: string }>("SELECT name FROM shard")][0]?.name ?? null;
}

export function storeShard(sql: SqlStorage, name: string): void {
  sql.exec("INSERT OR IGNORE INTO shard (name) VALUES (?)", name);
}

export function insertGroup(sql: SqlStorage, { day, seq, id, receivedAtMs, clicks }: GroupRow): void {
  const insert = "INSERT INTO groups (day, seq, id, received_at_ms, clicks) VALUES (?, ?, ?, ?, ?)";
  sql.exec(insert, day, seq, id, receivedAtMs, clicks);
}

const selectGroups = "SELECT day, seq, id, received_at_ms AS receivedAtMs, clicks FROM groups";

export function listGroupsAfter(sql: SqlStorage, day: number, seq: number): Iterable<GroupRow> {
  return sql.exec<GroupRow>(`${selectGroups} WHERE day = ? AND seq > ? ORDER BY seq`, day, seq);
}

/** Groups from a place on; those that don't mention the code come empty, so that nobody parses them. */
export function listGroupsWith(
  sql: SqlStorage,
  code: string,
  range: { fromDay: number; fromSeq: number; toDay: number; limit: number },
): Iterable<GroupRow> {
  const select = `
    SELECT day, seq, id, received_at_ms AS receivedAtMs, CASE WHEN instr(clicks, ?) > 0 THEN clicks ELSE '[]' END AS clicks
    FROM groups WHERE (day, seq) >= (?, ?) AND day <= ? ORDER BY day, seq LIMIT ?`;
  return sql.exec<GroupRow>(select, `["${code}",`, range.fromDay, range.fromSeq, range.toDay, range.limit);
}

/** The first and the last number of a day's groups, between which none is missing; null on a day without. */
export function findSeqRange(sql: SqlStorage, day: number): { first: number; last: number } | null {
  const select = "SELECT min(seq) AS first, max(seq) AS last FROM groups WHERE day = ?";
  const [range] = [...sql.exec<{ first: number | null; last: number | null }>(select, day)];
  return range === undefined || range.first === null || range.last === null
    ? null
    : { first: range.first, last: range.last };
}

export function findReceipt(sql: SqlStorage, day: number, seq: number): number | null {
  const select = "SELECT received_at_ms AS receivedAtMs FROM groups WHERE day = ? AND seq = ?";
  return [...sql.exec<{ receivedAtMs: number }>(select, day, seq)][0]?.receivedAtMs ?? null;
}

/** Groups of a stretch of a day that mention a text. */
export function listGroupsMentioning(
  sql: SqlStorage,
  text: string,
  range: { day: number; fromSeq: number; beforeSeq: number },
): Iterable<GroupRow> {
  const select = `${selectGroups} WHERE day = ? AND seq >= ? AND seq < ? AND instr(clicks, ?) > 0 ORDER BY seq`;
  return sql.exec<GroupRow>(select, range.day, range.fromSeq, range.beforeSeq, text);
}

export function* listRecentGroups(sql: SqlStorage, sinceMs: number): Iterable<GroupRow> {
  for (const { day } of [...sql.exec<{ day: number }>(selectDays)]) {
    for (const group of sql.exec<GroupRow>(`${selectGroups} WHERE day = ? ORDER BY seq DESC`, day)) {
      if (group.receivedAtMs < sinceMs) break;
      yield group;
    }
  }
}

export function listUnflushedDays(sql: SqlStorage): number[] {
  return [...sql.exec<{ day: number }>(selectUnflushedDays)].map(({ day }) => day);
}

/** Hops from day to day by the primary key: a year of groups costs 365 seeks and not a scan. */
const dayHops = `
  WITH RECURSIVE hops (day) AS (
    SELECT min(day) FROM groups
    UNION ALL SELECT (SELECT min(day) FROM groups WHERE day > hops.day) FROM hops WHERE hops.day IS NOT NULL
  )`;
const selectDays = `${dayHops} SELECT day FROM hops WHERE day IS NOT NULL`;
const selectUnflushedDays = `
  ${dayHops} SELECT day FROM hops WHERE day IS NOT NULL
    AND (SELECT max(seq) FROM groups g WHERE g.day = hops.day)
      > coalesce((SELECT seq FROM snapshots s WHERE s.day = hops.day AND s.part = 0), 0)`;

/**
 * Deletes groups that are flushed and older than a day, the oldest first and so many at most; answers how many. By both
 * times: the clock of a test program may be years behind.
 */
export function deleteOldGroups(sql: SqlStorage, beforeDay: number, limit: number): number {
  const old = `
    SELECT day, seq FROM groups WHERE day < ?1 AND received_at_ms < ?1 * ?2
      AND seq <= coalesce((SELECT seq FROM snapshots s WHERE s.day = groups.day AND s.part = 0), 0)
    ORDER BY day, seq LIMIT ?3`;
  return sql.exec(`DELETE FROM groups WHERE (day, seq) IN (${old})`, beforeDay, dayMs, limit).rowsWritten;
}

export function findOldestDay(sql: SqlStorage): number | null {
  return sql.exec<{ day: number | null }>("SELECT min(day) AS day FROM groups").one().day;
}

type Tallied = Omit<ClickCount, "embedded">;

/** A day's counts as they were flushed last, and the last group in them. */
export function findSnapshot(sql: SqlStorage, day: number): { seq: number; counts: ClickCount[] } {
  const select = "SELECT seq, counts FROM snapshots WHERE day = ? ORDER BY part";
  const parts = [...sql.exec<{ seq: number; counts: string }>(select, day)];
  // Safe because `storeSnapshot` wrote them; an earlier version did not count embedded clicks.
  const stored = parts.flatMap((part) => JSON.parse(part.counts) as (Tallied & Partial<ClickCount>)[]);
  const counts = stored.map((count) => ({ ...count, embedded: count.embedded ?? 0 }));
  return { seq: parts[0]?.seq ?? 0, counts };
}

/** Parts never become fewer: within a day counts only grow. */
export function storeSnapshot(sql: SqlStorage, day: number, seq: number, counts: readonly ClickCount[]): void {
  for (let part = 0; part * countsPerPart < counts.length; part += 1) {
    const text = JSON.stringify(counts.slice(part * countsPerPart, (part + 1) * countsPerPart));
    sql.exec("INSERT OR REPLACE INTO snapshots (day, part, seq, counts) VALUES (?, ?, ?, ?)", day, part, seq, text);
  }
}
