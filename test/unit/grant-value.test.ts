import { describe, expect, test } from "vitest";
import type { Facts } from "#domain/facts";
import type { CreditGrant } from "#domain/grant";
import { hasBalance, isDivisible, valueOf } from "#domain/grant-value";

const kinds = ["credit", "free_month", "premium_days", "points", "discount", "feature", "badge"];
const payment: Facts = { "event.amount_minor": 4000, "event.currency": "USD", "event.plan": "pro" };
const isAnnual = { eq: ["event.interval", "year"] } satisfies { eq: [string, string] };

/** What the referrer gets of so much credit, in what unit. */
function credited(amount: object, facts: Facts = payment): [number, string] | null {
  // Safe because the tables below hold amounts of credits.
  const value = valueOf({ to: "referrer", kind: "credit", ...amount } as CreditGrant, facts);
  return value === null ? null : [value.quantity, value.unit];
}

test("a credit is money, a month is a month with a worth for reports", () => {
  expect(valueOf({ to: "referrer", kind: "credit", amount_minor: 1000, currency: "USD" }, {})).toEqual({
    unit: "USD",
    quantity: 1000,
    worth: { amountMinor: 1000, currency: "USD" },
    label: null,
  });
  const worth = { amount_minor: 4900, currency: "GBP" };
  expect(valueOf({ to: "referee", kind: "free_month", quantity: 2, worth }, {})).toEqual({
    unit: "free_months",
    quantity: 2,
    worth: { amountMinor: 4900, currency: "GBP" },
    label: null,
  });
  expect(valueOf({ to: "referee", kind: "free_month", quantity: 1 }, {})?.worth).toBeNull();
});

test("days, points, discounts, features and badges have a unit, and a label where one is needed", () => {
  const to = "referee";
  expect(valueOf({ to, kind: "premium_days", quantity: 30 }, {})).toMatchObject({ unit: "premium_days", quantity: 30 });
  expect(valueOf({ to, kind: "points", quantity: 5 }, {})).toMatchObject({ unit: "points", quantity: 5, label: null });
  expect(valueOf({ to, kind: "discount", percent_bps: 2500, label: "annual plan" }, {})).toEqual({
    unit: "percent_bps",
    quantity: 2500,
    worth: null,
    label: "annual plan",
  });
  expect(valueOf({ to, kind: "discount", amount_minor: 500, currency: "EUR" }, {})).toEqual({
    unit: "EUR",
    quantity: 500,
    worth: { amountMinor: 500, currency: "EUR" },
    label: null,
  });
  expect(valueOf({ to, kind: "feature", feature: "planner" }, {})).toMatchObject({
    unit: "features",
    quantity: 1,
    label: "planner",
  });
  expect(valueOf({ to, kind: "badge", badge: "Referral Master" }, {})).toMatchObject({
    unit: "badges",
    quantity: 1,
    label: "Referral Master",
  });
});

test("which kinds have a balance and which can be taken back in part", () => {
  expect(kinds.filter(hasBalance)).toEqual(["credit", "free_month", "premium_days", "points"]);
  expect(kinds.filter(isDivisible)).toEqual(["credit", "points"]);
  expect([hasBalance("toString"), isDivisible("toString")]).toEqual([false, false]);
});

describe("an amount by plan", () => {
  const amount = { by_plan: { starter: 1000, pro: 2500 }, default_minor: 0, currency: "credits" };

  test("is that of the payment's plan", () => {
    expect(credited(amount)).toEqual([2500, "credits"]);
    expect(credited(amount, { "event.plan": "starter" })).toEqual([1000, "credits"]);
  });

  test("is the default for every other plan, and nothing where that is zero", () => {
    expect(credited({ ...amount, default_minor: 500 }, { "event.plan": "toString" })).toEqual([500, "credits"]);
    expect(credited({ ...amount, default_minor: 500 }, {})).toEqual([500, "credits"]);
    expect(credited(amount, { "event.plan": null })).toBeNull();
  });
});

describe("a rate", () => {
  test("pays in the payment's currency unless the rule names one", () => {
    expect(credited({ rate_bps: 500 })).toEqual([200, "USD"]);
    expect(credited({ rate_bps: 500, currency: "USD" })).toEqual([200, "USD"]);
    expect(credited({ rate_bps: 500, currency: "credits" })).toEqual([200, "credits"]);
  });

  test("is never converted, and nothing without a payment to measure", () => {
    expect(credited({ rate_bps: 500, currency: "GBP" })).toBeNull();
    expect(credited({ rate_bps: 500 }, { "event.amount_minor": 100 })).toBeNull();
    expect(credited({ rate_bps: 500 }, { "event.amount_minor": null, "event.currency": "USD" })).toBeNull();
    expect(credited({ rate_bps: 500 }, { ...payment, "event.amount_minor": 0 })).toBeNull();
  });

  test("of points counts the payment's smallest parts", () => {
    expect(valueOf({ to: "referrer", kind: "points", rate_bps: 100 }, payment)?.quantity).toBe(40);
  });
});

describe("factors", () => {
  const multiply = [
    { when: isAnnual, by_bps: 20_000 },
    { when: { lt: ["referrer.conversions", 3] satisfies [string, number] }, by_bps: 15_000 },
  ];
  const annual: Facts = { ...payment, "event.interval": "year" };

  test("vector 10: 25 credits for one of the first three are 37.50", () => {
    const amount = { amount_minor: 2500, currency: "credits", multiply };
    expect(credited(amount, { "referrer.conversions": 2 })).toEqual([3750, "credits"]);
    expect(credited(amount, { "referrer.conversions": 3 })).toEqual([2500, "credits"]);
  });

  test("apply together where all of their conditions hold", () => {
    expect(
      credited(
        { by_plan: { pro: 2500 }, default_minor: 0, currency: "credits", multiply },
        { ...annual, "referrer.conversions": 0 },
      ),
    ).toEqual([7500, "credits"]);
  });

  test("come after the cap, and everything is rounded once", () => {
    expect(credited({ rate_bps: 5000, max_minor: 1000, multiply }, annual)).toEqual([2000, "USD"]);
    const odd = { ...annual, "event.amount_minor": 5, "referrer.conversions": 0 };
    // 0.5 × 2 × 1.5: rounded on the way it would be 3.
    expect(credited({ rate_bps: 1000, multiply }, odd)).toEqual([2, "USD"]);
  });

  test("take points as well", () => {
    expect(valueOf({ to: "referrer", kind: "points", quantity: 10, multiply }, annual)?.quantity).toBe(20);
  });
});
