import { giveAward, planAwards } from "#domain/award-reward";
import { badgeRule, badgeSubject, conditionalBadges } from "#domain/badge";
import type { BadgeAward, Catalogue, ConditionalBadge } from "#domain/badge";
import { badgeFactsOf } from "#domain/badge-facts";
import type { BadgeCounts } from "#domain/badge-facts";
import type { ChangeSetting, RewardStep } from "#domain/change-reward";
import { isMet } from "#domain/condition";
import { isErased } from "#domain/erasure";
import type { ProgramFacts } from "#domain/event-facts";
import type { Participant } from "#domain/participant";
import type { ProgramPlan, RewardPlan } from "#domain/plan";
import type { Program, ProgramDocument } from "#domain/program";
import type { Reward } from "#domain/reward";

/** Somebody who may have come to deserve a badge. */
export type BadgePerson = {
  participant: Participant;
  counts: BadgeCounts;
  /** The badges he was ever given, whatever became of them. */
  given: readonly Pick<Reward, "ruleKey" | "label" | "state">[];
};

export type BadgeFacts = {
  program: Program;
  /** In force now: what it asks is asked of everybody. */
  document: ProgramDocument;
  people: readonly BadgePerson[];
};

export type BadgeSetting = ChangeSetting & {
  /** What is looked at: `at_once` those that are awarded so, `weekly` all. */
  moment: BadgeAward;
  rewardsEnabled: boolean;
};

/** Bounds one batch, whose rows of a table are one value for the database: it holds two megabytes. */
export const mostAwards = 500;

/** Every badge of the catalogue whose condition somebody meets by now and who was not awarded it before: the first so many. */
export function decideBadges({ program, document, people }: BadgeFacts, setting: BadgeSetting): RewardPlan {
  const isOpen = setting.rewardsEnabled && program.status === "active" && document.fulfilment.badge !== undefined;
  const badges = isOpen ? badgesOf(document, setting.moment) : [];
  const steps = people
    .filter(({ participant }) => participant.status === "active" && !isErased(participant))
    .flatMap((person) => deservedBy(person, badges).map((badge) => ({ person, badge })))
    .slice(0, mostAwards)
    .map(({ person, badge }) => award(person, badge, { program, setting }));
  return planAwards(program, steps, setting.newId);
}

/** A program and whom in it what was decided may bring a badge at once. */
export type BadgeWork = { programId: string; participantIds: readonly string[] };

/** By what the current versions ask: of most programs nothing, and then nobody is looked at. */
export function badgeWorkOf(programs: readonly ProgramFacts[], plans: readonly ProgramPlan[]): BadgeWork[] {
  return plans.flatMap(({ programId, referral }) => {
    const program = programs.find(({ id }) => id === programId);
    const current = program?.versions.find(({ version }) => version === program.currentVersion);
    if (referral === null || current === undefined) return [];
    const isAwarding = badgesOf(current.document, "at_once").length > 0;
    return isAwarding ? [{ programId, participantIds: [referral.referral.referrerId] }] : [];
  });
}

function badgesOf(catalogue: Catalogue, moment: BadgeAward): ConditionalBadge[] {
  return conditionalBadges(catalogue).filter(({ award: when = "at_once" }) => moment === "weekly" || when === moment);
}

/** One that he holds by other hands is not given beside it. */
function deservedBy({ participant, counts, given }: BadgePerson, badges: readonly ConditionalBadge[]) {
  const facts = badgeFactsOf(participant, counts);
  const isHeld = ({ key }: ConditionalBadge) =>
    given.some(({ ruleKey, label, state }) => ruleKey === badgeRule(key) || (label === key && isKept(state)));
  return badges.filter((badge) => !isHeld(badge) && isMet(badge.condition, facts));
}

function isKept(state: Reward["state"]): boolean {
  return state === "pending" || state === "available" || state === "redeemed";
}

function award(
  { participant }: BadgePerson,
  { key }: ConditionalBadge,
  { program, setting }: { program: Program; setting: BadgeSetting },
): RewardStep {
  const promise = {
    programId: program.id,
    beneficiaryId: participant.id,
    version: program.currentVersion ?? 0,
    ruleKey: badgeRule(key),
    grantIndex: 0,
    subject: badgeSubject,
    kind: "badge",
    value: { unit: "badges", quantity: 1, worth: null, label: key },
    claim: "automatic" as const,
    expiresDays: null,
    earnedAtMs: setting.nowMs,
  };
  return giveAward(promise, { change: "grant", reason: "badge_deserved" }, setting);
}
