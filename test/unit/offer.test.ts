import { expect, test } from "vitest";
import { describeOffer, rulesFor } from "#domain/offer";
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
  expect(describeOffer(documentWith([rule]), "supplier")).toEqual({
    referrer: [{ what: "1 free month", when: "when you make your first payment" }],
    referee: [
      { what: "GBP 10.00 in credit", when: "when you make your first payment" },
      { what: "2 free months", when: "when you make your first payment" },
    ],
  });
});

test("each occasion has its words", () => {
  const occasions = (["signup", "trial_started", "activated", "churned"] as const).map((event) => {
    const on: Rule["on"] = { event, occurrence: "first" };
    return describeOffer(documentWith([{ ...rule, on }]), "supplier").referrer[0]?.when;
  });
  expect(occasions).toEqual([
    "when you sign up",
    "when you start your trial",
    "when you get started",
    "when you take part",
  ]);
  const every = describeOffer(documentWith([{ ...rule, on: { event: "payment", occurrence: "every" } }]), "supplier");
  expect(every.referrer[0]?.when).toBe("each time you make a payment");
});

test("rules for other kinds of referrers are not promised", () => {
  const flowing = { ...rule, flow: { referrer: ["couple"] } };
  expect(describeOffer(documentWith([flowing]), "supplier")).toEqual({ referrer: [], referee: [] });
  expect(describeOffer(documentWith([flowing]), "couple").referrer).toHaveLength(1);
  expect(rulesFor(documentWith([rule, flowing]), "supplier")).toEqual([rule]);
});
