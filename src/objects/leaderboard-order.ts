import { boardsOf, isOnBoard } from "#domain/board-membership";
import type { Membership } from "#domain/board-membership";
import { insertEntry, removeEntry } from "#domain/counted-tree";
import type { EntryKey } from "#domain/counted-tree";
import type { Changes, Touched } from "#objects/leaderboard-changes";
import { openTrees } from "#objects/leaderboard-nodes";
import type { Trees } from "#objects/leaderboard-nodes";
import * as rows from "#objects/leaderboard-rows";
import type { Score, ScoreRow } from "#objects/leaderboard-rows";

/** Puts everybody whom an update concerns where he belongs now, on every board of his. */
export function putInPlace(sql: SqlStorage, { touched }: Changes, day: number): void {
  const trees = openTrees(sql, day);
  for (const [id, person] of touched) {
    const isMoved = person.before !== person.after;
    const periods = isMoved ? rows.listPeriods(sql, id) : [...person.scores.keys()];
    for (const period of periods) {
      const after = rows.findScore(sql, id, period);
      if (after === null) continue;
      const before = person.scores.get(period)?.before ?? after;
      move(trees, day, { id, period, person, before, after });
    }
  }
  trees.flush();
}

type Move = {
  id: string;
  period: string;
  person: Touched;
  before: Score;
  after: ScoreRow;
};

function move(trees: Trees, day: number, { id, period, person, before, after }: Move): void {
  const isSameKey = before.conversions === after.conversions && before.firstAtMs === after.firstAtMs;
  // As he stood yesterday, on whatever board: the board of yesterday knows whether he stood there.
  const was = after.day >= day ? after.was : after;
  for (const board of boardsOfScore(person.before, before)) {
    if (isSameKey && person.after !== null && isOnBoard(person.after, board)) continue;
    removeEntry(trees.tree(period, board), keyOf(id, before));
  }
  for (const board of boardsOfScore(person.after, after)) {
    if (isSameKey && person.before !== null && isOnBoard(person.before, board)) continue;
    insertEntry(trees.tree(period, board), [
      after.conversions,
      after.firstAtMs,
      id,
      day,
      was.conversions,
      was.firstAtMs,
    ]);
  }
}

function boardsOfScore(member: Membership | null, { conversions }: Score) {
  return member === null || conversions === 0 ? [] : boardsOf(member);
}

function keyOf(id: string, { conversions, firstAtMs }: Score): EntryKey {
  return [conversions, firstAtMs, id];
}

/** So many scores are put in order in one call: reads wait meanwhile, and each node that it meets is written once. */
const scoresPerPortion = 5000;

/**
 * Puts a portion of all scores on their boards, in order, so that each goes to the end of its own. Who changes meanwhile
 * goes where he belongs by himself: the portion that meets him finds him there. Answers where the next one begins.
 */
export function putInOrder(sql: SqlStorage, place: string | null, day: number): string | null {
  const trees = openTrees(sql, day);
  // Safe because this function wrote it.
  const after = place === null ? { period: "", key: [0, 0, ""] as const } : (JSON.parse(place) as ScorePlace);
  const scores = rows.listScores(sql, after, scoresPerPortion);
  for (const { participantId, period, conversions, firstAtMs } of scores) {
    const person = rows.findPerson(sql, participantId);
    for (const board of boardsOfScore(person, { conversions, firstAtMs })) {
      insertEntry(trees.tree(period, board), [conversions, firstAtMs, participantId, day, 0, 0]);
    }
  }
  trees.flush();
  const last = scores.at(-1);
  if (last === undefined || scores.length < scoresPerPortion) return null;
  return JSON.stringify({ period: last.period, key: [last.conversions, last.firstAtMs, last.participantId] });
}

type ScorePlace = { period: string; key: [number, number, string] };
