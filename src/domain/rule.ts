import { addMonths } from "#domain/calendar";
import { isMet, unmetPart } from "#domain/condition";
import type { Condition } from "#domain/condition";
import type { EventType } from "#domain/event";
import type { RuleMiss } from "#domain/explanation";
import type { Facts } from "#domain/facts";
import type { Participant } from "#domain/participant";
import type { CountOccasion, EventOccasion, LeaderOccasion, Rule } from "#domain/program";
import { isFormer } from "#domain/reward";
import type { Reward } from "#domain/reward";

/** Something that happened to a referral and may earn a reward. */
export type Occasion = {
  event: EventType;
  /** Names it for ever: the payment_ref, or type and referral for what happens once to a referral. */
  subject: string;
  atMs: number;
  facts: Facts;
};

export type Parties = { referrer: Participant; referee: Participant };

/** A payment of the referee as a rule ranks it: what was known of it after each report, in commit order. */
export type RankedPayment = { subject: string; atMs: number; reports: { seq: number; facts: Facts }[] };

export type RulePast = { payments: readonly RankedPayment[]; rewards: readonly Reward[]; timeZone: string };

export type Miss = { miss: RuleMiss; condition: Condition | null };

export function listensTo(rule: Rule, event: EventType): rule is Rule & { on: EventOccasion } {
  return "event" in rule.on && rule.on.event === event;
}

export function countsReferrals(rule: Rule): rule is Rule & { on: CountOccasion } {
  return "count" in rule.on;
}

export function rewardsLeaders(rule: Rule): rule is Rule & { on: LeaderOccasion } {
  return "leader" in rule.on;
}

/** Why a rule pays nothing for an occasion that it listens to, in the order a reader of the rule would ask; null when it pays. */
export function missOf(
  rule: Rule & { on: EventOccasion },
  occasion: Occasion,
  parties: Parties,
  past: RulePast,
): Miss | null {
  const miss = missOfFacts(rule, occasion.facts, parties);
  if (miss !== null) return miss;
  const late = missOfOccurrence(rule, occasion, parties, past);
  return late === null ? null : { miss: late, condition: null };
}

/** Why something does not pass, whichever of its kind it is; null when it passes. */
export function missOfFacts(
  rule: Pick<Rule, "qualify" | "flow" | "when">,
  facts: Facts,
  parties: Parties,
): Miss | null {
  if (!isFlowMet(rule, parties)) return { miss: "wrong_flow", condition: null };
  if (rule.qualify?.verified === true && facts["event.verified"] !== true) {
    return { miss: "payment_unverified", condition: null };
  }
  if (rule.when !== undefined && !isMet(rule.when, facts)) {
    return { miss: "condition_unmet", condition: unmetPart(rule.when, facts) };
  }
  return null;
}

/** The payments that pass, in the order in which they came to pass: a payment verified late takes its rank late. */
export function rankPayments(
  rule: Pick<Rule, "qualify" | "flow" | "when">,
  parties: Parties,
  payments: readonly RankedPayment[],
): RankedPayment[] {
  return payments
    .flatMap((payment) => {
      const passed = payment.reports.find(({ facts }) => missOfFacts(rule, facts, parties) === null);
      return passed === undefined ? [] : [{ payment, seq: passed.seq }];
    })
    .toSorted((a, b) => a.seq - b.seq)
    .map(({ payment }) => payment);
}

/**
 * Which of the occasions that pass earn. The rank follows from the history; what was earned before stands
 * beside it, because facts about people change and must not let a rule pay its `first` twice.
 */
function missOfOccurrence(
  rule: Rule & { on: EventOccasion },
  { event, subject, atMs }: Occasion,
  parties: Parties,
  past: RulePast,
): RuleMiss | null {
  const { occurrence } = rule.on;
  const ranked = event === "payment" ? rankPayments(rule, parties, past.payments) : [];
  const rank = event === "payment" ? ranked.findIndex((payment) => payment.subject === subject) + 1 : 1;
  const others = new Set(
    past.rewards
      .filter((reward) => reward.ruleKey === rule.key && reward.subject !== subject)
      .filter((reward) => isOf(reward, parties) && !isFormer(reward))
      .map((reward) => reward.subject),
  );
  if (occurrence === "first") return rank === 1 && others.size === 0 ? null : "not_first";
  if (occurrence === "every") return null;
  if ("nth" in occurrence) return rank === occurrence.nth && others.size === 0 ? null : "not_nth";
  const { at_most: most, for_months: months } = occurrence;
  if (most !== undefined && others.size >= most) return "occurrences_used_up";
  const firstAtMs = Math.min(...ranked.map((payment) => payment.atMs));
  const isOver = months !== undefined && atMs >= addMonths(firstAtMs, months, past.timeZone);
  return isOver ? "months_over" : null;
}

function isOf({ beneficiaryId }: Reward, { referrer, referee }: Parties): boolean {
  return beneficiaryId === referrer.id || beneficiaryId === referee.id;
}

function isFlowMet({ flow }: Pick<Rule, "flow">, { referrer, referee }: Parties): boolean {
  return (flow?.referrer?.includes(referrer.kind) ?? true) && (flow?.referee?.includes(referee.kind) ?? true);
}
