import type { Condition } from "#domain/condition";
import type { ProgramDocument } from "#domain/program";
import type { Reward } from "#domain/reward";

/** `weekly`: by the run on Sunday, 03:00 UTC. `at_once`: when something has happened that may meet the condition. */
export const badgeAwards = ["at_once", "weekly"] as const;
export type BadgeAward = (typeof badgeAwards)[number];

/** An entry of a program's catalogue: a badge that rules, people of the team or its own condition give. */
export type Badge = {
  key: string;
  name: string;
  /** A short name that the app has a picture for, or an emoji. Never an address: whoever looks would ask a stranger for it. */
  icon: string;
  description: string;
  /** `#rrggbb` */
  color: string;
  /** On facts about the participant (`domain/badge-facts.ts`): whoever meets it gets the badge, once. */
  condition?: Condition | undefined;
  /** Only with a condition; `at_once` when left out. */
  award?: BadgeAward | undefined;
};

export type ConditionalBadge = Badge & { condition: Condition };

export type Catalogue = Pick<ProgramDocument, "badges">;

/** Under what a badge is awarded by its condition. No rule may be called so: their keys have no colon. */
export function badgeRule(key: string): string {
  return `badge:${key}`;
}

/** One subject for ever, so that a badge is awarded to a person once, whatever becomes of it. */
export const badgeSubject = "condition";

export function conditionalBadges({ badges = [] }: Catalogue): ConditionalBadge[] {
  return badges.filter((badge): badge is ConditionalBadge => badge.condition !== undefined);
}

/** The entry that a reward's label names, in the first catalogue that has it. Without a catalogue a label is free text. */
export function findBadge(
  { kind, label }: Pick<Reward, "kind" | "label">,
  catalogues: readonly (Catalogue | null | undefined)[],
): Badge | null {
  if (kind !== "badge") return null;
  for (const catalogue of catalogues) {
    const found = catalogue?.badges?.find(({ key }) => key === label);
    if (found !== undefined) return found;
  }
  return null;
}

/** A reward with its label as people read it: a badge by its name. */
export function withBadgeName<R extends Pick<Reward, "kind" | "label">>(
  reward: R,
  catalogues: readonly (Catalogue | null | undefined)[],
): R {
  const badge = findBadge(reward, catalogues);
  return badge === null ? reward : { ...reward, label: badge.name };
}
