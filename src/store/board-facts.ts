import { and, asc, eq, gt, isNotNull, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { BatchResponse } from "drizzle-orm/batch";
import type { BoardChange } from "#domain/board-change";
import type { BoardRange, BoardUpdate, PaidReferral } from "#domain/leaderboard";
import { programNowMs } from "#domain/mode";
import type { ProgramDocument } from "#domain/program";
import { paidCriterion } from "#domain/qualification";
import { auditLog } from "#schema/access";
import { programs } from "#schema/programs";
import { referrals } from "#schema/referrals";
import { asBoardPeople, selectBoardPeople } from "#store/board-people";
import type { Database } from "#store/database";
import { documentOf, selectCurrentVersion } from "#store/program-versions";

/** How many referrals and participants together one update may be about. */
export const mostChanged = 100;
/** What a page is bounded by is one statement's time and one call's size. */
const perPage = { people: 500, referrals: 2000 } as const satisfies Record<BoardRange["of"], number>;

/** What boards should show by now of these referrals, their referrers and these participants; null: the program has none. */
export async function loadBoardChange(
  db: Database,
  { programId, referralIds, participantIds }: BoardChange,
  nowMs: number,
): Promise<BoardUpdate | null> {
  if (referralIds.length + participantIds.length > mostChanged) throw new Error("too many for one update of boards");
  const asked = sql`(SELECT value FROM json_each(${JSON.stringify(referralIds)}))`;
  const people = sql`SELECT value AS id FROM json_each(${JSON.stringify(participantIds)})
    UNION SELECT referrer_id FROM referrals WHERE id IN ${asked} AND +program_id = ${programId}`;
  const [version, program, current, paid, ...found] = await db.batch([
    ...selectMoment(db, programId),
    selectReferrals(db).where(and(sql`id IN ${asked}`, sql`+program_id = ${programId}`)),
    ...selectBoardPeople(db, programId, people),
  ]);
  const moment = asMoment([version, program, current], nowMs);
  if (moment === null) return null;
  return updateOf(moment, { people: asBoardPeople(found, moment), referrals: paid.map(asPaid) });
}

/** Of a recalculation: everybody, or everything, after an id. `upTo`: where the next page begins; null on the last. */
export type ToldPage = { update: BoardUpdate; range: Omit<BoardRange, "epoch"> };
type PageAsked = { programId: string; of: BoardRange["of"]; after: string };

/** Null: the program has no boards. */
export async function loadBoardPage(db: Database, asked: PageAsked, nowMs: number): Promise<ToldPage | null> {
  return asked.of === "people" ? loadPeople(db, asked, nowMs) : loadReferrals(db, asked, nowMs);
}

async function loadPeople(db: Database, { programId, after }: PageAsked, nowMs: number): Promise<ToldPage | null> {
  const ids = sql`SELECT participant_id AS id FROM participant_totals
    WHERE program_id = ${programId} AND participant_id > ${after} ORDER BY participant_id LIMIT ${perPage.people}`;
  const [version, program, current, ...found] = await db.batch([
    ...selectMoment(db, programId),
    ...selectBoardPeople(db, programId, ids),
  ]);
  const moment = asMoment([version, program, current], nowMs);
  if (moment === null) return null;
  const [, , totals] = found;
  const upTo = lastOfPage(totals.map(({ participantId }) => participantId).sort(), perPage.people);
  const people = asBoardPeople(found, moment);
  return { update: updateOf(moment, { people, referrals: [] }), range: { of: "people", after, upTo } };
}

async function loadReferrals(db: Database, { programId, after }: PageAsked, nowMs: number): Promise<ToldPage | null> {
  const [version, program, current, paid] = await db.batch([
    ...selectMoment(db, programId),
    selectReferrals(db)
      .where(and(eq(referrals.programId, programId), gt(referrals.id, after)))
      .orderBy(asc(referrals.id))
      .limit(perPage.referrals),
  ]);
  const moment = asMoment([version, program, current], nowMs);
  if (moment === null) return null;
  const upTo = lastOfPage(
    paid.map(({ id }) => id),
    perPage.referrals,
  );
  const update = updateOf(moment, { people: [], referrals: paid.map(asPaid) });
  return { update, range: { of: "referrals", after, upTo } };
}

function lastOfPage(ids: readonly string[], limit: number): string | null {
  return ids.length < limit ? null : (ids.at(-1) ?? null);
}

/** What every update says beside its rows. Reads of one batch are of one moment of the database. */
function selectMoment(db: Database, programId: string) {
  return [
    db.select({ seq: sql<number>`coalesce(max(seq), 0)`.as("newest") }).from(auditLog),
    db
      .select()
      .from(programs)
      .where(and(eq(programs.id, programId), isNotNull(programs.currentVersion))),
    selectCurrentVersion(db, programId),
  ] as const;
}

type Moment = { version: number; nowMs: number; timeZone: string; current: ProgramDocument };

function asMoment(
  [[newest], [program], [published]]: Readonly<BatchResponse<ReturnType<typeof selectMoment>>>,
  nowMs: number,
): Moment | null {
  if (program === undefined || published === undefined) return null;
  const current = documentOf(published);
  return { version: newest?.seq ?? 0, nowMs: programNowMs(program, nowMs), timeZone: current.time_zone, current };
}

function updateOf({ version, nowMs, timeZone }: Moment, rows: Pick<BoardUpdate, "people" | "referrals">): BoardUpdate {
  return { version, nowMs, timeZone, ...rows };
}

/** With how each stands under the criterion of paid conversions. */
function selectReferrals(db: Database) {
  const status: SQL<string | null> = sql`(SELECT status FROM qualifications
    WHERE referral_id = referrals.id AND criterion = ${paidCriterion})`;
  const { id, referrerId, convertedAtMs } = referrals;
  return db.select({ id, referrerId, convertedAtMs, status: status.as("paid") }).from(referrals);
}

type ReferralRow = { id: string; referrerId: string; convertedAtMs: number | null; status: string | null };

function asPaid({ id, referrerId, convertedAtMs, status }: ReferralRow): PaidReferral {
  return { referralId: id, referrerId, atMs: status === "counted" ? convertedAtMs : null };
}
