import type { Condition } from "#domain/condition";
import { anything } from "#domain/fact-range";
import type { KnownFacts, Range } from "#domain/fact-range";
import type { FactName, Facts } from "#domain/facts";
import type { Participant } from "#domain/participant";
import { conversionRateBps } from "#domain/participant-totals";

/** What somebody has done in one program, as the database keeps it up: reading it costs the same however much that is. */
export type BadgeCounts = {
  /** Paid conversions that stand. */
  conversions: number;
  /** People who signed up. */
  referrals: number;
  /** Free months that were given and not taken back. */
  monthsEarned: number;
  /** Closed months in which he was the first of the whole program. */
  monthsLed: number;
};

export function badgeFactsOf(
  { kind, category, location }: Pick<Participant, "kind" | "category" | "location">,
  { conversions, referrals, monthsEarned, monthsLed }: BadgeCounts,
): Facts {
  return {
    "participant.kind": kind,
    "participant.category": category,
    "participant.location": location,
    "participant.conversions": conversions,
    "participant.referrals": referrals,
    "participant.conversion_rate_bps": conversionRateBps({ conversions, referrals }),
    "participant.months_earned": monthsEarned,
    "participant.months_led": monthsLed,
  };
}

const count: Range = { ...anything, least: 0, isNullable: false };

/** The facts that a badge's condition may name. */
export const badgeFacts: KnownFacts = new Map<FactName, Range>([
  ["participant.kind", { ...anything, isNullable: false }],
  ["participant.category", anything],
  ["participant.location", anything],
  ["participant.conversions", count],
  ["participant.referrals", count],
  ["participant.conversion_rate_bps", { ...anything, least: 0, most: 10_000 }],
  ["participant.months_earned", count],
  ["participant.months_led", count],
]);

/** How far somebody is, where a condition asks for so many of something and for nothing else; null for every other. */
export function progressOf(condition: Condition, facts: Facts): { needed: number; progress: number } | null {
  const threshold = thresholdOf(condition);
  if (threshold === null || !isCounted(threshold.name)) return null;
  const value = facts[threshold.name];
  return { needed: threshold.needed, progress: Math.min(typeof value === "number" ? value : 0, threshold.needed) };
}

function thresholdOf(condition: Condition): { name: string; needed: number } | null {
  if ("gte" in condition) return { name: condition.gte[0], needed: Math.ceil(condition.gte[1]) };
  if ("gt" in condition) return { name: condition.gt[0], needed: Math.floor(condition.gt[1]) + 1 };
  return null;
}

const counted = [
  "participant.conversions",
  "participant.referrals",
  "participant.months_earned",
  "participant.months_led",
] as const;

function isCounted(name: string): name is (typeof counted)[number] {
  return counted.some((one) => one === name);
}
