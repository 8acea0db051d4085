import { and, asc, desc, eq, lt } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import { programs } from "#schema/programs";
import { referrals, touches } from "#schema/referrals";
import type { Database } from "#store/database";

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
  stage: string | undefined;
  before: string | undefined;
  limit: number;
};

export async function listReferrals(db: Database, filter: ReferralFilter): Promise<StoredReferral[]> {
  const { mode, programId, referrerId, refereeId, stage, before, limit } = filter;
  return db
    .select(columns)
    .from(referrals)
    .innerJoin(programs, eq(programs.id, referrals.programId))
    .where(
      and(
        eq(programs.mode, mode),
        programId === undefined ? undefined : eq(referrals.programId, programId),
        referrerId === undefined ? undefined : eq(referrals.referrerId, referrerId),
        refereeId === undefined ? undefined : eq(referrals.refereeId, refereeId),
        stage === undefined ? undefined : eq(referrals.stage, stage),
        before === undefined ? undefined : lt(referrals.id, before),
      ),
    )
    .orderBy(desc(referrals.id))
    .limit(limit + 1);
}

export async function listTouches(db: Database, referralId: string): Promise<TouchRow[]> {
  return db.select().from(touches).where(eq(touches.referralId, referralId)).orderBy(asc(touches.position));
}
