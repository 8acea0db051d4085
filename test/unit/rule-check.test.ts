import { describe, expect, test } from "vitest";
import type { Condition } from "#domain/condition";
import type { ProgramDocument, ReversalPolicy, Rule } from "#domain/program";
import { checkRule, eligibilityFacts } from "#domain/rule-check";
import { aDocument, aRule } from "#support/domain-factories";

const count: Rule["on"] = { count: { reaches: 3 } };
const every: Rule["on"] = { count: { every: 3 } };
const signup: Rule["on"] = { event: "signup", occurrence: "first" };

function complaints(rule: Partial<Rule>, document: Partial<ProgramDocument> = {}): [string, string][] {
  return checkRule(aRule(rule), "r", aDocument(document)).map(({ path, message }) => [path, message]);
}

test("the key of what is granted by hand is taken", () => {
  expect(complaints({ key: "manual" })).toEqual([["r.key", "is kept for rewards that are granted by hand"]]);
});

describe("what only payments have is refused elsewhere", () => {
  test.each<[string, Partial<Rule>, string]>([
    ["every one", { on: { event: "signup", occurrence: "every" } }, "r.on.occurrence"],
    ["the third", { on: { event: "activated", occurrence: { nth: 3 } } }, "r.on.occurrence"],
    ["a verified one", { on: signup, qualify: { verified: true } }, "r.qualify.verified"],
    ["a stay after the first", { on: signup, qualify: { stay_days: 30 } }, "r.qualify.stay_days"],
    ["a refund", { on: signup, reverse: { on: ["churned", "refund"], policy: "full" } }, "r.reverse.on[1]"],
    ["a dispute", { on: signup, reverse: { on: ["dispute_lost"], policy: "full" } }, "r.reverse.on[0]"],
    ["a review", { on: signup, review: { over_minor: 100 } }, "r.review"],
    ["a review of a count", { on: count, review: { over_minor: 100 } }, "r.review"],
    ["a reversal of a count", { on: count, reverse: { on: ["churned"], policy: "full" } }, "r.reverse"],
  ])("%s", (_what, rule, path) => {
    expect(complaints(rule).map(([at]) => at)).toEqual([path]);
  });

  test.each<Partial<Rule>>([
    { on: signup, qualify: { verified: false } },
    { on: signup, reverse: { on: ["subscription_canceled", "churned"], policy: "full", within_days: 30 } },
    { on: count, qualify: { verified: true, stay_days: 30 }, hold: { until: "weekly_award" } },
    { on: { event: "payment", occurrence: { every: true, at_most: 12, for_months: 12 } }, qualify: { stay_days: 30 } },
  ])("but not %j", (rule) => {
    expect(complaints(rule)).toEqual([]);
  });
});

test("a reversal names each event once", () => {
  const reverse: ReversalPolicy = { on: ["refund", "refund"], policy: "full" };
  expect(complaints({ reverse })).toEqual([["r.reverse.on", "names an event twice"]]);
});

test("milestones are for counts, tiers for counts that are reached", () => {
  const milestone = { title: "Three", description: "Three friends", reward: "A month" };
  const tier = { key: "bronze", title: "Bronze" };
  expect(complaints({ on: count, milestone, tier })).toEqual([]);
  expect(complaints({ on: every, milestone })).toEqual([]);
  expect(complaints({ on: every, tier }).map(([path]) => path)).toEqual(["r.tier"]);
  expect(complaints({ milestone, tier }).map(([path]) => path)).toEqual(["r.milestone", "r.tier"]);
});

describe("conditions know the rule they stand in", () => {
  test.each<[string, Partial<Rule>, Condition]>([
    ["another event", {}, { eq: ["event.type", "signup"] }],
    ["a referrer outside the flow", { flow: { referrer: ["supplier"] } }, { eq: ["referrer.kind", "couple"] }],
    ["a referee outside the flow", { flow: { referee: ["supplier"] } }, { in: ["referee.kind", ["couple", "guest"]] }],
    ["what is verified and is not", { qualify: { verified: true } }, { eq: ["event.verified", false] }],
    ["an interval that there is not", {}, { eq: ["event.interval", "week"] }],
    ["a status that there is not", {}, { eq: ["referrer.status", "gone"] }],
    ["a channel that there is not", {}, { eq: ["referral.channel", "fax"] }],
    ["a payment without an amount", {}, { eq: ["event.amount_minor", null] }],
    ["a count that depends on a count", { on: count }, { lt: ["referrer.conversions", 3] }],
    ["a count of anything but payments", { on: count }, { eq: ["event.type", "signup"] }],
  ])("%s", (_what, rule, when) => {
    const [operator = ""] = Object.keys(when);
    expect(complaints({ ...rule, when }).map(([path]) => path.replace(/\[[01]\]$/, ""))).toEqual([
      `r.when.${operator}`,
    ]);
  });

  test.each<[Partial<Rule>, Condition]>([
    [{ flow: { referrer: ["supplier", "couple"] } }, { eq: ["referrer.kind", "couple"] }],
    [{ on: count }, { all: [{ gte: ["event.amount_minor", 100] }, { eq: ["referral.channel", "qr"] }] }],
    [{}, { lt: ["referrer.conversions", 3] }],
    [{ on: signup }, { eq: ["event.amount_minor", null] }],
  ])("but in %j this may hold: %j", (rule, when) => {
    expect(complaints({ ...rule, when })).toEqual([]);
  });

  test("of a plan's amount and a factor too", () => {
    const grant: Rule["grant"] = [
      {
        to: "referrer",
        kind: "credit",
        currency: "credits",
        by_plan: { pro: 100 },
        default_minor: 0,
        multiply: [{ when: { lt: ["event.amount_minor", 100] }, by_bps: 20_000 }],
      },
    ];
    const when: Condition = { all: [{ eq: ["event.plan", "max"] }, { gte: ["event.amount_minor", 100] }] };
    expect(complaints({ grant, when }).map(([path]) => path)).toEqual([
      "r.grant[0].by_plan.pro",
      "r.grant[0].multiply[0].when.lt",
    ]);
  });

  test("of a review that nothing reaches", () => {
    const when: Condition = { lte: ["event.amount_minor", 5000] };
    expect(complaints({ when, review: { over_minor: 4999 } })).toEqual([]);
    expect(complaints({ when, review: { over_minor: 5000 } })).toEqual([
      ["r.review.over_minor", "must be below 5000, or no payment that passes is over it"],
    ]);
  });
});

describe("a flow", () => {
  test("names each kind once", () => {
    expect(complaints({ flow: { referee: ["supplier", "supplier"] } })).toEqual([
      ["r.flow.referee", "names a kind twice"],
    ]);
  });

  test("has a referrer who may refer", () => {
    const eligibility = { referrer: { eq: ["referrer.kind", "couple"] satisfies [string, string] } };
    expect(complaints({ flow: { referrer: ["supplier", "couple"] } }, { eligibility })).toEqual([]);
    expect(complaints({}, { eligibility })).toEqual([]);
    expect(complaints({ flow: { referrer: ["supplier"] } }, { eligibility })).toEqual([
      ["r.flow.referrer", "names none but kinds that eligibility.referrer keeps from referring"],
    ]);
  });
});

describe("a rule on leaders", () => {
  const leader: Partial<Rule> = { on: { leader: "month" } };
  const milestone = { title: "First", description: "Nobody brought more", reward: "A credit" };

  test("grants, is shown as a milestone, is claimed and expires", () => {
    expect(complaints({ ...leader, milestone, claim: "automatic", expires_days: 60 })).toEqual([]);
    expect(complaints({ on: { leader: "category_month" } })).toEqual([]);
  });

  test.each<[Partial<Rule>, string]>([
    [{ qualify: { stay_days: 30 } }, "r.qualify"],
    [{ flow: { referrer: ["supplier"] } }, "r.flow"],
    [{ when: { eq: ["referrer.kind", "supplier"] } }, "r.when"],
    [{ limit: [{ per: "referrer", max: 1 }] }, "r.limit"],
    [{ hold: { days: 14 } }, "r.hold"],
    [{ reverse: { on: ["churned"], policy: "full" } }, "r.reverse"],
    [{ review: { over_minor: 5000 } }, "r.review"],
    [{ tier: { key: "gold", title: "Gold" } }, "r.tier"],
  ])("asks and keeps nothing of its own: %j is refused", (fields, path) => {
    const why = "is not for a rule on leaders: the board alone says who led, and that stays so";
    expect(complaints({ ...leader, ...fields })).toEqual([[path, why]]);
  });

  test.each<[Rule["grant"][number], string]>([
    [{ to: "referee", kind: "points", quantity: 5 }, "r.grant[0].to"],
    [{ to: "referrer", kind: "credit", rate_bps: 500, currency: "GBP" }, "r.grant[0].rate_bps"],
    [{ to: "referrer", kind: "points", by_plan: { pro: 5 }, default_minor: 1 }, "r.grant[0].by_plan"],
    [
      {
        to: "referrer",
        kind: "points",
        quantity: 5,
        multiply: [{ when: { gt: ["event.amount_minor", 1] }, by_bps: 1 }],
      },
      "r.grant[0].multiply",
    ],
  ])("gives its leader the same whatever was paid: %j is refused", (grant, path) => {
    expect(complaints({ ...leader, grant: [grant] }).map(([told]) => told)).toEqual([path]);
  });
});

test("limits of a rule are checked with it", () => {
  const limit: Rule["limit"] = [{ per: "rule", budget: { unit: "USD", amount_minor: 1 } }];
  expect(complaints({ limit }).map(([path]) => path)).toEqual(["r.limit[0].budget.unit"]);
});

test("who may refer is asked of the referrer alone", () => {
  expect([...eligibilityFacts.keys()]).toEqual([
    "referrer.kind",
    "referrer.status",
    "referrer.category",
    "referrer.location",
  ]);
});
