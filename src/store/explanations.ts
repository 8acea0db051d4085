import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Clause } from "#domain/explanation";
import type { Mode } from "#domain/mode";
import type { DecidedClause } from "#domain/reward-sentence";
import type { Reward, RewardTransition } from "#domain/reward";
import { explanations } from "#schema/events";
import { accounts } from "#schema/ledger";
import { participants } from "#schema/participants";
import { programs } from "#schema/programs";
import { referrals } from "#schema/referrals";
import { rewards, rewardTransitions } from "#schema/rewards";
import type { Database } from "#store/database";
import { asReward } from "#store/reward-facts";

/** An explanation is read by a person: of what has gone on for years the newest part is told. */
const explainedDecisions = 200;
const explainedRewards = 100;
const explainedTransitions = 500;

export type ReferralHistory = {
  referralId: string;
  program: string;
  /** A test program's clock. */
  clockMs: number | null;
  referrerId: string;
  refereeId: string;
  stage: string;
  /** In the order of the decisions. */
  clauses: DecidedClause[];
  /** Whether earlier decisions were left out. */
  isCut: boolean;
  lives: RewardLife[];
};

/** A reward with its history, oldest step first, a badge under its name, and what its beneficiary has of its unit. */
export type RewardLife = { reward: Reward; transitions: RewardTransition[]; balance: number };

/**
 * A referral with every decision about its referee in its program and all that became of its rewards, those for
 * counts that it completed included; null where this mode has none.
 */
export async function findReferralHistory(
  db: Database,
  mode: Mode,
  referralId: string,
): Promise<ReferralHistory | null> {
  const [referral] = await db
    .select({ row: referrals, program: programs.key, clockMs: programs.clockMs })
    .from(referrals)
    .innerJoin(programs, eq(programs.id, referrals.programId))
    .where(and(eq(referrals.id, referralId), eq(programs.mode, mode)));
  if (referral === undefined) return null;
  const { refereeId, referrerId, programId, stage } = referral.row;
  const [decisions, ...lives] = await db.batch([
    selectDecisions(db, refereeId, eq(explanations.programId, programId)),
    ...selectRewardLives(db, sql`(${referralId})`),
  ]);
  const { program, clockMs } = referral;
  const history = { referralId, program, clockMs, referrerId, refereeId, stage };
  return { ...history, ...readDecisions(decisions), lives: readRewardLives(lives) };
}

/** The newest decisions about a referee, one too many to show that there are more. */
export function selectDecisions(db: Database, refereeId: string, inPrograms: SQL) {
  return db
    .select()
    .from(explanations)
    .where(and(eq(explanations.refereeId, refereeId), inPrograms))
    .orderBy(desc(explanations.programId), desc(explanations.eventSeq))
    .limit(explainedDecisions + 1);
}

type DecisionRow = typeof explanations.$inferSelect;

export function readDecisions(rows: readonly DecisionRow[]): Pick<ReferralHistory, "clauses" | "isCut"> {
  const shown = rows.slice(0, explainedDecisions).toReversed();
  // Safe because clauses are stored as the engine made them; `tellClause` takes those of other versions too.
  const clauses = shown.flatMap(({ clauses: found, decidedAtMs }) =>
    (found as Clause[]).map((clause) => ({ clause, decidedAtMs })),
  );
  return { clauses, isCut: rows.length > explainedDecisions };
}

/** As the catalogue called it that it was promised under; null where that had none. */
const badgeName = sql<string | null>`(
  SELECT badge.value ->> '$.name' FROM program_versions AS promised, json_each(promised.document, '$.badges') AS badge
  WHERE promised.program_id = rewards.program_id AND promised.version = rewards.version
    AND badge.value ->> '$.key' = rewards.label)`;

/** The rewards of referrals and their histories, the newest so many. */
function selectRewardLives(db: Database, referralIds: SQL) {
  const isAsked = sql`${rewards.referralId} IN ${referralIds}`;
  const ids = db
    .select({ id: rewards.id })
    .from(rewards)
    .where(isAsked)
    .orderBy(desc(rewards.id))
    .limit(explainedRewards);
  return [
    db.select().from(rewards).where(isAsked).orderBy(desc(rewards.id)).limit(explainedRewards),
    db
      .select()
      .from(rewardTransitions)
      .where(inArray(rewardTransitions.rewardId, ids))
      .orderBy(desc(rewardTransitions.rewardId), desc(rewardTransitions.position))
      .limit(explainedTransitions),
    db
      .select()
      .from(accounts)
      .where(
        sql`(owner_id, program_id, unit) IN (SELECT beneficiary_id, program_id, unit FROM rewards WHERE ${isAsked})`,
      ),
    db
      .select({ rewardId: rewards.id, name: badgeName.as("name") })
      .from(rewards)
      .where(sql`${isAsked} AND ${rewards.kind} = 'badge'`)
      .orderBy(desc(rewards.id))
      .limit(explainedRewards),
  ] as const;
}

type LifeRows = [
  rewards: (typeof rewards.$inferSelect)[],
  transitions: (typeof rewardTransitions.$inferSelect)[],
  accounts: (typeof accounts.$inferSelect)[],
  badges: { rewardId: string; name: string | null }[],
];

function readRewardLives([rewardRows, transitionRows, accountRows, badges]: LifeRows): RewardLife[] {
  return rewardRows.toReversed().map((row) => ({
    reward: { ...asReward(row), label: badges.find(({ rewardId }) => rewardId === row.id)?.name ?? row.label },
    // Safe because only this product writes these columns, from the types they are read as.
    transitions: transitionRows
      .filter(({ rewardId }) => rewardId === row.id)
      .toSorted((a, b) => a.position - b.position) as RewardTransition[],
    balance:
      accountRows.find(
        ({ ownerId, programId, unit }) =>
          ownerId === row.beneficiaryId && programId === row.programId && unit === row.unit,
      )?.balance ?? 0,
  }));
}

/** Who people are, and the rewards of referrals, in one round trip. */
export async function loadNamesAndLives(
  db: Database,
  { people, referralIds }: { people: readonly string[]; referralIds: readonly string[] },
): Promise<{ names: Map<string, string>; lives: RewardLife[] }> {
  const asked = sql`(SELECT value FROM json_each(${JSON.stringify(referralIds)}))`;
  const [nameRows, ...lives] = await db.batch([selectNames(db, people), ...selectRewardLives(db, asked)]);
  return { names: readNames(nameRows), lives: readRewardLives(lives) };
}

export async function findNames(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  return readNames(await selectNames(db, ids));
}

function selectNames(db: Database, ids: readonly string[]) {
  const asked = sql`(SELECT value FROM json_each(${JSON.stringify([...new Set(ids)])}))`;
  return db
    .select({ id: participants.id, name: participants.name, externalId: participants.externalId })
    .from(participants)
    .where(inArray(participants.id, asked));
}

function readNames(rows: readonly { id: string; name: string | null; externalId: string }[]): Map<string, string> {
  return new Map(rows.map(({ id, name, externalId }) => [id, name ?? externalId]));
}
