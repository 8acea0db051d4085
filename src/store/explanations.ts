import { and, asc, eq, inArray } from "drizzle-orm";
import type { Clause } from "#domain/explanation";
import type { Mode } from "#domain/mode";
import { explanations } from "#schema/events";
import { participants } from "#schema/participants";
import { programs } from "#schema/programs";
import { referrals } from "#schema/referrals";
import type { Database } from "#store/database";

export type ReferralHistory = {
  referralId: string;
  program: string;
  referrerId: string;
  refereeId: string;
  stage: string;
  decisions: { clauses: Clause[]; decidedAtMs: number }[];
};

/** A referral with every decision about its referee in its program, oldest first; null where this mode has none. */
export async function findReferralHistory(
  db: Database,
  mode: Mode,
  referralId: string,
): Promise<ReferralHistory | null> {
  const [referral] = await db
    .select({ row: referrals, program: programs.key })
    .from(referrals)
    .innerJoin(programs, eq(programs.id, referrals.programId))
    .where(and(eq(referrals.id, referralId), eq(programs.mode, mode)));
  if (referral === undefined) return null;
  const { refereeId, referrerId, programId, stage } = referral.row;
  const rows = await db
    .select()
    .from(explanations)
    .where(and(eq(explanations.refereeId, refereeId), eq(explanations.programId, programId)))
    .orderBy(asc(explanations.eventSeq));
  // Safe because clauses are stored as the engine made them.
  const decisions = rows.map(({ clauses, decidedAtMs }) => ({ clauses: clauses as Clause[], decidedAtMs }));
  return { referralId, program: referral.program, referrerId, refereeId, stage, decisions };
}

export async function findNames(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: participants.id, name: participants.name, externalId: participants.externalId })
    .from(participants)
    .where(inArray(participants.id, [...ids]));
  return new Map(rows.map(({ id, name, externalId }) => [id, name ?? externalId]));
}
