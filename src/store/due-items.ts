import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Mode } from "#domain/mode";
import { participants } from "#schema/participants";
import { programs } from "#schema/programs";
import { referrals } from "#schema/referrals";
import { qualifications, rewards } from "#schema/rewards";
import type { Database } from "#store/database";

/** Something that time brings about: the end of a hold, of a reward's days, or of a stay. */
export type DueItem = { mode: Mode; dueAtMs: number } & (
  | { what: "release" | "expiry"; rewardId: string }
  | { what: "stay"; referralId: string; programId: string; referee: { kind: string; externalId: string } }
);

/** Of one program, or of all that follow real time: what a clock of its own will make due is not due before. */
export type DueFilter = { programId: string | null; untilMs: number; limit: number; offset?: number };

/** Pending rewards that only time keeps, the longest overdue first. */
export async function listDueReleases(db: Database, filter: DueFilter): Promise<DueItem[]> {
  return listDueRewards(db, filter, {
    what: "release",
    state: sql`${rewards.state} = 'pending' AND ${rewards.needsReview} = 0 AND ${rewards.disputed} = 0`,
    column: rewards.releaseAtMs,
  });
}

/** Available rewards whose days are over, the longest overdue first. */
export async function listDueExpiries(db: Database, filter: DueFilter): Promise<DueItem[]> {
  return listDueRewards(db, filter, {
    what: "expiry",
    state: sql`${rewards.state} = 'available' AND ${rewards.expiresAtMs} IS NOT NULL`,
    column: rewards.expiresAtMs,
  });
}

type Wait = {
  what: "release" | "expiry";
  /** Literals: with bound parameters SQLite could not prove that the partial index applies. */
  state: SQL;
  column: SQLiteColumn;
};

async function listDueRewards(db: Database, filter: DueFilter, { what, state, column }: Wait): Promise<DueItem[]> {
  const rows = await db
    .select({ rewardId: rewards.id, mode: rewards.mode, dueAtMs: sql<number>`${column}` })
    .from(rewards)
    .crossJoin(programs)
    .where(and(state, isDue(filter, column), eq(programs.id, rewards.programId), isOfClock(filter, rewards.programId)))
    .orderBy(asc(column), asc(rewards.id))
    .limit(filter.limit)
    .offset(filter.offset ?? 0);
  return rows.map((row) => ({ what, ...row }));
}

/** Referrals whose stay is over, the longest overdue first; rules that ask for the same stay are one. */
export async function listDueStays(db: Database, filter: DueFilter): Promise<DueItem[]> {
  const { dueAtMs, referralId } = qualifications;
  const rows = await db
    .select({
      referralId,
      dueAtMs: sql<number>`${dueAtMs}`,
      mode: referrals.mode,
      programId: referrals.programId,
      kind: participants.kind,
      externalId: participants.externalId,
    })
    .from(qualifications)
    .innerJoin(referrals, eq(referrals.id, referralId))
    .innerJoin(participants, eq(participants.id, referrals.refereeId))
    .innerJoin(programs, eq(programs.id, referrals.programId))
    .where(and(isNotNull(dueAtMs), isFirstOfStay(), isDue(filter, dueAtMs), isOfClock(filter, referrals.programId)))
    .orderBy(asc(dueAtMs), asc(referralId))
    .limit(filter.limit)
    .offset(filter.offset ?? 0);
  return rows.map(({ kind, externalId, ...stay }) => ({
    what: "stay",
    ...stay,
    referee: { kind, externalId },
  }));
}

/** What its event has not settled, for whatever reason. */
export async function isStayDue(db: Database, stay: { referralId: string; dueAtMs: number }): Promise<boolean> {
  const { dueAtMs, referralId } = qualifications;
  const row = await db
    .select({ referralId })
    .from(qualifications)
    .where(and(eq(referralId, stay.referralId), eq(dueAtMs, stay.dueAtMs)))
    .get();
  return row !== undefined;
}

/** Here and not afterwards, or a page would hold fewer stays than rows. */
function isFirstOfStay(): SQL {
  return sql`NOT EXISTS (
    SELECT 1 FROM qualifications AS same WHERE same.referral_id = qualifications.referral_id
      AND same.due_at_ms = qualifications.due_at_ms AND same.criterion < qualifications.criterion)`;
}

/**
 * For all programs by the index of what is due; for one by that program's index, since what all the others have
 * coming until then may be much: the unary plus hides the other one.
 */
function isDue({ programId, untilMs }: DueFilter, column: SQLiteColumn): SQL {
  return programId === null ? sql`${column} <= ${untilMs}` : sql`+${column} <= ${untilMs}`;
}

function isOfClock({ programId }: DueFilter, column: SQLiteColumn): SQL | undefined {
  return programId === null ? isNull(programs.clockMs) : eq(column, programId);
}
