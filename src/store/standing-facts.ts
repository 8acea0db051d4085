import { and, desc, eq, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { everMs } from "#domain/counter";
import type { Mode } from "#domain/mode";
import type { ProgramDocument } from "#domain/program";
import type { Reward } from "#domain/reward";
import { participants } from "#schema/participants";
import { programVersions, programs } from "#schema/programs";
import { counters, rewards } from "#schema/rewards";
import type { Database } from "#store/database";
import { leaderRewardsOf } from "#store/leader-facts";
import { achievedCounts, selectMonthsLed, selectTotals } from "#store/participant-totals";
import type { AchievedCounts } from "#store/participant-totals";
import type { StoredParticipant } from "#store/participants";
import { documentOf } from "#store/program-versions";
import { asReward } from "#store/reward-facts";

/** What one answer takes. */
const mostPrograms = 20;
/** Of one program. */
const mostRewards = 500;
/** Of the links that are none's default: programs that know somebody by nothing but older ones are left out. */
const mostLinks = 100;

export type ProgramStandingFacts = {
  programId: string;
  program: string;
  clockMs: number | null;
  current: ProgramDocument;
  versions: Map<number, ProgramDocument>;
  /** By name of the counter. */
  counts: Map<string, number>;
  countRewards: Reward[];
};

/** `program`: by id or key; undefined: those that know the participant. */
export type AskedStanding = { mode: Mode; participantId: string; program: string | undefined };
export type StandingGround<Facts = ProgramStandingFacts> = {
  /** Null: nobody of that mode. */
  participant: StoredParticipant | null;
  isProgramKnown: boolean;
  /** Those that were published. */
  programs: Facts[];
};
/** With all that the participant has to show. */
export type Achieved = ProgramStandingFacts & {
  achieved: AchievedCounts;
  leaderRewards: Reward[];
  kept: Reward[];
};

/** What a participant's standing is derived from, per published program, in one round trip. */
export async function loadStandingFacts(db: Database, asked: AskedStanding): Promise<StandingGround<Achieved>> {
  const { participantId } = asked;
  const programIds = programsOf(asked);
  const keptIds = newestOf(asked, isKept, "id");
  const leaderIds = leaderRewardsOf(participantId, programIds);
  const whose = { programIds, participantIds: sql`(${participantId})` };
  const [kept, leaderRewards, totals, led, promises, ...rows] = await db.batch([
    db
      .select()
      .from(rewards)
      .where(sql`id IN ${keptIds}`)
      .orderBy(desc(rewards.id)),
    db
      .select()
      .from(rewards)
      .where(sql`id IN ${leaderIds}`)
      .orderBy(desc(rewards.id))
      .limit(mostRewards),
    selectTotals(db, whose),
    selectMonthsLed(db, whose),
    db.select().from(programVersions).where(sql`program_id IN ${programIds} AND (program_id, version) IN (
      SELECT program_id, version FROM rewards WHERE id IN ${keptIds} AND kind = 'badge'
      UNION SELECT program_id, version FROM rewards WHERE id IN ${leaderIds})`),
    ...selectStanding(db, asked, { mostRepeated: mostRewards }),
  ]);
  const ground = asStanding(rows, asked);
  const programs = ground.programs.map((found): Achieved => {
    const isOwn = ({ programId }: { programId: string }) => programId === found.programId;
    const promised = promises.filter(isOwn).map((row) => [row.version, documentOf(row)] as const);
    return {
      ...found,
      versions: new Map([...found.versions, ...promised]),
      achieved: achievedCounts(totals.find(isOwn), led.find(isOwn)),
      leaderRewards: leaderRewards.filter(isOwn).map(asReward),
      kept: kept.filter(isOwn).map(asReward),
    };
  });
  return { ...ground, programs };
}

/** Of badges by their conditions also those that were taken back, which are not awarded again. */
const isKept = sql`kind IN ('badge', 'feature', 'discount')
  AND (+state IN ('available', 'redeemed') OR substr(rule_key, 1, 6) = 'badge:')`;

/**
 * Selects for a batch; no number of referrals makes them read more. Rewards of counts that are reached once are found by
 * those counts, and of counts that repeat the newest so many.
 */
export function selectStanding(db: Database, asked: AskedStanding, { mostRepeated }: { mostRepeated: number }) {
  const { mode, participantId } = asked;
  const inPrograms = programsOf(asked);
  const countRewards = countRewardsOf(asked, mostRepeated);
  return [
    db
      .select()
      .from(participants)
      .where(and(eq(participants.id, participantId), eq(participants.mode, mode))),
    db.select().from(programs).where(isConcerned(asked)).orderBy(desc(programs.id)).limit(mostPrograms),
    db
      .select()
      .from(programVersions)
      .where(
        sql`program_id IN ${inPrograms} AND (program_id, version) IN (
          SELECT id, current_version FROM programs WHERE id IN ${inPrograms}
          UNION SELECT program_id, version FROM rewards WHERE id IN ${countRewards})`,
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
    db
      .select()
      .from(rewards)
      .where(sql`id IN ${countRewards}`)
      .orderBy(desc(rewards.ordinal)),
  ] as const;
}

type StandingRows = readonly [
  StoredParticipant[],
  (typeof programs.$inferSelect)[],
  (typeof programVersions.$inferSelect)[],
  (typeof counters.$inferSelect)[],
  (typeof rewards.$inferSelect)[],
];

/** What `selectStanding` found. */
export function asStanding(
  [[participant], programRows, versionRows, counterRows, countRewards]: StandingRows,
  { program: asked }: AskedStanding,
): StandingGround {
  const found = programRows.flatMap(({ id: programId, key: program, clockMs, currentVersion }) => {
    const isOwn = (row: { programId: string }) => row.programId === programId;
    const versions = new Map(versionRows.filter(isOwn).map((row) => [row.version, documentOf(row)]));
    const current = versions.get(currentVersion ?? 0);
    if (current === undefined) return [];
    const counts = new Map(counterRows.filter(isOwn).map(({ name, used }) => [name, used]));
    const given = countRewards.filter(isOwn).map(asReward);
    return [{ programId, program, clockMs, current, versions, counts, countRewards: given }];
  });
  return {
    participant: participant ?? null,
    isProgramKnown: asked === undefined || programRows.length > 0,
    programs: found,
  };
}

export function programsOf(asked: AskedStanding): SQL {
  return sql`(SELECT id FROM programs WHERE ${isConcerned(asked)} ORDER BY id DESC LIMIT ${mostPrograms})`;
}

/** The named program; else those in which the participant has a link, a referral or a reward. */
function isConcerned({ mode, participantId, program }: AskedStanding): SQL | undefined {
  const ofMode = eq(programs.mode, mode);
  if (program !== undefined) {
    return and(ofMode, program.startsWith("prg_") ? eq(programs.id, program) : eq(programs.key, program));
  }
  // From the programs to the participant: programs are few, and what he has may be much.
  return sql`id IN (
    SELECT g.id FROM programs g WHERE g.mode = ${mode} AND (
      EXISTS (SELECT 1 FROM participant_totals WHERE program_id = g.id AND participant_id = ${participantId})
      OR EXISTS (SELECT 1 FROM links WHERE program_id = g.id AND participant_id = ${participantId} AND is_default IS NOT NULL))
    UNION SELECT own.program_id FROM (
      SELECT program_id FROM links WHERE participant_id = ${participantId} ORDER BY id DESC LIMIT ${mostLinks}) AS own)`;
}

function countRewardsOf(asked: AskedStanding, mostRepeated: number): SQL {
  // Of every version, since a promise of an earlier one stands.
  const reachedOnce = sql`SELECT rule.value ->> '$.on.count.reaches' FROM program_versions v CROSS JOIN json_each(v.document, '$.rules') rule
    WHERE v.program_id = g.id`;
  const once = sql`SELECT w.id FROM programs g CROSS JOIN rewards w
    WHERE g.id IN ${programsOf(asked)} AND w.beneficiary_id = ${asked.participantId} AND w.program_id = g.id
      AND w.ordinal IS NOT NULL AND w.ordinal IN (${reachedOnce})`;
  if (mostRepeated === 0) return sql`(${once})`;
  return sql`(${once} UNION SELECT id FROM rewards WHERE id IN ${newestOf(asked, sql`ordinal IS NOT NULL`, "ordinal", mostRepeated)})`;
}

/** Of each program its own newest, so that those of one do not stand in the way of another's. */
function newestOf(asked: AskedStanding, which: SQL, order: "id" | "ordinal", most = mostRewards): SQL {
  return sql`(SELECT w.id FROM programs g CROSS JOIN rewards w WHERE g.id IN ${programsOf(asked)} AND w.id IN (
    SELECT id FROM rewards WHERE beneficiary_id = ${asked.participantId} AND program_id = g.id AND ${which}
    ORDER BY ${sql.raw(order)} DESC LIMIT ${most}))`;
}
