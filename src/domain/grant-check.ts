import { checkCondition } from "#domain/condition-check";
import { admits } from "#domain/fact-range";
import type { KnownFacts } from "#domain/fact-range";
import type { FactName } from "#domain/facts";
import type { Grant, GrantKind, Multiply } from "#domain/grant";
import { multiplyBps } from "#domain/money";
import { fulfilments } from "#domain/program";
import type { Fulfilment, ProgramDocument, Rule } from "#domain/program";
import type { Issue } from "#domain/refusal";

/** Higher, a slip of a digit in one factor would be a fortune. */
const largestFactorBps = 1_000_000;

/** Some ways of fulfilment know some kinds only. */
const kindsOf: Partial<Record<Fulfilment, readonly GrantKind[]>> = {
  invoice_api: ["free_month"],
  stripe: ["credit", "free_month", "discount"],
};

/** What a grant asks for that its rule can never give; `known` holds where the rule's occasions pass. */
export function checkGrant(grant: Grant, path: string, { rule, known }: { rule: Rule; known: KnownFacts }): Issue[] {
  const issues: Issue[] = [];
  const isCount = "count" in rule.on;
  if (isCount && grant.to === "referee")
    issues.push({ path: `${path}.to`, message: "must be referrer, because a count is of the referrer's referrals" });
  if ("leader" in rule.on && grant.to === "referee")
    issues.push({ path: `${path}.to`, message: "must be referrer, because referrers lead" });
  const isPayment = "event" in rule.on && rule.on.event === "payment";
  for (const field of ["rate_bps", "by_plan"]) {
    if (field in grant && !isPayment)
      issues.push({ path: `${path}.${field}`, message: "needs a rule on payments, because it is measured by one" });
  }
  if (isPayment) issues.push(...checkMeasure(grant, path, known));
  if ("multiply" in grant && grant.multiply !== undefined && !("leader" in rule.on)) {
    issues.push(...checkMultiply(grant.multiply, `${path}.multiply`, isCount ? referrerFacts(known) : known));
  }
  return issues;
}

/** Kinds that are granted and not fulfilled, or fulfilled in a way that does not suit them. */
export function checkFulfilment({ rules, fulfilment, stripe }: ProgramDocument): Issue[] {
  const issues: Issue[] = [];
  for (const [kind, way] of Object.entries(fulfilment)) {
    // Safe because the fields of fulfilment are kinds.
    const fitting = fulfilmentsFor(kind as GrantKind);
    if (!fitting.includes(way))
      issues.push({ path: `fulfilment.${kind}`, message: `cannot be ${way}; use one of ${fitting.join(", ")}` });
  }
  const missing = new Set<GrantKind>();
  for (const [index, rule] of rules.entries()) {
    for (const [place, { kind }] of rule.grant.entries()) {
      if (fulfilment[kind] !== undefined || missing.has(kind)) continue;
      missing.add(kind);
      const why = `is needed because rules[${index}].grant[${place}] grants it`;
      issues.push({ path: `fulfilment.${kind}`, message: `${why}; use one of ${fulfilmentsFor(kind).join(", ")}` });
    }
    issues.push(...checkDelivery(rule, `rules[${index}]`, fulfilment));
    if (needsWorth({ fulfilment, stripe })) issues.push(...checkWorth(rule, `rules[${index}]`));
  }
  return issues;
}

/** What is given at once cannot wait to be claimed, and Stripe keeps money alone. */
function checkDelivery({ claim, grant: grants }: Rule, path: string, ways: ProgramDocument["fulfilment"]): Issue[] {
  const issues: Issue[] = [];
  const given = grants.find(({ kind }) => ways[kind] === "wallet" || ways[kind] === "invoice_api");
  if (claim === "manual" && given !== undefined) {
    const why = `because ${given.kind} is fulfilled by ${ways[given.kind]}, which needs no claim`;
    issues.push({ path: `${path}.claim`, message: `must be automatic, ${why}` });
  }
  for (const [place, grant] of grants.entries()) {
    if (grant.kind !== "credit" || grant.currency !== "credits" || ways.credit !== "stripe") continue;
    const message = "must be an ISO 4217 code, because Stripe knows no credits";
    issues.push({ path: `${path}.grant[${place}].currency`, message });
  }
  return issues;
}

/** Whether Stripe gives a month as the money that it is worth. */
export function needsWorth({ fulfilment, stripe }: Pick<ProgramDocument, "fulfilment" | "stripe">): boolean {
  return fulfilment.free_month === "stripe" && stripe?.free_month !== "coupon";
}

function checkWorth({ grant: grants }: Rule, path: string): Issue[] {
  return grants.flatMap((grant, place) => {
    if (grant.kind !== "free_month" || grant.worth !== undefined) return [];
    const why = "because Stripe credits a month as what it is worth, unless stripe.free_month is coupon";
    return [{ path: `${path}.grant[${place}].worth`, message: `is needed, ${why}` }];
  });
}

export function fulfilmentsFor(kind: GrantKind): Fulfilment[] {
  return fulfilments.filter((way) => kindsOf[way]?.includes(kind) ?? true);
}

/** A rate or a plan's amount that no payment which passes can have. */
function checkMeasure(grant: Grant, path: string, known: KnownFacts): Issue[] {
  const [currency, plan] = [known.get("event.currency"), known.get("event.plan")];
  const issues: Issue[] = [];
  if ("rate_bps" in grant && grant.kind === "credit" && grant.currency !== undefined && grant.currency !== "credits") {
    if (currency !== undefined && !admits(currency, grant.currency))
      issues.push({ path: `${path}.currency`, message: "is never the payment's here, and nothing is converted" });
  }
  if ("by_plan" in grant) {
    if ([...Object.values(grant.by_plan), grant.default_minor].every((amount) => amount === 0))
      issues.push({ path: `${path}.by_plan`, message: "must have an amount above 0 somewhere" });
    const unheard = Object.keys(grant.by_plan).filter((name) => plan !== undefined && !admits(plan, name));
    for (const name of unheard)
      issues.push({ path: `${path}.by_plan.${name}`, message: "is never the payment's plan here" });
  }
  return issues;
}

function checkMultiply(factors: Multiply, path: string, known: KnownFacts): Issue[] {
  const issues = factors.flatMap(({ when }, index) => checkCondition(when, `${path}[${index}].when`, known));
  const together = multiplyBps(
    10_000,
    factors.map(({ by_bps }) => by_bps),
  );
  const message = `must come to at most ${largestFactorBps} basis points, all factors together`;
  return together > largestFactorBps ? [...issues, { path, message }] : issues;
}

/** A count pays the same whoever completes it. */
function referrerFacts(known: KnownFacts): KnownFacts {
  const isReferrers = ([name]: [FactName, unknown]) => name.startsWith("referrer.");
  return new Map([...known].filter(isReferrers));
}
