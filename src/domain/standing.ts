import { lookOf, openBadgesOf } from "#domain/badge-standing";
import type { BadgeLook, OpenBadge } from "#domain/badge-standing";
import type { Facts } from "#domain/facts";
import type { GrantKind } from "#domain/grant";
import { fulfilmentOf, isByClaim } from "#domain/holding";
import type { CountOccasion, LeaderOccasion, ProgramDocument, Rule } from "#domain/program";
import { criterionOf } from "#domain/qualification";
import type { Reward } from "#domain/reward";
import { countsReferrals, rewardsLeaders } from "#domain/rule";

/** What levels and milestones by counts of referrals are made of. */
export type CountStandingFacts = {
  /** In force now: what there is still to reach. */
  current: ProgramDocument;
  /** Every version under which one of the rewards was promised, the current one included. */
  versions: ReadonlyMap<number, ProgramDocument>;
  participantKind: string;
  /** How many of the participant's referrals count, by criterion. */
  countOf: (criterion: string) => number;
  /** For counts of referrals. */
  countRewards: readonly Reward[];
  nowMs: number;
};

/** Everything a participant's standing in one program is made of. */
export type StandingFacts = CountStandingFacts & {
  /** About the participant, as conditions of badges name them. */
  facts: Facts;
  /** For months that he led, overall or in his category. */
  leaderRewards: readonly Reward[];
  /** Badges, features and discounts, whatever gave them; of badges also those that were taken back. */
  kept: readonly Reward[];
};

export type CountStanding = {
  /** The highest level reached and not lost; null without one. */
  tier: (Level & { reachedAtMs: number }) | null;
  nextTier: (Level & { progress: number; missing: number }) | null;
  milestones: MilestoneStanding[];
};

export type Standing = CountStanding & {
  badges: HeldBadge[];
  /** Those of the catalogue that he does not hold. */
  openBadges: OpenBadge[];
  features: Kept[];
  discounts: Kept[];
};

type Level = { key: string; title: string; rule: string; needed: number };

export type MilestoneStanding = {
  rule: string;
  /** What it is about: a count of referrals, or leading a month, which is reached whenever he does. */
  on: "count" | LeaderOccasion["leader"];
  title: string;
  description: string;
  /** What it earns, as the team put it. */
  reward: string;
  needed: number;
  /** What there is of `needed`; of a milestone that repeats, since it was last reached. */
  progress: number;
  /** The last time, where it repeats. */
  reachedAtMs: number | null;
  times: number;
  rewards: { id: string; state: string; isClaimable: boolean }[];
};

export type Kept = {
  rewardId: string;
  label: string | null;
  unit: string;
  quantity: number;
  sinceMs: number;
  expiresAtMs: number | null;
};

export type HeldBadge = Kept & BadgeLook;

/** Where a participant stands: derived from rewards and counts alone, so it can always be derived again. */
export function standingOf(facts: StandingFacts): Standing {
  const { milestones, ...tiers } = countStandingOf(facts);
  const badges = heldBadgesOf(facts);
  return {
    ...tiers,
    milestones: [...milestones, ...leaderMilestonesOf(facts)],
    badges,
    openBadges: openBadgesOf(facts, new Set(badges.map(({ label }) => label))),
    features: keptOf("feature", facts).map(keep),
    discounts: keptOf("discount", facts).map(keep),
  };
}

export function countStandingOf(facts: CountStandingFacts): CountStanding {
  const levels = levelsOf(facts);
  const held = levels.filter(({ reachedAtMs }) => reachedAtMs !== null).at(-1);
  const tier = held === undefined || held.reachedAtMs === null ? null : { ...held, reachedAtMs: held.reachedAtMs };
  const next = levels.find(({ isOffered, needed }) => isOffered && needed > (tier?.needed ?? 0));
  return {
    tier: tier && {
      key: tier.key,
      title: tier.title,
      rule: tier.rule,
      needed: tier.needed,
      reachedAtMs: tier.reachedAtMs,
    },
    nextTier: next === undefined ? null : nextLevel(next),
    milestones: milestonesOf(facts),
  };
}

type KeptFacts = Pick<StandingFacts, "kept" | "current" | "versions" | "nowMs">;

export function heldBadgesOf(facts: KeptFacts): HeldBadge[] {
  return keptOf("badge", facts).map((reward) => ({ ...keep(reward), ...lookOf(reward, facts) }));
}

function keptOf(kind: GrantKind, { kept, nowMs }: KeptFacts): Reward[] {
  return kept.filter((reward) => reward.kind === kind && isHeld(reward, nowMs));
}

type CountRule = Rule & { on: CountOccasion };
type LeaderRule = Rule & { on: LeaderOccasion };
type FoundLevel = Level & { reachedAtMs: number | null; isOffered: boolean; progress: number };

/** The levels that are offered now and those held from earlier versions, lowest first. */
function levelsOf(facts: CountStandingFacts): FoundLevel[] {
  const wanted = (rule: Rule): rule is CountRule => countsReferrals(rule) && rule.tier !== undefined;
  const levels = rulesOf(facts, facts.countRewards, wanted).flatMap(({ rule, isOffered }): FoundLevel[] => {
    const { tier, key } = rule;
    if (tier === undefined) return [];
    const reached = reachedRewards(rule, facts);
    // The moment of promotion is that of the count that stands; a lost one before it has no say.
    const reachedAtMs = reached.length === 0 ? null : Math.min(...reached.map(({ earnedAtMs }) => earnedAtMs));
    if (!isOffered && reachedAtMs === null) return [];
    const progress = facts.countOf(criterionOf(rule));
    return [{ ...tier, rule: key, needed: neededFor(rule), reachedAtMs, isOffered, progress }];
  });
  return levels.toSorted((a, b) => a.needed - b.needed);
}

function nextLevel({ key, title, rule, needed, progress }: FoundLevel): NonNullable<Standing["nextTier"]> {
  return { key, title, rule, needed, progress, missing: Math.max(0, needed - progress) };
}

function milestonesOf(facts: CountStandingFacts): MilestoneStanding[] {
  const wanted = (rule: Rule): rule is CountRule => countsReferrals(rule) && rule.milestone !== undefined;
  const found = rulesOf(facts, facts.countRewards, wanted).flatMap(({ rule, isOffered }) => {
    const reached = reachedRewards(rule, facts);
    if (!isOffered && reached.length === 0) return [];
    const needed = neededFor(rule);
    const count = facts.countOf(criterionOf(rule));
    const progress = "every" in rule.on.count ? count % needed : Math.min(count, needed);
    const times = new Set(reached.map(({ ordinal }) => ordinal)).size;
    return [{ on: "count" as const, needed, progress, times, ...milestoneOf(rule, reached, facts) }];
  });
  return found.toSorted((a, b) => a.needed - b.needed);
}

/** There is no way to be a part of the first. */
function leaderMilestonesOf(facts: StandingFacts): MilestoneStanding[] {
  const wanted = (rule: Rule): rule is LeaderRule => rewardsLeaders(rule) && rule.milestone !== undefined;
  return rulesOf(facts, facts.leaderRewards, wanted).map(({ rule }) => {
    const reached = facts.leaderRewards.filter(({ ruleKey, state }) => ruleKey === rule.key && state !== "reversed");
    const times = new Set(reached.map(({ subject }) => subject)).size;
    return { on: rule.on.leader, needed: 1, progress: 0, times, ...milestoneOf(rule, reached, facts) };
  });
}

function milestoneOf({ key, milestone }: Rule, reached: readonly Reward[], facts: CountStandingFacts) {
  return {
    rule: key,
    title: milestone?.title ?? key,
    description: milestone?.description ?? "",
    reward: milestone?.reward ?? "",
    reachedAtMs: reached.length === 0 ? null : Math.max(...reached.map(({ earnedAtMs }) => earnedAtMs)),
    rewards: reached.map((given) => ({ id: given.id, state: given.state, isClaimable: isClaimable(given, facts) })),
  };
}

/** Rules of the current version, and of earlier ones as they were promised; `isOffered` to whoever may refer by them. */
function rulesOf<R extends Rule>(
  { current, versions, participantKind }: CountStandingFacts,
  rewards: readonly Reward[],
  isWanted: (rule: Rule) => rule is R,
): { rule: R; isOffered: boolean }[] {
  const wanted = (document: ProgramDocument | undefined) => (document?.rules ?? []).filter(isWanted);
  const isFor = ({ flow }: Rule) => flow?.referrer === undefined || flow.referrer.includes(participantKind);
  const offered = wanted(current).map((rule) => ({ rule, isOffered: isFor(rule) }));
  const known = new Set(offered.map(({ rule }) => rule.key));
  const earlier = rewards.flatMap(({ ruleKey, version }) =>
    wanted(versions.get(version)).filter(({ key }) => key === ruleKey && !known.has(key)),
  );
  const unique = new Map(earlier.map((rule) => [rule.key, rule]));
  return [...offered, ...[...unique.values()].map((rule) => ({ rule, isOffered: false }))];
}

function neededFor({ on: { count } }: CountRule): number {
  return "every" in count ? count.every : count.reaches;
}

/** What a count has earned and not lost again. Where giving it was denied the count is reached as long as it stands. */
function reachedRewards(rule: CountRule, { countRewards, countOf }: CountStandingFacts): Reward[] {
  return countRewards.filter(({ ruleKey, ordinal, state }) => {
    if (ruleKey !== rule.key || ordinal === null || state === "reversed" || state === "voided") return false;
    return state !== "denied" || countOf(criterionOf(rule)) >= ordinal;
  });
}

function isClaimable(reward: Reward, { current, nowMs }: CountStandingFacts): boolean {
  const { state, expiresAtMs } = reward;
  const isInTime = expiresAtMs === null || expiresAtMs > nowMs;
  return state === "available" && isByClaim(reward, fulfilmentOf(reward, current)) && isInTime;
}

/** A badge or a feature that was claimed is had for good; a discount that was used is not. */
function isHeld({ state, kind, expiresAtMs }: Reward, nowMs: number): boolean {
  if (state === "redeemed") return kind !== "discount";
  return state === "available" && (expiresAtMs === null || expiresAtMs > nowMs);
}

function keep({ id: rewardId, label, unit, quantity, earnedAtMs: sinceMs, expiresAtMs, state }: Reward): Kept {
  return { rewardId, label, unit, quantity, sinceMs, expiresAtMs: state === "redeemed" ? null : expiresAtMs };
}
