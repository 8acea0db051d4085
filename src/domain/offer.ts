import type { Grant, Side } from "#domain/grant";
import { formatMoney } from "#domain/money";
import type { ProgramDocument, Rule } from "#domain/program";
import type { EventType } from "#domain/event";

/** What one side gets, and what for: "1 free month when you make your first payment". */
export type OfferLine = { what: string; when: string };
export type Offer = Record<Side, OfferLine[]>;

/** What a program promises both sides when someone of this kind refers, in words for the referee to read. */
export function describeOffer(document: ProgramDocument, referrerKind: string): Offer {
  const rules = rulesFor(document, referrerKind);
  return { referrer: linesFor("referrer", rules), referee: linesFor("referee", rules) };
}

/** The rules that may pay when someone of this kind refers; who will be referred is not known yet. */
export function rulesFor({ rules }: ProgramDocument, referrerKind: string): Rule[] {
  return rules.filter(({ flow }) => flow?.referrer === undefined || flow.referrer.includes(referrerKind));
}

function linesFor(side: Side, rules: Rule[]): OfferLine[] {
  return rules.flatMap((rule) =>
    rule.grant
      .filter((grant) => grant.to === side)
      .map((grant) => ({ what: describeGrant(grant), when: describeOccasion(rule.on) })),
  );
}

export function describeGrant(grant: Grant): string {
  switch (grant.kind) {
    case "credit":
      return `${formatMoney(grant.amount_minor, grant.currency)} in credit`;
    case "free_month":
      return grant.quantity === 1 ? "1 free month" : `${grant.quantity} free months`;
  }
}

function describeOccasion({ event, occurrence }: Rule["on"]): string {
  if (event === "payment")
    return occurrence === "first" ? "when you make your first payment" : "each time you make a payment";
  return `when you ${occasions[event] ?? "take part"}`;
}

const occasions: Partial<Record<EventType, string>> = {
  signup: "sign up",
  signup_started: "start to sign up",
  trial_started: "start your trial",
  activated: "get started",
};
