import type { FraudFacts } from "#domain/fraud-facts";
import { findListed, findRuleHits, severest } from "#domain/fraud-rules";
import type { FraudAction, FraudLists, ListFindings, RuleHit } from "#domain/fraud-rules";
import type { FraudSettings } from "#domain/fraud-settings";
import { readSignals, scoreOf } from "#domain/fraud-signals";
import type { SignalReading } from "#domain/fraud-signals";

export const fraudRisks = ["low", "medium", "high"] as const;
export type FraudRisk = (typeof fraudRisks)[number];

/** What fraud scoring says, with all that it says it by. Holds ids and numbers only; ratios are millionths. */
export type Assessment = {
  score: number;
  risk: FraudRisk;
  action: FraudAction;
  /** Every signal, with its value, whether it fired or not. */
  signals: SignalReading[];
  rules: RuleHit[];
  /** The entry for which the score, or the address's part in it, is not acted on; null without one. */
  allowedBy: string | null;
};

/** The same facts, settings and lists are always assessed alike: before anything is paid, and when a hold ends. */
export function assess(facts: FraudFacts, settings: FraudSettings, lists: FraudLists): Assessment {
  const signals = readSignals(facts.measures, settings);
  const score = scoreOf(signals, settings);
  const listed = findListed(facts, lists);
  const withoutAddress = scoreOf(
    signals.filter(({ signal }) => signal !== "address_clustering"),
    settings,
  );
  const allowed = allowanceOf(listed);
  const beside = allowed.lifts === "score" ? 0 : withoutAddress;
  const rules = findRuleHits(facts, listed, lists).map((hit) => raiseAddress(hit, riskOf(beside, settings)));
  const actedOn = allowed.lifts === "score" ? 0 : allowed.lifts === "address" ? withoutAddress : score;
  return {
    score,
    risk: riskOf(score, settings),
    action: severest([actionOf(riskOf(actedOn, settings)), ...rules.map(({ action }) => action)]),
    signals,
    rules,
    allowedBy: allowed.by,
  };
}

function riskOf(score: number, { medium_over, high_over }: FraudSettings): FraudRisk {
  return score > high_over ? "high" : score > medium_over ? "medium" : "low";
}

type Allowance = { lifts: "score" | "address" | null; by: string | null };

/** A score alone rejects nobody. */
function actionOf(risk: FraudRisk): FraudAction {
  return risk === "high" ? "review" : risk === "medium" ? "hold" : "approve";
}

/** A blocked address rejects those whom other signs have already put at risk. */
function raiseAddress(hit: RuleHit, riskWithoutAddress: FraudRisk): RuleHit {
  return hit.rule === "blocked_address" && riskWithoutAddress !== "low" ? { ...hit, action: "reject" } : hit;
}

/**
 * Who is allowed by name is not held for looking like others, nor is whom he refers; an allowed address takes away
 * what the address said. An allowed domain or pattern lifts blocks only: nobody vouched for all the people behind it.
 */
function allowanceOf({ referee, referrer, address }: ListFindings): Allowance {
  for (const { effect, entry } of [referee, referrer])
    if (effect === "allow" && (entry.kind === "email" || entry.kind === "participant"))
      return { lifts: "score", by: entry.id };
  if (address.effect === "allow") return { lifts: "address", by: address.entry.id };
  return { lifts: null, by: null };
}
