import { dayOf } from "#domain/address";
import type { Click } from "#domain/click";
import { unpackClicks } from "#domain/click-log";
import type { ClickCount } from "#domain/click-log";

export type GroupRow = { day: number; seq: number; id: string; receivedAtMs: number; clicks: string };
export type ClickQuery = { fromMs: number; toMs: number; limit: number; cursor?: string };
export type ClickPage = { clicks: Click[]; cursor: string | null };
export type ClickLogRows = ReturnType<typeof openClickLog>;

/** Counts of a day are kept in parts, since one value holds two megabytes at most. */
const countsPerPart = 10_000;
/** A page stops here even when it is not full: a rare code among many clicks must not hold the object up. */
const groupsPerPage = 2000;

/** The rows of a click log. One row per group and day, keyed so that it bills one write. */
export function openClickLog(sql: SqlStorage) {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS groups (
      day INTEGER NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, received_at_ms INTEGER NOT NULL, clicks TEXT NOT NULL,
      PRIMARY KEY (day, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS snapshots (
      day INTEGER NOT NULL, part INTEGER NOT NULL, seq INTEGER NOT NULL, counts TEXT NOT NULL, PRIMARY KEY (day, part)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS shard (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;`);
  return {
    /** The object's own name: an alarm does not bring it along. */
    findShard(): string | null {
      return [...sql.exec<{ name: string }>("SELECT name FROM shard")][0]?.name ?? null;
    },
    storeShard(name: string): void {
      sql.exec("INSERT OR IGNORE INTO shard (name) VALUES (?)", name);
    },
    insertGroup({ day, seq, id, receivedAtMs, clicks }: GroupRow): void {
      sql.exec("INSERT INTO groups (day, seq, id, received_at_ms, clicks) VALUES (?, ?, ?, ?, ?)", day, seq, id, receivedAtMs, clicks);
    },
    groupsAfter(day: number, seq: number): Iterable<GroupRow> {
      return sql.exec<GroupRow>(`${selectGroups} WHERE day = ? AND seq > ? ORDER BY seq`, day, seq);
    },
    /** Groups from a place on; those that don't mention the code come empty, so that nobody parses them. */
    groupsWith(code: string, from: { day: number; seq: number }, toDay: number): Iterable<GroupRow> {
      return sql.exec<GroupRow>(
        `SELECT day, seq, id, received_at_ms AS receivedAtMs, CASE WHEN instr(clicks, ?) > 0 THEN clicks ELSE '[]' END AS clicks
         FROM groups WHERE (day, seq) >= (?, ?) AND day <= ? ORDER BY day, seq LIMIT ${groupsPerPage}`,
        `["${code}",`,
        from.day,
        from.seq,
        toDay,
      );
    },
    *recentGroups(sinceMs: number): Iterable<GroupRow> {
      for (const day of this.days().reverse()) {
        for (const group of sql.exec<GroupRow>(`${selectGroups} WHERE day = ? ORDER BY seq DESC`, day)) {
          if (group.receivedAtMs < sinceMs) break;
          yield group;
        }
      }
    },
    days(): number[] {
      return [...sql.exec<{ day: number }>(selectDays)].map(({ day }) => day);
    },
    unflushedDays(): number[] {
      return [...sql.exec<{ day: number }>(selectUnflushedDays)].map(({ day }) => day);
    },
    findSnapshot(day: number): { seq: number; counts: ClickCount[] } {
      const parts = [...sql.exec<{ seq: number; counts: string }>("SELECT seq, counts FROM snapshots WHERE day = ? ORDER BY part", day)];
      // Safe because `storeSnapshot` wrote them.
      const counts = parts.flatMap((part) => JSON.parse(part.counts) as ClickCount[]);
      return { seq: parts[0]?.seq ?? 0, counts };
    },
    storeSnapshot(day: number, seq: number, counts: readonly ClickCount[]): void {
      for (let part = 0; part * countsPerPart < counts.length; part += 1) {
        const text = JSON.stringify(counts.slice(part * countsPerPart, (part + 1) * countsPerPart));
        sql.exec("INSERT OR REPLACE INTO snapshots (day, part, seq, counts) VALUES (?, ?, ?, ?)", day, part, seq, text);
      }
    },
  };
}

const selectGroups = "SELECT day, seq, id, received_at_ms AS receivedAtMs, clicks FROM groups";

/** Hops from day to day by the primary key: a year of groups costs 365 seeks and not a scan. */
const dayHops = `
  WITH RECURSIVE hops (day) AS (
    SELECT min(day) FROM groups
    UNION ALL SELECT (SELECT min(day) FROM groups WHERE day > hops.day) FROM hops WHERE hops.day IS NOT NULL
  )`;
const selectDays = `${dayHops} SELECT day FROM hops WHERE day IS NOT NULL ORDER BY day`;
const selectUnflushedDays = `
  ${dayHops} SELECT day FROM hops WHERE day IS NOT NULL
    AND (SELECT max(seq) FROM groups g WHERE g.day = hops.day)
      > coalesce((SELECT seq FROM snapshots s WHERE s.day = hops.day AND s.part = 0), 0)`;

/** One page of a code's clicks. The cursor names the group and the click in it that come next. */
export function findClicks(rows: ClickLogRows, code: string, query: ClickQuery): ClickPage {
  const [day, seq, skip] = (query.cursor ?? `${dayOf(query.fromMs)}.0.0`).split(".").map(Number);
  const start = { day: day ?? 0, seq: seq ?? 0 };
  const clicks: Click[] = [];
  let scanned = 0;
  let last: GroupRow | null = null;
  for (const group of rows.groupsWith(code, start, dayOf(query.toMs - 1))) {
    const isStart = group.day === start.day && group.seq === start.seq;
    for (const [index, click] of unpackClicks(group.clicks).entries()) {
      if (click.code !== code || click.atMs < query.fromMs || click.atMs >= query.toMs || (isStart && index < (skip ?? 0))) continue;
      if (clicks.length === query.limit) return { clicks, cursor: `${group.day}.${group.seq}.${index}` };
      clicks.push(click);
    }
    scanned += 1;
    last = group;
  }
  return { clicks, cursor: last !== null && scanned === groupsPerPage ? `${last.day}.${last.seq + 1}.0` : null };
}
