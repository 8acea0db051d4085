import { factsWhere } from "#domain/condition-check";
import { oneOf } from "#domain/fact-range";
import type { KnownFacts } from "#domain/fact-range";
import type { FactName, Facts } from "#domain/facts";
import type { Participant } from "#domain/participant";
import type { Rule } from "#domain/program";
import { factsOfRule } from "#domain/rule-check";

/** What is known of a referrer before anybody is referred; what is left out is not known. */
export type KnownReferrer = Pick<Participant, "kind"> & Partial<Pick<Participant, "category" | "location">>;

/** What a rule's `when` lets a friend hope for, and the one currency that it takes, if there is one. */
export type Prospect = { outcome: "certain" | "open" | "never"; currency: string | undefined };

/** Before a friend has done anything: only the referrer is known, and that a payment is of something. */
export function prospectOf(rule: Rule, referrer: KnownReferrer): Prospect {
  const { when } = rule;
  if (when === undefined) return { outcome: "certain", currency: undefined };
  const known = factsBefore(rule, referrer);
  const met = factsWhere(when, known);
  if (met === null) return { outcome: "never", currency: undefined };
  const currencies = met.get("event.currency")?.among ?? [];
  return {
    outcome: factsWhere({ not: when }, known) === null ? "certain" : "open",
    currency: currencies.length === 1 && typeof currencies[0] === "string" ? currencies[0] : undefined,
  };
}

function factsBefore(rule: Rule, { kind, category, location }: KnownReferrer): KnownFacts {
  const known = new Map(factsOfRule(rule));
  const amount = known.get("event.amount_minor");
  if (amount !== undefined) known.set("event.amount_minor", { ...amount, least: 1 });
  // Nobody else may refer.
  const facts: Facts = { "referrer.kind": kind, "referrer.status": "active" };
  if (category !== undefined) facts["referrer.category"] = category;
  if (location !== undefined) facts["referrer.location"] = location;
  // Safe because the keys are those above.
  for (const [name, value] of Object.entries(facts) as [FactName, string | null][]) known.set(name, oneOf([value]));
  return known;
}
