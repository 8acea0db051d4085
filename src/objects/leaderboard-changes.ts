import type { Membership } from "#domain/board-membership";
import { periodKeysAt } from "#domain/board-period";
import type { BoardPerson, BoardUpdate, PaidReferral } from "#domain/leaderboard";
import * as rows from "#objects/leaderboard-rows";
import type { Score, ScoreRow } from "#objects/leaderboard-rows";

/** Somebody whom an update concerns: who he was and is, and his scores that change, as they were before. */
export type Touched = {
  before: Membership | null;
  after: Membership | null;
  scores: Map<string, { before: ScoreRow; delta: number; earliestMs: number }>;
};

/** What an update does to people, referrals and scores. What stands on boards comes after it (leaderboard-order.ts). */
export type Changes = { touched: Map<string, Touched>; drift: number };

/** `isScored`: whether somebody's conversions are summed up already; whose are not yet, they will be. */
type Moment = { day: number; isScored: (referrerId: string) => boolean };
type Ground = Moment & { sql: SqlStorage; update: BoardUpdate; changes: Changes };

const noScore: Score = { conversions: 0, firstAtMs: 0 };

/** Writes what is newer than what is known, and answers whom it concerns. */
export function takeIn(sql: SqlStorage, update: BoardUpdate, moment: Moment): Changes {
  const ground: Ground = { ...moment, sql, update, changes: { touched: new Map(), drift: 0 } };
  for (const person of update.people) takePerson(ground, person);
  for (const referral of update.referrals) takeReferral(ground, referral);
  forgetMissing(ground);
  for (const [participantId, touched] of ground.changes.touched) {
    for (const period of touched.scores.keys()) settleScore(ground, participantId, period);
  }
  return ground.changes;
}

function takePerson(ground: Ground, { id, card: shown, ...membership }: BoardPerson): void {
  const { sql, update, changes } = ground;
  const known = rows.findPerson(sql, id);
  if (known !== null && known.version > update.version) return;
  const card = JSON.stringify(shown);
  const isMoved = known === null || !isSame(known, membership);
  const isChanged = isMoved || known.card !== card;
  if (isChanged) changes.drift += 1;
  else if (update.range !== undefined) return;
  if (isMoved) touch(ground, id, known).after = membership;
  rows.storePerson(sql, id, { ...membership, card, version: update.version });
}

function takeReferral(ground: Ground, { referralId, referrerId, atMs }: PaidReferral): void {
  const { sql, update, changes } = ground;
  const known = rows.findReferral(sql, referralId);
  if (known !== null && known.version > update.version) return;
  const isChanged = (known?.atMs ?? null) !== atMs || (atMs !== null && known?.referrerId !== referrerId);
  if (isChanged) changes.drift += 1;
  if (known !== null && isChanged) addConversion(ground, known, -1);
  if (isChanged) addConversion(ground, { referrerId, atMs }, 1);
  // A row says since when it is so, against what was read earlier and comes later. Nothing earlier comes to a new object.
  if (update.range !== undefined && !isChanged) return;
  rows.storeReferral(sql, referralId, { version: update.version, referrerId, atMs });
}

function forgetMissing(ground: Ground): void {
  const { sql, update, changes } = ground;
  const { range, version } = update;
  if (range === undefined) return;
  const isOfPeople = range.of === "people";
  const listed = new Set(
    isOfPeople ? update.people.map(({ id }) => id) : update.referrals.map((one) => one.referralId),
  );
  for (const id of rows.listIds(sql, range)) {
    if (listed.has(id)) continue;
    const person = isOfPeople ? rows.findPerson(sql, id) : null;
    const referral = isOfPeople ? null : rows.findReferral(sql, id);
    if ((person ?? referral ?? { version: Infinity }).version > version) continue;
    changes.drift += 1;
    if (person !== null) {
      touch(ground, id, person).after = null;
      rows.deletePerson(sql, id);
    }
    if (referral !== null) {
      addConversion(ground, referral, -1);
      rows.deleteReferral(sql, id);
    }
  }
}

function addConversion(ground: Ground, of: Pick<PaidReferral, "referrerId" | "atMs">, delta: 1 | -1): void {
  const { sql, update, day, isScored } = ground;
  const { referrerId, atMs } = of;
  if (atMs === null || !isScored(referrerId)) return;
  const { scores } = touch(ground, referrerId);
  for (const period of Object.values(periodKeysAt(atMs, update.timeZone))) {
    const known = scores.get(period);
    const before = known?.before ?? rows.findScore(sql, referrerId, period) ?? { ...noScore, day, was: noScore };
    const earliestMs = Math.min(known?.earliestMs ?? (before.conversions > 0 ? before.firstAtMs : Infinity), atMs);
    scores.set(period, { before, delta: (known?.delta ?? 0) + delta, earliestMs });
  }
}

/** The first conversion is looked for where it may be at the earliest: the one before may have been taken back. */
function settleScore({ sql, day, changes }: Ground, participantId: string, period: string): void {
  const change = changes.touched.get(participantId)?.scores.get(period);
  if (change === undefined) return;
  const { before, delta, earliestMs } = change;
  const conversions = before.conversions + delta;
  const firstAtMs = conversions > 0 ? (rows.findPaidFrom(sql, participantId, earliestMs) ?? 0) : 0;
  const was = before.day < day ? { conversions: before.conversions, firstAtMs: before.firstAtMs } : before.was;
  rows.storeScore(sql, { participantId, period }, { conversions, firstAtMs, day: Math.max(day, before.day), was });
}

function touch({ sql, changes }: Ground, id: string, row = rows.findPerson(sql, id)): Touched {
  const known = changes.touched.get(id);
  if (known !== undefined) return known;
  const before = row && membershipOf(row);
  const touched: Touched = { before, after: before, scores: new Map() };
  changes.touched.set(id, touched);
  return touched;
}

function membershipOf({ kind, category, location, isListed }: Membership): Membership {
  return { kind, category, location, isListed };
}

function isSame(a: Membership, b: Membership): boolean {
  return a.kind === b.kind && a.category === b.category && a.location === b.location && a.isListed === b.isListed;
}
