import { badgeRule, findBadge } from "#domain/badge";
import type { Badge, BadgeAward } from "#domain/badge";
import { progressOf } from "#domain/badge-facts";
import type { Facts } from "#domain/facts";
import type { Grant } from "#domain/grant";
import type { ProgramDocument, Rule } from "#domain/program";
import { criterionOf } from "#domain/qualification";
import type { Reward } from "#domain/reward";

/** What a badge looks like. A label without an entry in a catalogue is its own name. */
export type BadgeLook = {
  name: string | null;
  icon: string | null;
  description: string | null;
  color: string | null;
};

/** A badge that somebody does not hold, and how he comes by it. */
export type OpenBadge = Pick<Badge, "key" | "name" | "icon" | "description" | "color"> & {
  /** `condition`: by itself. `rules`: by those that grant it. `team`: by hand alone. */
  by: "condition" | "rules" | "team";
  /** When a condition is looked at. */
  award: BadgeAward | null;
  rules: string[];
  /** False for what nothing gives him by itself: a badge that was taken back is not awarded again. */
  isEarnable: boolean;
  /** Where so many of something are asked for. */
  progress: { needed: number; progress: number } | null;
};

export type BadgeStandingFacts = {
  current: ProgramDocument;
  versions: ReadonlyMap<number, ProgramDocument>;
  participantKind: string;
  countOf: (criterion: string) => number;
  /** As conditions of badges name them (`domain/badge-facts.ts`). */
  facts: Facts;
  /** Badges that he was given, those that were awarded by a condition whatever became of them. */
  kept: readonly Reward[];
};

/** By the catalogue in force now, else as it was when it was promised. */
export function lookOf(
  reward: Pick<Reward, "kind" | "label" | "version">,
  { current, versions }: Pick<BadgeStandingFacts, "current" | "versions">,
): BadgeLook {
  const badge = findBadge(reward, [current, versions.get(reward.version)]);
  if (badge === null) return { name: reward.label, icon: null, description: null, color: null };
  const { name, icon, description, color } = badge;
  return { name, icon, description, color };
}

/** The badges of the catalogue that are not among those he holds. */
export function openBadgesOf(facts: BadgeStandingFacts, held: ReadonlySet<string | null>): OpenBadge[] {
  const { badges = [] } = facts.current;
  return badges
    .filter(({ key }) => !held.has(key))
    .map(({ key, name, icon, description, color, ...rest }) => ({
      ...{ key, name, icon, description, color },
      ...wayTo({ key, ...rest }, facts),
    }));
}

type Way = Pick<OpenBadge, "by" | "award" | "rules" | "isEarnable" | "progress">;

function wayTo({ key, condition, award }: Pick<Badge, "key" | "condition" | "award">, facts: BadgeStandingFacts): Way {
  if (condition !== undefined) {
    return {
      by: "condition",
      award: award ?? "at_once",
      rules: [],
      isEarnable: facts.kept.every(({ ruleKey }) => ruleKey !== badgeRule(key)),
      progress: progressOf(condition, facts.facts),
    };
  }
  const { rules: all } = facts.current;
  const granting = all.filter(({ grant }) => grant.some((one) => isOf(one, key)));
  const rules = granting.filter((rule) => mayPay(rule, key, facts.participantKind));
  const [only, ...others] = rules;
  return {
    by: granting.length === 0 ? "team" : "rules",
    award: null,
    rules: rules.map((rule) => rule.key),
    isEarnable: rules.length > 0,
    progress: only === undefined || others.length > 0 ? null : progressTo(only, facts),
  };
}

function isOf(grant: Grant, key: string): boolean {
  return grant.kind === "badge" && grant.badge === key;
}

/** Whether a rule gives it to somebody of his kind, on either side. */
function mayPay({ flow, grant: grants }: Rule, key: string, kind: string): boolean {
  return grants.some((grant) => isOf(grant, key) && (flow?.[grant.to]?.includes(kind) ?? true));
}

function progressTo(rule: Rule, { countOf }: BadgeStandingFacts): OpenBadge["progress"] {
  if (!("count" in rule.on && "reaches" in rule.on.count)) return null;
  const needed = rule.on.count.reaches;
  return { needed, progress: Math.min(countOf(criterionOf(rule)), needed) };
}
