import { asc, eq, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { LeaderFacts } from "#domain/decide-leaders";
import { versionInForce } from "#domain/program";
import { monthLeaders } from "#schema/leaderboards";
import { participants } from "#schema/participants";
import { programs, programVersions } from "#schema/programs";
import { rewards } from "#schema/rewards";
import type { ProgramMonth } from "#store/closed-months";
import type { Database } from "#store/database";
import { documentOf } from "#store/program-versions";
import { asReward } from "#store/reward-facts";

/** As many as a rule may have (`http/contract/rule.ts`): each is searched for by the whole key. */
const everyGrant = sql.raw(`(${Array.from({ length: 20 }, (_, index) => index).join(", ")})`);

/** What a month brings its leaders, in one round trip; null where the program has no version. No joins: see CONTRIBUTING.md. */
export async function loadLeaderFacts(
  db: Database,
  { programId, month, closedAtMs }: ProgramMonth,
): Promise<LeaderFacts | null> {
  const isLed = sql`${monthLeaders.programId} = ${programId} AND ${monthLeaders.month} = ${month} AND ${monthLeaders.rank} = 1`;
  const inForce = sql`coalesce(
    (SELECT max(version) FROM program_versions WHERE program_id = ${programId} AND published_at_ms <= ${closedAtMs}),
    (SELECT min(version) FROM program_versions WHERE program_id = ${programId}))`;
  const leaderRules = sql`(SELECT rule.value ->> '$.key'
    FROM program_versions AS promised, json_each(promised.document, '$.rules') AS rule
    WHERE promised.program_id = ${programId} AND promised.version = ${inForce} AND rule.value ->> '$.on.leader' IS NOT NULL)`;
  const leaderIds = sql`(SELECT participant_id FROM month_leaders WHERE program_id = ${programId} AND month = ${month} AND rank = 1)`;
  const [[program], versions, leaders, people, given] = await db.batch([
    db.select().from(programs).where(eq(programs.id, programId)),
    db
      .select()
      .from(programVersions)
      .where(
        sql`program_versions.program_id = ${programId} AND program_versions.version IN (
          (SELECT current_version FROM programs WHERE id = ${programId}), ${inForce})`,
      ),
    db
      .select({ category: monthLeaders.category, participantId: monthLeaders.participantId })
      .from(monthLeaders)
      .where(isLed)
      .orderBy(asc(monthLeaders.category)),
    db
      .select()
      .from(participants)
      .where(sql`${participants.id} IN ${leaderIds}`),
    db
      .select()
      .from(rewards)
      .where(
        // Each by its natural key: somebody who leads may have any number of other rewards.
        sql`${rewards.programId} = ${programId} AND ${rewards.ruleKey} IN ${leaderRules}
          AND ${rewards.grantIndex} IN ${everyGrant} AND ${rewards.subject} BETWEEN ${month} AND ${`${month};`}`,
      ),
  ]);
  const documents = versions.map((row) => ({ ...row, document: documentOf(row) }));
  const current = documents.find(({ version }) => version === program?.currentVersion);
  const promised = versionInForce(documents, closedAtMs);
  if (program === undefined || current === undefined || promised === null) return null;
  const known = new Map(people.map((person) => [person.id, person]));
  return {
    program,
    closed: { month, closedAtMs },
    promised,
    current: current.document,
    leaders: leaders.flatMap(({ category, participantId }) => {
      const participant = known.get(participantId);
      return participant === undefined ? [] : [{ category, participant }];
    }),
    given: given.map(asReward),
  };
}

/**
 * The ids of what rules on leaders gave somebody, each found by its whole key: month by month that he led, and no other
 * reward of his is looked at. Which rules there were is asked of whoever led, and of nobody else.
 */
export function leaderRewardsOf(participantId: string, inPrograms: SQL): SQL {
  return sql`(
    SELECT given.id FROM month_leaders AS led CROSS JOIN rewards AS given
    WHERE led.participant_id = ${participantId} AND led.program_id IN ${inPrograms} AND led.rank = 1
      AND given.program_id = led.program_id AND given.grant_index IN ${everyGrant}
      AND given.rule_key IN (
        SELECT rule.value ->> '$.key' FROM program_versions AS asked CROSS JOIN json_each(asked.document, '$.rules') AS rule
        WHERE asked.program_id IN ${inPrograms} AND rule.value ->> '$.on.leader' IS NOT NULL)
      AND given.subject = led.month || iif(led.category = '', '', ':' || led.category)
      AND given.beneficiary_id = led.participant_id)`;
}
