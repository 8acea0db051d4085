import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { everMs } from "#domain/counter";
import type { BadgeFacts, BadgePerson } from "#domain/decide-badges";
import { countName, paidCriterion } from "#domain/qualification";
import { participants } from "#schema/participants";
import { programs, programVersions } from "#schema/programs";
import { counters, rewards } from "#schema/rewards";
import type { Database } from "#store/database";
import { achievedCounts, selectMonthsLed, selectTotals } from "#store/participant-totals";
import { documentOf, isCurrentVersion, selectCurrentVersion } from "#store/program-versions";
import { asReward } from "#store/reward-facts";

/** What the badges of some people depend on, in one round trip; null where the program is not published. No joins: see CONTRIBUTING.md. */
export async function loadBadgeFacts(
  db: Database,
  { programId, participantIds }: { programId: string; participantIds: readonly string[] },
): Promise<BadgeFacts | null> {
  const ids = sql`(SELECT value FROM json_each(${JSON.stringify(participantIds)}))`;
  const whose = { programIds: sql`(${programId})`, participantIds: ids };
  const [[program], [version], people, totals, paid, given, led] = await db.batch([
    db.select().from(programs).where(eq(programs.id, programId)),
    selectCurrentVersion(db, programId),
    db
      .select()
      .from(participants)
      .where(sql`${participants.id} IN ${ids}`),
    selectTotals(db, whose),
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
    selectMonthsLed(db, whose),
  ]);
  if (program === undefined || version === undefined) return null;
  const about = people.map((participant): BadgePerson => ({
    participant,
    counts: {
      ...achievedCounts(
        totals.find(({ participantId }) => participantId === participant.id),
        led.find(({ participantId }) => participantId === participant.id),
      ),
      conversions: paid.find(({ scope }) => scope === participant.id)?.used ?? 0,
    },
    given: given.filter(({ beneficiaryId }) => beneficiaryId === participant.id).map(asReward),
  }));
  return { program, document: documentOf(version), people: about };
}

/** Active programs that follow real time and award badges by themselves, by id. */
export async function listBadgePrograms(
  db: Database,
  { from, limit }: { from: string; limit: number },
): Promise<{ id: string }[]> {
  return db
    .select({ id: programs.id })
    .from(programs)
    .innerJoin(programVersions, isCurrentVersion)
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
