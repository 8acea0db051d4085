import { sql } from "drizzle-orm";
import type { ParticipantTotals } from "#domain/participant-totals";
import type { Database } from "#store/database";
import { selectTotals } from "#store/participant-totals";
import { asStanding, programsOf, selectStanding } from "#store/standing-facts";
import type { AskedStanding, ProgramStandingFacts, StandingGround } from "#store/standing-facts";

export type ProgramStatsFacts = ProgramStandingFacts & {
  /** Null: he has neither referred anybody there nor been given anything. */
  totals: ParticipantTotals | null;
  /** Of those he referred who are among the newest steps, by referral; nobody who was erased. */
  names: Map<string, string | null>;
};

/** What a participant's figures are made of, per published program, in one round trip that no number of referrals makes dearer. */
export async function loadStatsFacts(db: Database, asked: AskedStanding): Promise<StandingGround<ProgramStatsFacts>> {
  const whose = { programIds: programsOf(asked), participantIds: sql`(${asked.participantId})` };
  const [totalRows, nameRows, ...rows] = await db.batch([
    selectTotals(db, whose),
    db
      .select({
        referralId: sql<string>`referral_id`.as("recent_referral"),
        name: sql<string | null>`name`.as("recent_name"),
      })
      .from(
        sql`(SELECT DISTINCT f.id AS referral_id, p.name AS name
          FROM participant_totals t CROSS JOIN json_each(t.recent) step CROSS JOIN referrals f CROSS JOIN participants p
          WHERE t.program_id IN ${whose.programIds} AND t.participant_id = ${asked.participantId}
            AND f.id = step.value ->> 0 AND p.id = f.referee_id AND p.erased_at_ms IS NULL) AS own`,
      ),
    // What repeats has its progress by the count alone.
    ...selectStanding(db, asked, { mostRepeated: 0 }),
  ]);
  const ground = asStanding(rows, asked);
  const names = new Map(nameRows.map(({ referralId, name }) => [referralId, name]));
  const totalsOf = new Map(totalRows.map(({ programId, participantId: _, ...totals }) => [programId, totals]));
  return {
    ...ground,
    programs: ground.programs.map((found) => ({ ...found, totals: totalsOf.get(found.programId) ?? null, names })),
  };
}
