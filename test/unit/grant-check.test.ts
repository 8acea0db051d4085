import { describe, expect, test } from "vitest";
import { anything, oneOf } from "#domain/fact-range";
import type { KnownFacts } from "#domain/fact-range";
import type { FactName } from "#domain/facts";
import type { Grant, Multiply } from "#domain/grant";
import { checkFulfilment, checkGrant, needsWorth } from "#domain/grant-check";
import type { ProgramDocument, Rule } from "#domain/program";
import { aDocument, aRule } from "#support/domain-factories";

const known: KnownFacts = new Map<FactName, typeof anything>([
  ["event.currency", { ...anything, isNullable: false }],
  ["event.plan", anything],
  ["event.interval", oneOf(["month", "year", null])],
  ["referrer.conversions", { ...anything, least: 0 }],
]);
const count: Rule["on"] = { count: { every: 3 } };
const signup: Rule["on"] = { event: "signup", occurrence: "first" };
const payment: Rule["on"] = { event: "payment", occurrence: "first" };
const to = "referrer";
const credits = { to, kind: "credit", amount_minor: 100, currency: "credits" } satisfies Grant;
const byPlan = { to, kind: "points", by_plan: { pro: 5 }, default_minor: 0 } satisfies Grant;
const share = { to, kind: "credit", rate_bps: 500 } satisfies Grant;
const annual: Multiply[number] = { when: { eq: ["event.interval", "year"] }, by_bps: 20_000 };

function complaints(grant: Grant, on: Rule["on"] = payment, facts = known): [string, string][] {
  const issues = checkGrant(grant, "grant[0]", { rule: aRule({ on, grant: [grant] }), known: facts });
  return issues.map(({ path, message }) => [path, message]);
}

describe("a grant", () => {
  test("to the referee is not for a count", () => {
    const toReferee: Grant = { to: "referee", kind: "free_month", quantity: 1 };
    expect(complaints(toReferee)).toEqual([]);
    expect(complaints(toReferee, count)).toEqual([
      ["grant[0].to", "must be referrer, because a count is of the referrer's referrals"],
    ]);
  });

  test("is measured by a payment only where there is one", () => {
    const message = "needs a rule on payments, because it is measured by one";
    expect([complaints(share), complaints(byPlan)]).toEqual([[], []]);
    for (const on of [count, signup]) {
      expect(complaints(share, on)).toEqual([["grant[0].rate_bps", message]]);
      expect(complaints(byPlan, on)).toEqual([["grant[0].by_plan", message]]);
    }
  });

  test("is not nothing for every plan", () => {
    expect(complaints({ ...byPlan, by_plan: { pro: 0, max: 0 } })).toEqual([
      ["grant[0].by_plan", "must have an amount above 0 somewhere"],
    ]);
  });

  test("names no plan or currency that no payment has that passes", () => {
    const plans: KnownFacts = new Map(known).set("event.plan", oneOf(["max"]));
    expect(complaints(byPlan, payment, plans)).toEqual([["grant[0].by_plan.pro", "is never the payment's plan here"]]);
    const dollars: KnownFacts = new Map(known).set("event.currency", oneOf(["USD"]));
    expect(complaints({ ...share, currency: "USD" }, payment, dollars)).toEqual([]);
    expect(complaints({ ...share, currency: "credits" }, payment, dollars)).toEqual([]);
    expect(complaints({ ...share, currency: "GBP" }, payment, dollars)).toEqual([
      ["grant[0].currency", "is never the payment's here, and nothing is converted"],
    ]);
  });

  test("is multiplied by what can be known, and to no fortune", () => {
    const never: Multiply[number] = { when: { eq: ["event.interval", "week"] }, by_bps: 20_000 };
    expect(complaints({ ...credits, multiply: [annual, annual] })).toEqual([]);
    expect(complaints({ ...credits, multiply: [annual, never] })[0]?.[0]).toBe("grant[0].multiply[1].when.eq[1]");
    expect(complaints({ ...credits, multiply: Array.from({ length: 7 }, () => annual) })).toEqual([
      ["grant[0].multiply", "must come to at most 1000000 basis points, all factors together"],
    ]);
  });

  test("for a count is multiplied by what the referrer is, not by who completes it", () => {
    const few: Multiply[number] = { when: { lt: ["referrer.conversions", 3] }, by_bps: 15_000 };
    expect(complaints({ ...credits, multiply: [few] }, count)).toEqual([]);
    expect(complaints({ ...credits, multiply: [annual] }, count)).toEqual([
      ["grant[0].multiply[0].when.eq[0]", "is no fact here; use one of referrer.conversions"],
    ]);
  });
});

describe("fulfilment", () => {
  const issuesOf = (document: Partial<ProgramDocument>) =>
    checkFulfilment(aDocument(document)).map(({ path, message }) => `${path} ${message}`);
  const month: Grant = { to, kind: "free_month", quantity: 1 };
  const priced: Grant = { to, kind: "free_month", quantity: 1, worth: { amount_minor: 4900, currency: "GBP" } };

  test("is needed once for each kind that is granted, and may be there for others", () => {
    const rules = [aRule({ grant: [credits, month] }), aRule({ grant: [month] })];
    expect(issuesOf({ rules, fulfilment: { credit: "wallet" } })).toEqual([
      "fulfilment.free_month is needed because rules[0].grant[1] grants it; use one of wallet, invoice_api, stripe, webhook, claim",
    ]);
    expect(issuesOf({ rules: [], fulfilment: { credit: "wallet", badge: "claim" } })).toEqual([]);
  });

  test("knows the kind", () => {
    const rules: Rule[] = [];
    expect(issuesOf({ rules, fulfilment: { credit: "invoice_api", badge: "stripe", discount: "stripe" } })).toEqual([
      "fulfilment.credit cannot be invoice_api; use one of wallet, stripe, webhook, claim",
      "fulfilment.badge cannot be stripe; use one of wallet, webhook, claim",
    ]);
  });

  test("by Stripe is of money, not of credits", () => {
    const rules = [aRule({ grant: [priced, credits] })];
    expect(issuesOf({ rules, fulfilment: { credit: "stripe", free_month: "stripe" } })).toEqual([
      "rules[0].grant[1].currency must be an ISO 4217 code, because Stripe knows no credits",
    ]);
  });

  test("by Stripe of months is of what they are worth, unless it is a coupon", () => {
    const fulfilment = { free_month: "stripe" } as const;
    const rules = [aRule({ grant: [priced, month] })];
    const missing =
      "rules[0].grant[1].worth is needed, because Stripe credits a month as what it is worth, unless stripe.free_month is coupon";
    expect(issuesOf({ rules, fulfilment })).toEqual([missing]);
    expect(issuesOf({ rules, fulfilment, stripe: { free_month: "balance" } })).toEqual([missing]);
    expect(issuesOf({ rules, fulfilment, stripe: { free_month: "coupon" } })).toEqual([]);
    expect(issuesOf({ rules, fulfilment: { free_month: "invoice_api" } })).toEqual([]);
    expect(needsWorth({ fulfilment })).toBe(true);
  });

  test("into a wallet or an invoice leaves nothing to claim", () => {
    const rules = [aRule({ grant: [month], claim: "manual" })];
    expect(issuesOf({ rules, fulfilment: { free_month: "claim" } })).toEqual([]);
    expect(issuesOf({ rules, fulfilment: { free_month: "webhook" } })).toEqual([]);
    for (const way of ["wallet", "invoice_api"] as const) {
      expect(issuesOf({ rules, fulfilment: { free_month: way } })).toEqual([
        `rules[0].claim must be automatic, because free_month is fulfilled by ${way}, which needs no claim`,
      ]);
    }
  });
});
