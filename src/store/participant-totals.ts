import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { BadgeCounts } from "#domain/badge-facts";
import { monthsEarnedOf, noTotals, sentOf } from "#domain/participant-totals";
import { monthLeaders, participantTotals } from "#schema/leaderboards";
import type { Database } from "#store/database";

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

/** What conditions of badges ask for, beside paid conversions, which are a counter. */
export type AchievedCounts = Omit<BadgeCounts, "conversions">;

/** From one participant's rows of `selectTotals` and `selectMonthsLed`. */
export function achievedCounts(
  totals: typeof participantTotals.$inferSelect | undefined,
  led: { months: number } | undefined,
): AchievedCounts {
  const { earned, ...stages } = totals ?? noTotals;
  return { referrals: sentOf(stages), monthsEarned: monthsEarnedOf({ earned }), monthsLed: led?.months ?? 0 };
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
