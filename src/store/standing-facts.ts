import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { everMs } from "#domain/counter";
import type { Mode } from "#domain/mode";
import type { ProgramDocument } from "#domain/program";
import type { Reward } from "#domain/reward";
import { programVersions, programs } from "#schema/programs";
import { counters, rewards } from "#schema/rewards";
import { countsOf, selectMonthsLed, selectTotals } from "#store/badge-facts";
import type { Database } from "#store/database";
import { everyGrant } from "#store/leader-facts";
import { asReward } from "#store/reward-facts";

/** What one answer takes. */
const mostPrograms = 20;
const mostRewards = 500;

export type ProgramStandingFacts = {
  programId: string;
  program: string;
  clockMs: number | null;
  current: ProgramDocument;
  versions: Map<number, ProgramDocument>;
  /** By name of the counter. */
  counts: Map<string, number>;
  /** Beside its paid conversions, which are a counter. */
  totals: { referrals: number; monthsEarned: number; monthsLed: number };
  countRewards: Reward[];
  leaderRewards: Reward[];
  kept: Reward[];
};

type Asked = { mode: Mode; participantId: string; programId: string | undefined };

/** What a participant's standing is derived from, per published program, in one round trip. */
export async function loadStandingFacts(db: Database, asked: Asked): Promise<ProgramStandingFacts[]> {
  const [programRows, versionRows, counterRows, countRewards, leaderRewards, kept, totals, led] = await db.batch(
    selectStanding(db, asked),
  );
  return programRows.flatMap(({ id: programId, key: program, clockMs, currentVersion }) => {
    const isOwn = (row: { programId: string }) => row.programId === programId;
    // Safe because versions are copies of drafts, which are written from parsed documents only.
    const versions = new Map(versionRows.filter(isOwn).map((row) => [row.version, row.document as ProgramDocument]));
    const current = versions.get(currentVersion ?? 0);
    if (current === undefined) return [];
    const counts = new Map(counterRows.filter(isOwn).map(({ name, used }) => [name, used]));
    const given = {
      totals: { ...countsOf(totals.find(isOwn)), monthsLed: led.find(isOwn)?.months ?? 0 },
      countRewards: countRewards.filter(isOwn).map(asReward),
      leaderRewards: leaderRewards.filter(isOwn).map(asReward),
      kept: kept.filter(isOwn).map(asReward),
    };
    return [{ programId, program, clockMs, current, versions, counts, ...given }];
  });
}

function selectStanding(db: Database, asked: Asked) {
  const { participantId } = asked;
  const inPrograms = sql`(SELECT id FROM programs WHERE ${concerned(asked)} ORDER BY id DESC LIMIT ${mostPrograms})`;
  const own = (also: SQL | undefined) => and(eq(rewards.beneficiaryId, participantId), also);
  const isCounted = sql`ordinal IS NOT NULL AND +program_id IN ${inPrograms}`;
  const isLed = ledBy(participantId, inPrograms);
  const whose = { programIds: inPrograms, participantIds: sql`(${participantId})` };
  return [
    db.select().from(programs).where(concerned(asked)).orderBy(desc(programs.id)).limit(mostPrograms),
    db
      .select()
      .from(programVersions)
      .where(
        sql`program_versions.program_id IN ${inPrograms} AND program_versions.version IN (
          SELECT current_version FROM programs WHERE id = program_versions.program_id
          UNION SELECT version FROM rewards WHERE beneficiary_id = ${participantId} AND ordinal IS NOT NULL
            AND +program_id = program_versions.program_id
          UNION SELECT version FROM rewards WHERE beneficiary_id = ${participantId}
            AND program_id = program_versions.program_id AND kind IN ('badge', 'feature', 'discount') AND +kind = 'badge'
          UNION SELECT version FROM rewards WHERE id IN ${isLed} AND program_id = program_versions.program_id)`,
      ),
    db
      .select()
      .from(counters)
      .where(
        and(
          sql`program_id IN ${inPrograms}`,
          eq(counters.scope, participantId),
          eq(counters.endsAtMs, everMs),
          sql`name >= 'count:' AND name < 'count;'`,
        ),
      ),
    db.select().from(rewards).where(own(isCounted)).orderBy(desc(rewards.ordinal)).limit(mostRewards),
    db
      .select()
      .from(rewards)
      .where(sql`id IN ${isLed}`)
      .orderBy(desc(rewards.id))
      .limit(mostRewards),
    db
      .select()
      .from(rewards)
      .where(
        own(
          sql`+program_id IN ${inPrograms} AND kind IN ('badge', 'feature', 'discount')
            AND (+state IN ('available', 'redeemed') OR substr(rule_key, 1, 6) = 'badge:')`,
        ),
      )
      .orderBy(desc(rewards.id))
      .limit(mostRewards),
    selectTotals(db, whose),
    selectMonthsLed(db, whose),
  ] as const;
}

/**
 * What rules on leaders gave him, each by its whole key: month by month that he led, and no other reward of his is looked
 * at. Which rules there were is asked of whoever led, and of nobody else.
 */
function ledBy(participantId: string, inPrograms: SQL): SQL {
  return sql`(
    SELECT given.id FROM month_leaders AS led CROSS JOIN rewards AS given
    WHERE led.participant_id = ${participantId} AND led.program_id IN ${inPrograms} AND led.rank = 1
      AND given.program_id = led.program_id AND given.grant_index IN ${everyGrant}
      AND given.rule_key IN (
        SELECT rule.value ->> '$.key' FROM program_versions AS asked, json_each(asked.document, '$.rules') AS rule
        WHERE asked.program_id IN ${inPrograms} AND rule.value ->> '$.on.leader' IS NOT NULL)
      AND given.subject = led.month || iif(led.category = '', '', ':' || led.category)
      AND given.beneficiary_id = led.participant_id)`;
}

/** The named program; else those in which the participant has a link, a referral or a reward. */
function concerned({ mode, participantId, programId }: Asked): SQL | undefined {
  const ofMode = eq(programs.mode, mode);
  if (programId !== undefined) return and(ofMode, eq(programs.id, programId));
  const evident = sql`(
    SELECT program_id FROM links WHERE participant_id = ${participantId}
    UNION SELECT program_id FROM referrals WHERE referrer_id = ${participantId}
    UNION SELECT program_id FROM rewards WHERE beneficiary_id = ${participantId})`;
  return and(ofMode, inArray(programs.id, evident));
}
