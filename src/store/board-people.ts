import { and, eq, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { BatchResponse } from "drizzle-orm/batch";
import { describePerson } from "#domain/board-card";
import { everMs } from "#domain/counter";
import type { BoardPerson } from "#domain/leaderboard";
import type { ProgramDocument } from "#domain/program";
import type { Reward } from "#domain/reward";
import { participants } from "#schema/participants";
import { programVersions } from "#schema/programs";
import { counters, rewards } from "#schema/rewards";
import type { Database } from "#store/database";
import { selectTotals } from "#store/participant-totals";
import { documentOf } from "#store/program-versions";
import { asReward } from "#store/reward-facts";

/** Whose levels may still be held though they are offered no more. */
const mostVersions = 20;
/** So many of the newest things that somebody has for keeps are looked through for badges. */
const mostKept = 200;

/**
 * What cards are made of, for everybody whom `people` (a SELECT of one column, `id`) names: a statement for all of them
 * together, and of each person no more rows than there are levels and criteria, and `mostKept`. To be read in one batch.
 */
export function selectBoardPeople(db: Database, programId: string, people: SQL) {
  const among = sql`(SELECT id FROM (${people}))`;
  return [
    db
      .select()
      .from(programVersions)
      .where(and(eq(programVersions.programId, programId), sql`version IN (${versionsOfFormer(programId)})`)),
    db
      .select()
      .from(participants)
      .where(sql`id IN ${among}`),
    selectTotals(db, { programIds: sql`(${programId})`, participantIds: among }),
    db
      .select()
      .from(counters)
      .where(
        sql`program_id = ${programId} AND scope IN ${among} AND ends_at_ms = ${everMs} AND name >= 'count:' AND name < 'count;'`,
      ),
    db
      .select()
      .from(rewards)
      .where(sql`id IN (${tierRewards(programId, people)})`),
    db
      .select()
      .from(rewards)
      .where(sql`id IN (${keptBadges(programId, people)})`),
  ] as const;
}

type BoardPeopleRows = Readonly<BatchResponse<ReturnType<typeof selectBoardPeople>>>;

/** Whoever neither referred anybody nor was given anything is on no board and in none of its calculations. */
export function asBoardPeople(
  [earlier, people, totals, counts, tiers, badges]: BoardPeopleRows,
  { current, nowMs }: { current: ProgramDocument; nowMs: number },
): BoardPerson[] {
  const versions = new Map(earlier.map((row) => [row.version, documentOf(row)]));
  const totalsOf = new Map(totals.map((row) => [row.participantId, row]));
  const [countsOf, tiersOf, badgesOf] = [
    Map.groupBy(counts, ({ scope }) => scope),
    rewardsByBeneficiary(tiers),
    rewardsByBeneficiary(badges),
  ];
  return people.flatMap((person) => {
    const own = totalsOf.get(person.id);
    if (own === undefined) return [];
    const facts = {
      person,
      totals: own,
      counts: new Map(countsOf.get(person.id)?.map(({ name, used }) => [name, used])),
      tierRewards: tiersOf.get(person.id) ?? [],
      badges: badgesOf.get(person.id) ?? [],
    };
    return describePerson(facts, { current, versions, nowMs });
  });
}

function rewardsByBeneficiary(rows: BoardPeopleRows[4]): Map<string, Reward[]> {
  return Map.groupBy(rows.map(asReward), ({ beneficiaryId }) => beneficiaryId);
}

/** What the newest versions have under a name, rules or badges, as `version` and `part`. */
function newest(programId: string, name: "rules" | "badges"): SQL {
  return sql`SELECT newest.version, part.value AS part
    FROM (SELECT version, document FROM program_versions WHERE program_id = ${programId}
      ORDER BY version DESC LIMIT ${mostVersions}) AS newest
    CROSS JOIN json_each(newest.document, ${`$.${name}`}) AS part`;
}

/** Those with a level or a badge that there is no more: it is held as it was promised. */
function versionsOfFormer(programId: string): SQL {
  const isGone = (name: "rules" | "badges") => sql`former.part ->> '$.key' NOT IN (
    SELECT part.value ->> '$.key' FROM program_versions AS published
    CROSS JOIN json_each(published.document, ${`$.${name}`}) AS part
    WHERE published.program_id = ${programId} AND published.version =
      (SELECT current_version FROM programs WHERE id = ${programId}))`;
  return sql`SELECT former.version FROM (${newest(programId, "rules")}) AS former
      WHERE former.part -> '$.tier' IS NOT NULL AND ${isGone("rules")}
    UNION SELECT former.version FROM (${newest(programId, "badges")}) AS former WHERE ${isGone("badges")}`;
}

/**
 * By the count at which each level is reached: of all that counts have given somebody these are few. The unary plus keeps
 * the search off the index by rules, which has everybody's.
 */
function tierRewards(programId: string, people: SQL): SQL {
  return sql`SELECT given.id FROM (${people}) AS person
    CROSS JOIN (SELECT DISTINCT part ->> '$.key' AS key,
        coalesce(part ->> '$.on.count.reaches', part ->> '$.on.count.every') AS ordinal
      FROM (${newest(programId, "rules")}) WHERE part -> '$.tier' IS NOT NULL) AS level
    CROSS JOIN rewards AS given ON given.beneficiary_id = person.id AND given.ordinal = level.ordinal
      AND +given.program_id = ${programId} AND +given.rule_key = level.key`;
}

function keptBadges(programId: string, people: SQL): SQL {
  return sql`SELECT badge.value FROM (${people}) AS person
    CROSS JOIN json_each((SELECT json_group_array(id) FROM (
      SELECT id, kind, state FROM rewards WHERE beneficiary_id = person.id AND program_id = ${programId}
        AND kind IN ('badge', 'feature', 'discount') ORDER BY id DESC LIMIT ${mostKept})
      WHERE kind = 'badge' AND state IN ('available', 'redeemed'))) AS badge`;
}
