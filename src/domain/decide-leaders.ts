import { giveAward, planAwards } from "#domain/award-reward";
import { refusalOfReferrer } from "#domain/binding";
import type { ChangeSetting, RewardStep } from "#domain/change-reward";
import { isErased } from "#domain/erasure";
import type { DenialReason } from "#domain/explanation";
import { valueOf } from "#domain/grant-value";
import type { Participant } from "#domain/participant";
import type { RewardPlan } from "#domain/plan";
import type { Program, ProgramDocument, ProgramVersion, Rule } from "#domain/program";
import type { Reward } from "#domain/reward";
import { rewardsLeaders } from "#domain/rule";

/** A month whose boards are closed, with the first of each. */
export type ClosedMonth = {
  month: string;
  /** Its end. */
  closedAtMs: number;
};
/** `category`: empty for the whole program. */
export type Leader = { category: string; participant: Participant };

export type LeaderFacts = {
  program: Program;
  closed: ClosedMonth;
  /** In force at the month's end: what leading it earns. */
  promised: ProgramVersion;
  current: ProgramDocument;
  leaders: readonly Leader[];
  /** What its leaders were given before for this month. */
  given: readonly Pick<Reward, "ruleKey" | "grantIndex" | "subject" | "beneficiaryId">[];
};

export type LeaderSetting = ChangeSetting & { rewardsEnabled: boolean };

/** Bounds one batch: what has a balance takes several statements. */
const mostAtOnce = 20;

/** `isDone`: with this plan the leaders have all that the month brings them. */
export type LeaderDecision = { plan: RewardPlan; isDone: boolean };

/** What the first of a month get, each once. What they may not have is denied, so that the month is over all the same. */
export function decideLeaders(facts: LeaderFacts, setting: LeaderSetting): LeaderDecision {
  const { program, promised, leaders } = facts;
  const rules = promised.document.rules.filter(rewardsLeaders);
  const promises = leaders
    .filter(({ participant }) => !isErased(participant))
    .flatMap((leader) => rules.filter(({ on }) => isFor(on.leader, leader)).map((rule) => ({ rule, leader })))
    .flatMap(({ rule, leader }) => rule.grant.map((_grant, index) => ({ rule, leader, index })))
    .filter((promise) => !isGiven(promise, facts));
  const steps = promises.slice(0, mostAtOnce).flatMap((promise) => give(promise, facts, setting));
  return { plan: planAwards(program, steps, setting.newId), isDone: promises.length <= mostAtOnce };
}

/** Names the occasion for ever: `2026-10`, or `2026-10:florist`. */
export function leaderSubject(month: string, category: string): string {
  return category === "" ? month : `${month}:${category}`;
}

type Promised = { rule: Rule; leader: Leader; index: number };

function isFor(board: "month" | "category_month", { category }: Leader): boolean {
  return (board === "month") === (category === "");
}

function isGiven({ rule, leader, index }: Promised, { given, closed }: LeaderFacts): boolean {
  const subject = leaderSubject(closed.month, leader.category);
  return given.some(
    (reward) =>
      reward.ruleKey === rule.key &&
      reward.grantIndex === index &&
      reward.subject === subject &&
      reward.beneficiaryId === leader.participant.id,
  );
}

function give({ rule, leader, index }: Promised, facts: LeaderFacts, setting: LeaderSetting): RewardStep[] {
  const { program, closed, promised } = facts;
  const grant = rule.grant[index];
  const value = grant === undefined ? null : valueOf(grant, {});
  if (grant === undefined || value === null) return [];
  const award = {
    programId: program.id,
    beneficiaryId: leader.participant.id,
    version: promised.version,
    ruleKey: rule.key,
    grantIndex: index,
    subject: leaderSubject(closed.month, leader.category),
    kind: grant.kind,
    value,
    claim: rule.claim ?? ("automatic" as const),
    expiresDays: rule.expires_days ?? null,
    earnedAtMs: Math.min(closed.closedAtMs, setting.nowMs),
  };
  const denial = denialOf(leader, facts, setting);
  const how =
    denial === null ? { change: "grant" as const, reason: "month_led" } : { change: "deny" as const, reason: denial };
  return [giveAward(award, how, setting)];
}

function denialOf(
  { participant }: Leader,
  { program, current }: LeaderFacts,
  { rewardsEnabled }: LeaderSetting,
): DenialReason | null {
  if (!rewardsEnabled) return "rewards_disabled";
  if (program.status === "paused") return "program_paused";
  return refusalOfReferrer(participant, current);
}
