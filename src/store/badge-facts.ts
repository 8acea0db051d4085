import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { everMs } from "#domain/counter";
import type { BadgeFacts, BadgePerson } from "#domain/decide-badges";
import type { ProgramDocument } from "#domain/program";
import { countName, paidCriterion } from "#domain/qualification";
import { monthLeaders, participantTotals } from "#schema/leaderboards";
import { participants } from "#schema/participants";
import { programs, programVersions } from "#schema/programs";
import { counters, rewards } from "#schema/rewards";
import type { Database } from "#store/database";
import { asReward } from "#store/reward-facts";

/** What the badges of some people depend on, in one round trip; null where the program is not published. No joins: see CONTRIBUTING.md. */
export async function loadBadgeFacts(
  db: Database,
  { programId, participantIds }: { programId: string; participantIds: readonly string[] },
): Promise<BadgeFacts | null> {
  const ids = sql`(SELECT value FROM json_each(${JSON.stringify(participantIds)}))`;
  const [[program], [version], people, totals, paid, given, led] = await db.batch([
    db.select().from(programs).where(eq(programs.id, programId)),
    selectCurrentVersion(db, programId),
    db
      .select()
      .from(participants)
      .where(sql`${participants.id} IN ${ids}`),
    selectTotals(db, { programIds: sql`(${programId})`, participantIds: ids }),
    db
      .select()
      .from(counters)
      .where(
        and(
          eq(counters.programId, programId),
          sql`${counters.scope} IN ${ids}`,
          eq(counters.endsAtMs, everMs),
          eq(counters.name, countName(paidCriterion)),
        ),
      ),
    db
      .select()
      .from(rewards)
      .where(
        // The list lets the index of what is kept be used.
        sql`${rewards.beneficiaryId} IN ${ids} AND ${rewards.programId} = ${programId}
          AND ${rewards.kind} IN ('badge', 'feature', 'discount') AND +${rewards.kind} = 'badge'`,
      ),
    selectMonthsLed(db, { programIds: sql`(${programId})`, participantIds: ids }),
  ]);
  if (program === undefined || version === undefined) return null;
  const about = people.map((participant): BadgePerson => ({
    participant,
    counts: {
      ...countsOf(totals.find(({ participantId }) => participantId === participant.id)),
      conversions: paid.find(({ scope }) => scope === participant.id)?.used ?? 0,
      monthsLed: led.find(({ participantId }) => participantId === participant.id)?.months ?? 0,
    },
    given: given.filter(({ beneficiaryId }) => beneficiaryId === participant.id).map(asReward),
  }));
  // Safe because versions are copies of drafts, which are written from parsed documents only.
  return { program, document: version.document as ProgramDocument, people: about };
}

export function selectCurrentVersion(db: Database, programId: string) {
  return db
    .select()
    .from(programVersions)
    .where(
      sql`program_versions.program_id = ${programId} AND program_versions.version =
        (SELECT current_version FROM programs WHERE id = ${programId})`,
    );
}

/** Lists of ids, as SQL. */
type Whose = { programIds: SQL; participantIds: SQL };

export function selectTotals(db: Database, { programIds, participantIds }: Whose) {
  return db
    .select()
    .from(participantTotals)
    .where(
      sql`${participantTotals.programId} IN ${programIds} AND ${participantTotals.participantId} IN ${participantIds}`,
    );
}

/** How many closed months each of them led, of the whole program. */
export function selectMonthsLed(db: Database, { programIds, participantIds }: Whose) {
  return db
    .select({
      programId: monthLeaders.programId,
      participantId: monthLeaders.participantId,
      months: sql<number>`count(*)`,
    })
    .from(monthLeaders)
    .where(
      sql`${monthLeaders.participantId} IN ${participantIds} AND ${monthLeaders.programId} IN ${programIds}
        AND ${monthLeaders.category} = '' AND ${monthLeaders.rank} = 1`,
    )
    .groupBy(monthLeaders.participantId, monthLeaders.programId);
}

export function countsOf(totals: typeof participantTotals.$inferSelect | undefined) {
  if (totals === undefined) return { referrals: 0, monthsEarned: 0 };
  const { signedUp, activated, converted, rewarded, earned } = totals;
  return { referrals: signedUp + activated + converted + rewarded, monthsEarned: earned["free_months"] ?? 0 };
}

/** Active programs that follow real time and award badges by themselves, by id. */
export async function listBadgePrograms(
  db: Database,
  { from, limit }: { from: string; limit: number },
): Promise<{ id: string }[]> {
  return db
    .select({ id: programs.id })
    .from(programs)
    .innerJoin(
      programVersions,
      and(eq(programVersions.programId, programs.id), eq(programVersions.version, programs.currentVersion)),
    )
    .where(
      and(
        sql`${programs.id} >= ${from}`,
        eq(programs.status, "active"),
        isNull(programs.clockMs),
        sql`EXISTS (SELECT 1 FROM json_each(${programVersions.document}, '$.badges') AS badge
          WHERE badge.value ->> '$.condition' IS NOT NULL)`,
      ),
    )
    .orderBy(asc(programs.id))
    .limit(limit);
}

/** Whoever has referred somebody or was given something in a program, by id. */
export async function listParticipantIds(
  db: Database,
  { programId, after, limit }: { programId: string; after: string; limit: number },
): Promise<string[]> {
  const { participantId } = participantTotals;
  const rows = await db
    .select({ participantId })
    .from(participantTotals)
    .where(and(eq(participantTotals.programId, programId), gt(participantId, after)))
    .orderBy(asc(participantId))
    .limit(limit);
  return rows.map((row) => row.participantId);
}
