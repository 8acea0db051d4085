import { fullFilterOf, isOnBoard } from "#domain/board-membership";
import { dateAt } from "#domain/calendar";
import { findEntry, listEntries, totalsOf } from "#domain/counted-tree";
import type { Entry, EntryKey } from "#domain/counted-tree";
import type * as board from "#domain/leaderboard";
import { viewBoard } from "#objects/leaderboard-nodes";
import type { TreeView } from "#objects/leaderboard-nodes";
import * as rows from "#objects/leaderboard-rows";

type Ranked = { entry: Entry; rank: number; previousRank: number | null };
type View = { today: TreeView; yesterday: TreeView; day: number };

type Page = Pick<board.BoardPage, "totals" | "rows" | "next">;
type Place = Pick<board.BoardPlace, "totals" | "own" | "above" | "below" | "behind">;

const nobody: board.BoardTotals = { participants: 0, conversions: 0 };
/** Of a board on which nobody stands, and of every board while none is ready: half a board would be a wrong one. */
export const emptyPage: Page = { totals: nobody, rows: [], next: null };
export const noPlace: Place = { totals: nobody, own: null, above: [], below: [], behind: null };

export function readPage(sql: SqlStorage, query: board.PageQuery): Page {
  const view = openView(sql, query);
  if (view === null) return emptyPage;
  const after = query.after === null ? null : parsePlace(query.after);
  const skip = typeof after === "number" ? after : after === null ? 0 : skipOf(view.today, after);
  const found = listRanked(view, { skip, limit: query.limit + 1 });
  const page = found.slice(0, query.limit);
  const last = page.at(-1)?.entry;
  return {
    totals: totalsIn(view),
    rows: withCards(sql, page),
    next: found.length > query.limit && last !== undefined ? JSON.stringify(last.slice(0, 3)) : null,
  };
}

/** How many come up to and with a key, whether or not he has moved away meanwhile. */
function skipOf(tree: TreeView, key: EntryKey): number {
  const { before, entry } = findEntry(tree, key);
  return entry === null ? before : before + 1;
}

/** A page's end, as `readPage` wrote it, or by its rank alone; one that is none begins at the top. */
function parsePlace(text: string): EntryKey | number | null {
  try {
    const place: unknown = JSON.parse(text);
    if (typeof place === "number") return place;
    if (!Array.isArray(place)) return null;
    const [conversions, firstAtMs, id]: unknown[] = place;
    const isPlace = typeof conversions === "number" && typeof firstAtMs === "number" && typeof id === "string";
    return isPlace ? [conversions, firstAtMs, id] : null;
  } catch {
    return null;
  }
}

export function readPlace(sql: SqlStorage, query: board.PlaceQuery): Place {
  const view = openView(sql, query);
  if (view === null) return noPlace;
  const totals = totalsIn(view);
  const found = findOwn(sql, view, query);
  const before = found?.before ?? totals.participants;
  // Whoever is next above is looked at even where no neighbours are asked for.
  const atLeast = Math.max(query.neighbours, 1);
  const skip = Math.max(0, before - atLeast);
  const limit = before - skip + (found === null ? 0 : 1 + query.neighbours);
  const around = listRanked(view, { skip, limit });
  const [own] = found === null ? [] : around.slice(before - skip, before - skip + 1);
  const next = around[before - skip - 1];
  const shown = withCards(sql, around);
  return {
    totals,
    own: shown.find(({ participantId }) => participantId === own?.entry[2]) ?? null,
    above: shown.slice(Math.max(0, before - skip - query.neighbours), before - skip),
    below: own === undefined ? [] : shown.slice(before - skip + 1),
    behind: own === undefined || next === undefined ? null : next.entry[0] - own.entry[0],
  };
}

export function readRanks(sql: SqlStorage, { participantId, boards, ...moment }: board.RanksQuery): board.BoardRank[] {
  return boards.map((key) => {
    const view = openView(sql, { ...key, ...moment });
    if (view === null) return { rank: null, previousRank: null, conversions: 0, of: 0 };
    const of = totalsIn(view).participants;
    const found = findOwn(sql, view, { ...key, participantId });
    if (found === null) return { rank: null, previousRank: null, conversions: 0, of };
    const previousRank = previousRankOf(view, found.entry);
    return { rank: found.before + 1, previousRank, conversions: found.entry[0], of };
  });
}

export function readLeaders(sql: SqlStorage, { month, most, ...moment }: board.LeadersQuery): board.MonthLeader[] {
  const day = dateAt(moment.nowMs, moment.timeZone).dayNumber;
  return rows.listCategoryBoards(sql, month).flatMap(({ no, category }) =>
    listEntries(viewBoard(sql, no, day).today, { skip: 0, limit: most }).map(
      ([conversions, firstConversionAtMs, participantId], index) => ({
        ...{ category, rank: index + 1, participantId, conversions, firstConversionAtMs },
      }),
    ),
  );
}

function openView(
  sql: SqlStorage,
  { period, filter, nowMs, timeZone }: board.BoardKey & board.BoardMoment,
): View | null {
  const no = rows.findBoard(sql, period, fullFilterOf(filter));
  if (no === null) return null;
  const day = dateAt(nowMs, timeZone).dayNumber;
  return { ...viewBoard(sql, no, day), day };
}

type Own = { participantId: string } & board.BoardKey;

/** His entry, and how many come before it. */
function findOwn(
  sql: SqlStorage,
  view: View,
  { participantId, period, filter }: Own,
): { before: number; entry: Entry } | null {
  const person = rows.findPerson(sql, participantId);
  if (person === null || !isOnBoard(person, fullFilterOf(filter))) return null;
  const score = rows.findScore(sql, participantId, period);
  if (score === null || score.conversions === 0) return null;
  const { before, entry } = findEntry(view.today, [score.conversions, score.firstAtMs, participantId]);
  return entry === null ? null : { before, entry };
}

function listRanked(view: View, range: { skip: number; limit: number }): Ranked[] {
  return listEntries(view.today, range).map((entry, index) => ({
    entry,
    rank: range.skip + index + 1,
    previousRank: previousRankOf(view, entry),
  }));
}

function previousRankOf({ yesterday, day }: View, entry: Entry): number | null {
  const [conversions, firstAtMs, id, changedOn, wasConversions, wasFirstAtMs] = entry;
  const key: EntryKey = changedOn < day ? [conversions, firstAtMs, id] : [wasConversions, wasFirstAtMs, id];
  if (key[0] === 0) return null;
  const found = findEntry(yesterday, key);
  return found.entry === null ? null : found.before + 1;
}

function totalsIn({ today }: View): board.BoardTotals {
  const { count, sum } = totalsOf(today);
  return { participants: count, conversions: sum };
}

/** One by one: a list of ids would be read as rows too. */
function withCards(sql: SqlStorage, ranked: readonly Ranked[]): board.BoardRow[] {
  return ranked.map(({ entry: [conversions, firstConversionAtMs, participantId], rank, previousRank }) => {
    const card = rows.findCard(sql, participantId);
    if (card === null) throw new Error(`${participantId} stands on a board and is not known`);
    return { participantId, rank, previousRank, conversions, firstConversionAtMs, card };
  });
}
