import { expect, test } from "vitest";
import type { Grant, Multiply } from "#domain/grant";
import { describeGrant, describeOccasion, describeOffer, rulesFor } from "#domain/offer";
import type { ProgramDocument, Rule } from "#domain/program";

const rule: Rule = {
  key: "first-payment",
  on: { event: "payment", occurrence: "first" },
  grant: [
    { to: "referrer", kind: "free_month", quantity: 1 },
    { to: "referee", kind: "credit", amount_minor: 1000, currency: "GBP" },
    { to: "referee", kind: "free_month", quantity: 2 },
  ],
};

function documentWith(rules: Rule[]): ProgramDocument {
  return {
    name: "P",
    time_zone: "UTC",
    destination: { url: "https://app.example/", allowed_hosts: ["app.example"] },
    cookie: { days: 90 },
    consent: "not_required",
    honor_gpc: false,
    codes: { style: "random", expires_days: 365 },
    attribution: { model: "first_touch", window_days: 30 },
    rules,
    fulfilment: {},
  };
}

test("both sides are told what they get and when", () => {
  expect(describeOffer(documentWith([rule]), { kind: "supplier" })).toEqual({
    referrer: [{ what: "1 free month", when: "when you make your first payment" }],
    referee: [
      { what: "GBP 10.00 in credit", when: "when you make your first payment" },
      { what: "2 free months", when: "when you make your first payment" },
    ],
  });
});

test("milestones and tiers are not the friend's affair, what each of some friends brings about is", () => {
  const counting = (count: { reaches: number } | { every: number }, shown: Partial<Rule>): Rule => ({
    key: "count",
    on: { count },
    grant: [{ to: "referrer", kind: "badge", badge: "Connector" }],
    ...shown,
  });
  const milestone = { title: "Connector", description: "Five have paid.", reward: "The badge Connector" };
  const whens = (rules: Rule[]) =>
    describeOffer(documentWith(rules), { kind: "supplier" }).referrer.map(({ when }) => when);
  expect(whens([counting({ reaches: 5 }, { milestone })])).toEqual([]);
  expect(whens([counting({ reaches: 5 }, { tier: { key: "gold", title: "Gold" } })])).toEqual([]);
  expect(whens([counting({ reaches: 5 }, {})])).toEqual(["when 5 friends have paid"]);
  expect(
    whens([{ key: "leader", on: { leader: "month" }, grant: [{ to: "referrer", kind: "points", quantity: 5 }] }]),
  ).toEqual([]);
  expect(whens([counting({ every: 3 }, { milestone })])).toEqual(["for every 3 friends who pay"]);
});

const to = "referrer";
const byPlan = { by_plan: { starter: 1000, enterprise: 10_000 }, default_minor: 500 };
const annual: Multiply = [{ when: { eq: ["event.interval", "year"] }, by_bps: 20_000 }];
const fewer: Multiply = [{ when: { eq: ["event.interval", "month"] }, by_bps: 5000 }];

test.each<[Grant, string]>([
  [{ to, kind: "credit", amount_minor: 1000, currency: "JPY" }, "JPY 1000 in credit"],
  [{ to, kind: "credit", amount_minor: 2500, currency: "credits" }, "25 credits"],
  [{ to, kind: "credit", amount_minor: 3750, currency: "credits" }, "37.50 credits"],
  [{ to, kind: "credit", amount_minor: 2500, currency: "credits", multiply: annual }, "up to 50 credits"],
  [{ to, kind: "credit", amount_minor: 2500, currency: "credits", multiply: fewer }, "25 credits"],
  [{ to, kind: "credit", ...byPlan, currency: "credits" }, "up to 100 credits"],
  [{ to, kind: "credit", ...byPlan, currency: "GBP", multiply: annual }, "up to GBP 200.00 in credit"],
  [{ to, kind: "credit", by_plan: { pro: 500 }, default_minor: 500, currency: "GBP" }, "GBP 5.00 in credit"],
  [{ to, kind: "credit", rate_bps: 500 }, "5 % of the payment in credit"],
  [{ to, kind: "credit", rate_bps: 250, max_minor: 100 }, "2.5 % of the payment in credit"],
  [
    { to, kind: "credit", rate_bps: 500, max_minor: 5000, currency: "credits", multiply: annual },
    "up to 10 % of the payment in credit, up to 100 credits",
  ],
  [{ to, kind: "points", quantity: 1 }, "1 point"],
  [{ to, kind: "points", quantity: 10, multiply: annual }, "up to 20 points"],
  [{ to, kind: "points", ...byPlan }, "up to 10000 points"],
  [{ to, kind: "points", rate_bps: 100 }, "points for the amount paid"],
  [{ to, kind: "points", rate_bps: 100, max_minor: 50 }, "points for the amount paid, up to 50 points"],
  [{ to, kind: "free_month", quantity: 3 }, "3 free months"],
  [{ to, kind: "premium_days", quantity: 1 }, "1 premium day"],
  [{ to, kind: "premium_days", quantity: 30 }, "30 premium days"],
  [{ to, kind: "discount", percent_bps: 2500 }, "25 % off"],
  [{ to, kind: "discount", percent_bps: 1250, label: "the annual plan" }, "12.5 % off the annual plan"],
  [{ to, kind: "discount", amount_minor: 500, currency: "EUR" }, "EUR 5.00 off"],
  [{ to, kind: "feature", feature: "lifetime_perks" }, "lifetime perks"],
  [{ to, kind: "badge", badge: "Referral Master" }, "the badge “Referral Master”"],
])("%j reads %s", (grant, text) => {
  expect(describeGrant(grant)).toBe(text);
});

test.each<[Rule["on"], number | undefined, string]>([
  [{ event: "signup", occurrence: "first" }, undefined, "when you sign up"],
  [{ event: "signup_started", occurrence: "first" }, undefined, "when you start to sign up"],
  [{ event: "trial_started", occurrence: "first" }, undefined, "when you start your trial"],
  [{ event: "activated", occurrence: "first" }, undefined, "when you get started"],
  [{ event: "payment", occurrence: "first" }, undefined, "when you make your first payment"],
  [{ event: "payment", occurrence: "first" }, 30, "when you make your first payment, once you have stayed 30 days"],
  [{ event: "payment", occurrence: "every" }, undefined, "each time you make a payment"],
  [{ event: "payment", occurrence: { nth: 2 } }, undefined, "when you make your 2nd payment"],
  [{ event: "payment", occurrence: { nth: 11 } }, undefined, "when you make your 11th payment"],
  [{ event: "payment", occurrence: { nth: 23 } }, undefined, "when you make your 23rd payment"],
  [
    { event: "payment", occurrence: { every: true, at_most: 12 } },
    undefined,
    "each time you make a payment, 12 times at most",
  ],
  [
    { event: "payment", occurrence: { every: true, at_most: 1, for_months: 1 } },
    undefined,
    "each time you make a payment, 1 time at most, for 1 month",
  ],
  [{ count: { every: 1 } }, 1, "for each friend who pays and stays 1 day"],
  [{ count: { every: 3 } }, 30, "for every 3 friends who pay and stay 30 days"],
  [{ count: { reaches: 1 } }, undefined, "when a friend has paid"],
  [{ leader: "month" }, undefined, "when you lead the month"],
  [{ leader: "category_month" }, undefined, "when you lead your category in a month"],
  [{ count: { reaches: 5 } }, 30, "when 5 friends have paid and stayed 30 days"],
])("%j, stay %s reads %s", (on, stayDays, text) => {
  expect(describeOccasion({ on, qualify: { stay_days: stayDays } })).toBe(text);
});

test("a badge of the catalogue is promised by its name", () => {
  const badges = [
    { key: "friend", name: "Best Friend", icon: "star", description: "Brings friends", color: "#00ff00" },
  ];
  const given = { ...rule, grant: [{ to: "referrer", kind: "badge", badge: "friend" } as const] };
  const [line] = describeOffer({ ...documentWith([given]), badges }, { kind: "supplier" }).referrer;
  expect(line?.what).toBe("the badge “Best Friend”");
});

test("rules for other kinds of referrers are not promised", () => {
  const flowing = { ...rule, flow: { referrer: ["couple"] } };
  expect(describeOffer(documentWith([flowing]), { kind: "supplier" })).toEqual({ referrer: [], referee: [] });
  expect(describeOffer(documentWith([flowing]), { kind: "couple" }).referrer).toHaveLength(1);
  expect(rulesFor(documentWith([rule, flowing]), { kind: "supplier" })).toEqual([rule]);
});

const whenOf = (when: Rule["when"], referrer: { category?: string | null } = {}) =>
  describeOffer(documentWith([{ ...rule, when }]), { kind: "supplier", ...referrer }).referrer.map((line) => line.when);
const certain = ["when you make your first payment"];
const open = ["when you make your first payment, if the conditions of the program are met"];

test("what depends on more than the referrer and a payment is promised under a condition", () => {
  expect(whenOf({ gte: ["event.amount_minor", 1] })).toEqual(certain);
  expect(whenOf({ gte: ["event.amount_minor", 2] })).toEqual(open);
  expect(whenOf({ eq: ["referral.channel", "qr"] })).toEqual(open);
});

test("what the referrer is decides now, where it is known", () => {
  const florists = { eq: ["referrer.category", "florist"] } satisfies Rule["when"];
  expect(whenOf(florists)).toEqual(open);
  expect(whenOf(florists, { category: "florist" })).toEqual(certain);
  expect(whenOf(florists, { category: null })).toEqual([]);
});

test("the cap of a share is shown in the one currency that its rule takes", () => {
  const grant: Rule["grant"] = [{ to: "referrer", kind: "credit", rate_bps: 500, max_minor: 5000 }];
  const what = (when: Rule["when"]) =>
    describeOffer(documentWith([{ ...rule, grant, when }]), { kind: "supplier" }).referrer[0]?.what;
  expect(what(undefined)).toBe("5 % of the payment in credit");
  expect(what({ all: [{ gte: ["event.amount_minor", 1] }, { eq: ["event.currency", "GBP"] }] })).toBe(
    "5 % of the payment in credit, up to GBP 50.00",
  );
  expect(what({ in: ["event.currency", ["GBP", "EUR"]] })).toBe("5 % of the payment in credit");
});
