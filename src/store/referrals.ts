import { and, asc, desc, eq, lt } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import { programs } from "#schema/programs";
import { referrals, touches } from "#schema/referrals";
import type { Database } from "#store/database";
import { aboveAllIds, isAsked, isTestRow, matches, searchedBy } from "#store/listing";

export type ReferralRow = typeof referrals.$inferSelect;
export type TouchRow = typeof touches.$inferSelect;
export type StoredReferral = { referral: ReferralRow; program: string };

const columns = { referral: referrals, program: programs.key };

export async function findReferral(db: Database, mode: Mode, id: string): Promise<StoredReferral | null> {
  const row = await db
    .select(columns)
    .from(referrals)
    .innerJoin(programs, eq(programs.id, referrals.programId))
    .where(and(eq(referrals.id, id), eq(programs.mode, mode)))
    .get();
  return row ?? null;
}

export type ReferralFilter = {
  mode: Mode;
  programId: string | undefined;
  referrerId: string | undefined;
  refereeId: string | undefined;
  before: string | undefined;
  limit: number;
};

export async function listReferrals(db: Database, filter: ReferralFilter): Promise<StoredReferral[]> {
  const { mode, programId, referrerId, refereeId, before = aboveAllIds, limit } = filter;
  const found = and(
    searchedBy(
      isAsked(referrals.refereeId, refereeId),
      isAsked(referrals.referrerId, referrerId),
      isAsked(referrals.programId, programId),
      isTestRow(referrals.mode, mode),
    ),
    matches(referrals.referrerId, referrerId),
    matches(referrals.programId, programId),
    matches(referrals.mode, mode),
    eq(programs.id, referrals.programId),
  );
  const query = db.select(columns).from(referrals).crossJoin(programs);
  if (refereeId !== undefined) return newestFirst(await query.where(found), before, limit);
  return query
    .where(and(found, lt(referrals.id, before)))
    .orderBy(desc(referrals.id))
    .limit(limit + 1);
}

/** A referee has one referral in a program: so few are not worth an index in their order. */
function newestFirst(rows: StoredReferral[], before: string, limit: number): StoredReferral[] {
  const older = rows.filter(({ referral }) => referral.id < before);
  return older.sort((a, b) => (a.referral.id < b.referral.id ? 1 : -1)).slice(0, limit + 1);
}

export async function listTouches(db: Database, referralId: string): Promise<TouchRow[]> {
  return db.select().from(touches).where(eq(touches.referralId, referralId)).orderBy(asc(touches.position));
}
