import type { FullFilter, Membership } from "#domain/board-membership";
import { rootNode } from "#domain/counted-tree";
import type { EntryKey } from "#domain/counted-tree";
import type { BoardCard, BoardState, MonthLeader } from "#domain/leaderboard";

/**
 * The rows of a leaderboard object. `day` counts days of the program's calendar; a `was…` column beside it holds what was
 * so before that day, and so at the end of yesterday when the day is today. So there is a snapshot of every evening, and
 * nobody takes it.
 */
const tables = `
  CREATE TABLE IF NOT EXISTS state (
    id INTEGER PRIMARY KEY, state TEXT NOT NULL, epoch TEXT NOT NULL, time_zone TEXT NOT NULL, updated_at_ms INTEGER, place TEXT,
    since INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS people (
    id TEXT PRIMARY KEY, version INTEGER NOT NULL, kind TEXT NOT NULL, category TEXT, location TEXT, listed INTEGER NOT NULL,
    card TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS referrals (
    id TEXT PRIMARY KEY, version INTEGER NOT NULL, referrer_id TEXT NOT NULL, at_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS referrals_paid ON referrals (referrer_id, at_ms) WHERE at_ms IS NOT NULL;
  CREATE TABLE IF NOT EXISTS scores (
    participant_id TEXT NOT NULL, period TEXT NOT NULL, conversions INTEGER NOT NULL, first_at_ms INTEGER NOT NULL,
    day INTEGER NOT NULL, was_conversions INTEGER NOT NULL, was_first_at_ms INTEGER NOT NULL,
    PRIMARY KEY (participant_id, period)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS boards (
    no INTEGER PRIMARY KEY, period TEXT NOT NULL, kind TEXT NOT NULL, category TEXT NOT NULL, location TEXT NOT NULL,
    UNIQUE (period, kind, location, category)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS nodes (
    board INTEGER NOT NULL, node INTEGER NOT NULL, day INTEGER NOT NULL, body TEXT, was TEXT, PRIMARY KEY (board, node)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS nodes_dropped ON nodes (day) WHERE body IS NULL;`;

export type StoredState = {
  state: BoardState;
  epoch: string;
  timeZone: string;
  updatedAtMs: number | null;
  /** Where the next portion of a ranking begins. */
  place: string | null;
  /** What it was filled with was read as of this version, or later; 0: it was not. */
  since: number;
};

/** Null where there are no tables: in an object that is new, or whose state was lost. Asking makes none. */
export function findState(sql: SqlStorage): StoredState | null {
  const made = [...sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'state'")];
  if (made.length === 0) return null;
  const select = "SELECT state, epoch, time_zone AS timeZone, updated_at_ms AS updatedAtMs, place, since FROM state";
  // Safe because `storeState` wrote it.
  return ([...sql.exec(select)][0] as StoredState | undefined) ?? null;
}

export function storeState(sql: SqlStorage, { state, epoch, timeZone, updatedAtMs, place, since }: StoredState): void {
  const insert =
    "INSERT OR REPLACE INTO state (id, state, epoch, time_zone, updated_at_ms, place, since) VALUES (1, ?, ?, ?, ?, ?, ?)";
  sql.exec(insert, state, epoch, timeZone, updatedAtMs, place, since);
}

/** Forgets everything. The index puts scores in order page by page; once all are, nobody needs it. */
export function makeTables(sql: SqlStorage): void {
  for (const table of ["state", "people", "referrals", "scores", "boards", "nodes"]) {
    sql.exec(`DROP TABLE IF EXISTS ${table}`);
  }
  sql.exec(tables);
  sql.exec("CREATE INDEX scores_order ON scores (period, -conversions, first_at_ms, participant_id)");
}

export function dropOrder(sql: SqlStorage): void {
  sql.exec("DROP INDEX IF EXISTS scores_order");
}

export type PersonRow = Membership & { version: number; card: string };

export function findPerson(sql: SqlStorage, id: string): PersonRow | null {
  const select = "SELECT version, kind, category, location, listed, card FROM people WHERE id = ?";
  type Row = {
    version: number;
    kind: string;
    category: string | null;
    location: string | null;
    listed: number;
    card: string;
  };
  const [row] = [...sql.exec<Row>(select, id)];
  if (row === undefined) return null;
  const { listed, ...rest } = row;
  return { ...rest, isListed: listed === 1 };
}

export function storePerson(sql: SqlStorage, id: string, person: PersonRow): void {
  const insert =
    "INSERT OR REPLACE INTO people (id, version, kind, category, location, listed, card) VALUES (?, ?, ?, ?, ?, ?, ?)";
  const { version, kind, category, location, isListed, card } = person;
  sql.exec(insert, id, version, kind, category, location, isListed ? 1 : 0, card);
}

export function deletePerson(sql: SqlStorage, id: string): void {
  sql.exec("DELETE FROM people WHERE id = ?", id);
}

export function findCard(sql: SqlStorage, id: string): BoardCard | null {
  const [row] = [...sql.exec<{ card: string }>("SELECT card FROM people WHERE id = ?", id)];
  // Safe because `storePerson` wrote it.
  return row === undefined ? null : (JSON.parse(row.card) as BoardCard);
}

export type ReferralRow = { version: number; referrerId: string; atMs: number | null };

export function findReferral(sql: SqlStorage, id: string): ReferralRow | null {
  const select = "SELECT version, referrer_id AS referrerId, at_ms AS atMs FROM referrals WHERE id = ?";
  return [...sql.exec<ReferralRow>(select, id)][0] ?? null;
}

export function storeReferral(sql: SqlStorage, id: string, { version, referrerId, atMs }: ReferralRow): void {
  const insert = "INSERT OR REPLACE INTO referrals (id, version, referrer_id, at_ms) VALUES (?, ?, ?, ?)";
  sql.exec(insert, id, version, referrerId, atMs);
}

export function deleteReferral(sql: SqlStorage, id: string): void {
  sql.exec("DELETE FROM referrals WHERE id = ?", id);
}

/** Of people or referrals, those in a range of ids. */
export function listIds(
  sql: SqlStorage,
  { of, after, upTo }: { of: "people" | "referrals"; after: string; upTo: string | null },
): string[] {
  const select = `SELECT id FROM ${of} WHERE id > ? AND (? IS NULL OR id <= ?)`;
  return [...sql.exec<{ id: string }>(select, after, upTo, upTo)].map(({ id }) => id);
}

/** The first of a referrer's paid conversions at an instant or after it. */
export function findPaidFrom(sql: SqlStorage, referrerId: string, fromMs: number): number | null {
  const select = `SELECT at_ms AS atMs FROM referrals WHERE referrer_id = ? AND at_ms >= ? AND at_ms IS NOT NULL
    ORDER BY at_ms LIMIT 1`;
  return [...sql.exec<{ atMs: number }>(select, referrerId, fromMs)][0]?.atMs ?? null;
}

/** Paid conversions of referrers after one, each referrer's by time. */
export function listPaid(
  sql: SqlStorage,
  afterReferrer: string,
  limit: number,
): { referrerId: string; atMs: number }[] {
  const select = `SELECT referrer_id AS referrerId, at_ms AS atMs FROM referrals INDEXED BY referrals_paid
    WHERE referrer_id > ? AND at_ms IS NOT NULL ORDER BY referrer_id, at_ms LIMIT ?`;
  return [...sql.exec<{ referrerId: string; atMs: number }>(select, afterReferrer, limit)];
}

/** All of one referrer, by time. */
export function listPaidOf(sql: SqlStorage, referrerId: string): { referrerId: string; atMs: number }[] {
  const select = `SELECT referrer_id AS referrerId, at_ms AS atMs FROM referrals
    WHERE referrer_id = ? AND at_ms IS NOT NULL ORDER BY at_ms`;
  return [...sql.exec<{ referrerId: string; atMs: number }>(select, referrerId)];
}

export type Score = { conversions: number; firstAtMs: number };
export type ScoreRow = Score & { day: number; was: Score };

const selectScores = `SELECT participant_id AS participantId, period, conversions, first_at_ms AS firstAtMs, day,
  was_conversions AS wasConversions, was_first_at_ms AS wasFirstAtMs FROM scores`;
type SelectedScore = Score & { participantId: string; period: string; day: number } & {
  wasConversions: number;
  wasFirstAtMs: number;
};

export function findScore(sql: SqlStorage, participantId: string, period: string): ScoreRow | null {
  const row = [
    ...sql.exec<SelectedScore>(`${selectScores} WHERE participant_id = ? AND period = ?`, participantId, period),
  ][0];
  return row === undefined ? null : asScore(row);
}

export function listPeriods(sql: SqlStorage, participantId: string): string[] {
  const select = "SELECT period FROM scores WHERE participant_id = ?";
  return [...sql.exec<{ period: string }>(select, participantId)].map(({ period }) => period);
}

export function storeScore(
  sql: SqlStorage,
  { participantId, period }: { participantId: string; period: string },
  { conversions, firstAtMs, day, was }: ScoreRow,
): void {
  const insert = `INSERT OR REPLACE INTO scores
    (participant_id, period, conversions, first_at_ms, day, was_conversions, was_first_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`;
  sql.exec(insert, participantId, period, conversions, firstAtMs, day, was.conversions, was.firstAtMs);
}

/** Scores in the order of their boards, after a place: by the index that `makeTables` made. */
export function listScores(
  sql: SqlStorage,
  { period, key }: { period: string; key: EntryKey },
  limit: number,
): (ScoreRow & { participantId: string; period: string })[] {
  const select = `${selectScores} INDEXED BY scores_order
    WHERE (period, -conversions, first_at_ms, participant_id) > (?, ?, ?, ?)
    ORDER BY period, -conversions, first_at_ms, participant_id LIMIT ?`;
  const rows = sql.exec<SelectedScore>(select, period, -key[0], key[1], key[2], limit);
  return [...rows].map((row) => ({ ...asScore(row), participantId: row.participantId, period: row.period }));
}

function asScore({ conversions, firstAtMs, day, wasConversions, wasFirstAtMs }: SelectedScore): ScoreRow {
  return { conversions, firstAtMs, day, was: { conversions: wasConversions, firstAtMs: wasFirstAtMs } };
}

export function findBoard(sql: SqlStorage, period: string, { kind, category, location }: FullFilter): number | null {
  const select = "SELECT no FROM boards WHERE period = ? AND kind = ? AND category = ? AND location = ?";
  return [...sql.exec<{ no: number }>(select, period, kind, category, location)][0]?.no ?? null;
}

export function makeBoard(sql: SqlStorage, period: string, filter: FullFilter): number {
  const known = findBoard(sql, period, filter);
  if (known !== null) return known;
  const insert = "INSERT INTO boards (period, kind, category, location) VALUES (?, ?, ?, ?) RETURNING no";
  return sql.exec<{ no: number }>(insert, period, filter.kind, filter.category, filter.location).one().no;
}

export function deleteBoardIfEmpty(sql: SqlStorage, period: string, filter: FullFilter): void {
  const no = findBoard(sql, period, filter);
  if (no === null) return;
  const root = findNode(sql, no, rootNode)?.body ?? emptyRoot;
  if (root !== emptyRoot) return;
  sql.exec("DELETE FROM nodes WHERE board = ?", no);
  sql.exec("DELETE FROM boards WHERE no = ?", no);
}

const emptyRoot = JSON.stringify({ leaf: [] });

/** Of a period, the boards of the whole program and of each category. */
export function listCategoryBoards(
  sql: SqlStorage,
  period: string,
): (Pick<MonthLeader, "category"> & { no: number })[] {
  const select = "SELECT no, category FROM boards WHERE period = ? AND kind = '' AND location = ''";
  return [...sql.exec<{ no: number; category: string }>(select, period)];
}

export type NodeRow = { day: number; body: string | null; was: string | null };

export function findNode(sql: SqlStorage, board: number, node: number): NodeRow | null {
  return (
    [...sql.exec<NodeRow>("SELECT day, body, was FROM nodes WHERE board = ? AND node = ?", board, node)][0] ?? null
  );
}

export function findLastNode(sql: SqlStorage, board: number): number {
  return (
    sql.exec<{ last: number | null }>("SELECT max(node) AS last FROM nodes WHERE board = ?", board).one().last ?? 0
  );
}

/** `body`: null drops it; its row stays as long as yesterday may need it. */
export function storeNode(
  sql: SqlStorage,
  { board, node, day }: { board: number; node: number; day: number },
  body: string | null,
): void {
  const upsert = `INSERT INTO nodes (board, node, day, body) VALUES (?, ?, ?, ?)
    ON CONFLICT (board, node) DO UPDATE SET
      was = CASE WHEN day < excluded.day THEN body ELSE was END, day = max(day, excluded.day), body = excluded.body`;
  sql.exec(upsert, board, node, day, body);
}

export function deleteDroppedNodes(sql: SqlStorage, beforeDay: number): void {
  sql.exec("DELETE FROM nodes WHERE body IS NULL AND day < ?", beforeDay);
}
