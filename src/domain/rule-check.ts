import { checkCondition, factsWhere } from "#domain/condition-check";
import { anything, oneOf } from "#domain/fact-range";
import type { KnownFacts, Range } from "#domain/fact-range";
import { factTypes, factWords } from "#domain/facts";
import type { FactName } from "#domain/facts";
import { checkGrant } from "#domain/grant-check";
import { checkLimits } from "#domain/limit-check";
import type { ProgramDocument, Rule } from "#domain/program";
import type { Issue } from "#domain/refusal";
import { rewardsLeaders } from "#domain/rule";
import { manualRule } from "#domain/reward";

/** Every place where a rule contradicts itself, or can never pay. */
export function checkRule(rule: Rule, path: string, document: ProgramDocument): Issue[] {
  const known = factsOfRule(rule);
  const whenIssues = rule.when === undefined ? [] : checkCondition(rule.when, `${path}.when`, known);
  const passing = rule.when === undefined || whenIssues.length > 0 ? known : (factsWhere(rule.when, known) ?? known);
  return [
    ...(rule.key === manualRule
      ? [{ path: `${path}.key`, message: `is kept for rewards that are granted by hand` }]
      : []),
    ...checkOccasion(rule, path),
    ...checkLeader(rule, path),
    ...checkFlow(rule, `${path}.flow`, document),
    ...whenIssues,
    ...rule.grant.flatMap((grant, index) => checkGrant(grant, `${path}.grant[${index}]`, { rule, known: passing })),
    ...checkLimits(rule, path),
    ...checkReversal(rule, `${path}.reverse`),
    ...checkReview(rule, `${path}.review`, passing),
    ...checkLevels(rule, path),
  ];
}

const amount: Range = { ...anything, least: 0 };

/** The facts that conditions on a referrer alone may name. Others than active ones may not refer, whatever they say. */
export const eligibilityFacts: KnownFacts = new Map<FactName, Range>([
  ["referrer.kind", anything],
  ["referrer.status", oneOf(["active"])],
  ["referrer.category", anything],
  ["referrer.location", anything],
]);

/** What a condition of a rule may name, and what is known of it by the rule itself. */
export function factsOfRule({ on, flow, qualify }: Rule): KnownFacts {
  const event = "event" in on ? on.event : "payment";
  const isPaid = event === "payment";
  const ranges: Partial<Record<FactName, Range>> = {
    "event.type": oneOf([event]),
    "event.amount_minor": { ...amount, isNullable: !isPaid },
    "event.currency": { ...anything, isNullable: !isPaid },
    "event.interval": oneOf([...(factWords["event.interval"] ?? []), null]),
    "event.verified": oneOf(qualify?.verified === true ? [true] : [true, false]),
    "referrer.kind": flow?.referrer === undefined ? { ...anything, isNullable: false } : oneOf(flow.referrer),
    "referee.kind": flow?.referee === undefined ? { ...anything, isNullable: false } : oneOf(flow.referee),
    "referrer.conversions": { ...amount, isNullable: false },
  };
  // Safe because the table's keys are the names of the facts.
  const names = (Object.keys(factTypes) as FactName[]).filter((name) => !name.startsWith("participant."));
  // Conversions change while referrals are counted: a count that depends on them would not hold still.
  const named = "count" in on ? names.filter((name) => name !== "referrer.conversions") : names;
  return new Map(named.map((name) => [name, ranges[name] ?? wordsOf(name)]));
}

function wordsOf(name: FactName): Range {
  const words = factWords[name];
  return words === undefined ? anything : oneOf(words);
}

function checkOccasion({ on, qualify }: Rule, path: string): Issue[] {
  if (!("event" in on) || on.event === "payment") return [];
  const issues: Issue[] = [];
  if (on.occurrence !== "first")
    issues.push({
      path: `${path}.on.occurrence`,
      message: "must be first, because only payments happen more than once",
    });
  if (qualify?.verified === true)
    issues.push({
      path: `${path}.qualify.verified`,
      message: "needs a rule on payments or a count: only payments are verified",
    });
  if (qualify?.stay_days !== undefined)
    issues.push({
      path: `${path}.qualify.stay_days`,
      message: "needs a rule on payments or a count, because it runs from the first payment",
    });
  return issues;
}

/** Fields that ask or keep something of what one referral brings about, or count it. */
const fieldsOfReferrals = ["qualify", "flow", "when", "limit", "hold", "reverse", "review", "tier"] as const;

function checkLeader(rule: Rule, path: string): Issue[] {
  if (!rewardsLeaders(rule)) return [];
  return [
    ...fieldsOfReferrals.flatMap((field) => {
      const message = "is not for a rule on leaders: the board alone says who led, and that stays so";
      return rule[field] === undefined ? [] : [{ path: `${path}.${field}`, message }];
    }),
    ...rule.grant.flatMap((grant, place) => {
      if (!("multiply" in grant) || grant.multiply === undefined) return [];
      return [
        { path: `${path}.grant[${place}].multiply`, message: "is not for a rule on leaders, which pays the same" },
      ];
    }),
  ];
}

function checkFlow({ flow }: Rule, path: string, { eligibility }: ProgramDocument): Issue[] {
  const issues: Issue[] = [];
  for (const side of ["referrer", "referee"] as const) {
    const kinds = flow?.[side] ?? [];
    if (new Set(kinds).size < kinds.length) issues.push({ path: `${path}.${side}`, message: "names a kind twice" });
  }
  const condition = eligibility?.referrer;
  if (flow?.referrer === undefined || condition === undefined) return issues;
  const allowed = factsWhere(condition, eligibilityFacts);
  if (allowed === null || factsWhere(condition, new Map(eligibilityFacts).set("referrer.kind", oneOf(flow.referrer))))
    return issues;
  return [
    ...issues,
    { path: `${path}.referrer`, message: "names none but kinds that eligibility.referrer keeps from referring" },
  ];
}

function checkReversal({ on, reverse }: Rule, path: string): Issue[] {
  if (reverse === undefined || "leader" in on) return [];
  if ("count" in on)
    return [{ path, message: "is not for a count, which takes back by itself what it no longer covers" }];
  const issues: Issue[] = [];
  if (new Set(reverse.on).size < reverse.on.length)
    issues.push({ path: `${path}.on`, message: "names an event twice" });
  if (on.event === "payment") return issues;
  for (const [index, event] of reverse.on.entries()) {
    if (event === "refund" || event === "dispute_lost")
      issues.push({
        path: `${path}.on[${index}]`,
        message: "needs a rule on payments; use subscription_canceled or churned",
      });
  }
  return issues;
}

function checkReview({ on, review }: Rule, path: string, passing: KnownFacts): Issue[] {
  if (review === undefined || "leader" in on) return [];
  if ("count" in on || on.event !== "payment")
    return [{ path, message: "needs a rule on payments, because it goes by their amount" }];
  const most = passing.get("event.amount_minor")?.most ?? Infinity;
  if (most > review.over_minor) return [];
  return [{ path: `${path}.over_minor`, message: `must be below ${most}, or no payment that passes is over it` }];
}

function checkLevels({ on, milestone, tier }: Rule, path: string): Issue[] {
  const issues: Issue[] = [];
  if (milestone !== undefined && "event" in on)
    issues.push({ path: `${path}.milestone`, message: "needs a rule on a count or on leaders" });
  if (tier !== undefined && !("leader" in on) && !("count" in on && "reaches" in on.count))
    issues.push({
      path: `${path}.tier`,
      message: 'needs a rule on a count that is reached: { "count": { "reaches": 5 } }',
    });
  return issues;
}
