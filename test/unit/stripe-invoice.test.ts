import { describe, expect, test } from "vitest";
import type { StripeInvoice, StripeLine } from "#domain/stripe-event";
import { planOf, reportInvoice } from "#domain/stripe-invoice";

function invoice(fields: Partial<StripeInvoice> = {}): StripeInvoice {
  return {
    id: "in_1",
    amount_paid: 4900,
    currency: "gbp",
    billing_reason: "subscription_cycle",
    customer: "cus_1",
    payment_intent: null,
    charge: null,
    payments: { data: [] },
    status_transitions: { paid_at: 900 },
    metadata: {},
    subscription_details: null,
    parent: null,
    lines: { data: [] },
    ...fields,
  };
}

function line(fields: Partial<StripeLine> = {}): StripeLine {
  return {
    type: null,
    parent: null,
    proration: false,
    price: null,
    plan: null,
    pricing: null,
    period: null,
    ...fields,
  };
}

const price = (fields = {}) => ({
  id: "price_1",
  lookup_key: null,
  nickname: null,
  recurring: { interval: "month", interval_count: 1 },
  ...fields,
});
const ofSubscription = (proration = false) => ({
  type: "subscription_item_details",
  subscription_item_details: { proration },
});

describe("an invoice", () => {
  test("is known by every id that any version gives it, once each", () => {
    const payments = { data: [{ payment: { payment_intent: "pi_1", charge: "ch_2" } }, { payment: null }] };
    expect(reportInvoice(invoice({ payment_intent: "pi_1", charge: "ch_1", payments }), 1000).paymentIds).toEqual([
      "in_1",
      "pi_1",
      "ch_1",
      "ch_2",
    ]);
  });

  test("has its name from its own metadata, never from those of the subscription, which return every month", () => {
    const subscription = { metadata: { payment_ref: "sub", bouquet_participant: "ptc_1" } };
    const monthly = invoice({ parent: { subscription_details: subscription } });
    expect(reportInvoice(monthly, 1000)).toMatchObject({ paymentRef: "in_1", references: [{ by: "id", id: "ptc_1" }] });
    expect(reportInvoice(invoice({ metadata: { payment_ref: "order-7" } }), 1000).paymentRef).toBe("order-7");
    expect(reportInvoice(invoice({ subscription_details: subscription }), 1000).references).toHaveLength(1);
  });

  test("was paid when it was paid, else when that was told", () => {
    expect(reportInvoice(invoice(), 1000).facts[0]?.occurredAtMs).toBe(900_000);
    const untold = invoice({ status_transitions: { paid_at: null } });
    expect(reportInvoice(untold, 1000).facts[0]?.occurredAtMs).toBe(1_000_000);
  });

  test("of nothing starts a trial when it is the first, and is nothing later", () => {
    const first = reportInvoice(invoice({ amount_paid: 0, billing_reason: "subscription_create" }), 1000);
    expect(first).toMatchObject({ facts: [{ type: "trial_started" }], paymentIds: [], paymentRef: null });
    expect(reportInvoice(invoice({ amount_paid: 0 }), 1000)).toMatchObject({
      facts: [],
      needs: "nothing",
      reason: "nothing_paid",
    });
  });
});

describe("its plan", () => {
  test.each([
    ["lookup key", price({ lookup_key: "pro_monthly", nickname: "Pro" }), "pro_monthly"],
    ["nickname", price({ nickname: "Pro" }), "Pro"],
    ["id", price(), "price_1"],
    ["name without what the API would refuse", price({ nickname: "Pro\u0000 \ud83d" }), "Pro  \ufffd"],
    ["name, cut within a symbol", price({ nickname: `${"x".repeat(63)}💐` }), `${"x".repeat(63)}\ufffd`],
    ["no more than 64 symbols", price({ lookup_key: "x".repeat(200) }), "x".repeat(64)],
  ])("is the price's %s", (_name, known, plan) => {
    expect(planOf([line({ price: known })]).plan).toBe(plan);
    expect(planOf([line({ parent: ofSubscription(), pricing: { price_details: { price: known } } })]).plan).toBe(plan);
  });

  test("is the old plan's where there is no price", () => {
    const plan = { id: "plan_1", nickname: null, interval: "year", interval_count: 1 };
    expect(planOf([line({ type: "subscription", plan })])).toEqual({ plan: "plan_1", interval: "year" });
  });

  test("is that of the first line that recurs and is not prorated", () => {
    const once = line({ type: "invoiceitem", price: price({ id: "price_setup", recurring: null }) });
    const rest = line({ price: price({ id: "price_old" }), proration: true });
    const newRest = line({ parent: ofSubscription(true), price: price({ id: "price_old" }) });
    const next = line({ price: price({ id: "price_new" }) });
    expect(planOf([once, rest, newRest, next]).plan).toBe("price_new");
    expect(planOf([once, rest]).plan).toBe("price_old");
    expect(planOf([once])).toEqual({});
    expect(planOf([])).toEqual({});
  });
});

describe("its interval", () => {
  test.each([
    ["month", 1, "month"],
    ["year", 1, "year"],
    ["month", 12, "year"],
    ["month", 3, undefined],
    ["week", 1, undefined],
    ["year", 2, undefined],
  ])("of every %s × %i is %s", (interval, interval_count, expected) => {
    expect(planOf([line({ price: price({ recurring: { interval, interval_count } }) })]).interval).toBe(expected);
  });

  test.each([
    [27, undefined],
    [28, "month"],
    [31, "month"],
    [32, undefined],
    [91, undefined],
    [365, "year"],
    [366, "year"],
  ])("where only the days are told, %i of them are %s", (days, expected) => {
    const period = { start: 0, end: days * 86_400 };
    const pricing = { price_details: { price: price({ recurring: null }) } };
    expect(planOf([line({ parent: ofSubscription(), pricing, period })]).interval).toBe(expected);
  });
});
