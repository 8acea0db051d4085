import { isMet, unmetPart } from "#domain/condition";
import type { Condition } from "#domain/condition";
import type { EventType } from "#domain/event";
import type { RuleMiss } from "#domain/explanation";
import type { Facts } from "#domain/facts";
import type { Participant } from "#domain/participant";
import type { Rule } from "#domain/program";
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

export type RuleMatch = "met" | "not_meant" | "rewarded_before" | { miss: RuleMiss; condition: Condition | null };

/** Whether a rule pays for an occasion, in the order a reader of the rule would ask. */
export function matchRule(rule: Rule, occasion: Occasion, parties: Parties, rewards: readonly Reward[]): RuleMatch {
  if (rule.on.event !== occasion.event) return "not_meant";
  const earlier = rewards.filter((reward) => reward.ruleKey === rule.key);
  if (earlier.some((reward) => reward.subject === occasion.subject)) return "rewarded_before";
  if (!isFlowMet(rule, parties)) return { miss: "wrong_flow", condition: null };
  if (rule.qualify?.verified === true && occasion.facts["event.verified"] !== true) {
    return { miss: "payment_unverified", condition: null };
  }
  if (rule.when !== undefined && !isMet(rule.when, occasion.facts)) {
    return { miss: "condition_unmet", condition: unmetPart(rule.when, occasion.facts) };
  }
  return occurrences[rule.on.occurrence](earlier) ? "met" : { miss: "not_first", condition: null };
}

/** Which of the occasions that passed earns, given the rewards of this rule so far. */
const occurrences: Record<Rule["on"]["occurrence"], (earlier: readonly Reward[]) => boolean> = {
  first: (earlier) => earlier.length === 0,
  every: () => true,
};

function isFlowMet({ flow }: Rule, { referrer, referee }: Parties): boolean {
  return (flow?.referrer?.includes(referrer.kind) ?? true) && (flow?.referee?.includes(referee.kind) ?? true);
}
