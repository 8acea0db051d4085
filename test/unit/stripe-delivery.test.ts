import { describe, expect, test } from "vitest";
import type { DeliveryReport } from "#domain/provider";
import { reportStripeEvent } from "#domain/stripe-delivery";
import type { StripeCharge, StripeDispute, StripeSession } from "#domain/stripe-event";

const envelope = { id: "evt_1", created: 1000 };

function told(report: DeliveryReport) {
  if (report.outcome !== "told") throw new Error(report.reason);
  return report.told;
}

function session(fields: Partial<StripeSession> = {}) {
  const object: StripeSession = {
    id: "cs_1",
    mode: "payment",
    payment_status: "paid",
    amount_total: 4900,
    currency: "gbp",
    customer: "cus_1",
    client_reference_id: null,
    invoice: null,
    payment_intent: "pi_1",
    metadata: {},
    ...fields,
  };
  return reportStripeEvent({ ...envelope, type: "checkout.session.completed", data: { object } });
}

describe("a checkout's payment is called", () => {
  test.each([
    ["what its metadata say", { metadata: { payment_ref: "order-7" }, invoice: "in_1" }, "order-7"],
    ["its invoice", { invoice: "in_1" }, "in_1"],
    ["its payment intent", {}, "pi_1"],
    ["the checkout itself", { payment_intent: null }, "cs_1"],
  ])("%s", (_name, fields, paymentRef) => {
    expect(told(session(fields)).paymentRef).toBe(paymentRef);
  });
});

test.each([
  ["a subscription is paid by its invoice", { mode: "subscription" }, [], "told_by_invoice"],
  ["a trial starts", { mode: "subscription", payment_status: "no_payment_required" }, ["trial_started"], null],
  ["nothing was to be paid", { payment_status: "no_payment_required", amount_total: 0 }, [], "nothing_paid"],
  ["it cost nothing", { amount_total: 0 }, [], "nothing_paid"],
  ["it is not paid yet", { payment_status: "unpaid" }, [], "nothing_paid"],
  ["a card is kept", { mode: "setup", amount_total: null, currency: null }, [], "nothing_paid"],
])("%s", (_name, fields, types, reason) => {
  const { facts, reason: given, paymentIds } = told(session(fields));
  expect([facts.map(({ type }) => type), given, paymentIds]).toEqual([types, reason, []]);
});

test("a currency that money is not counted in is refused", () => {
  expect(session({ currency: "zzz" })).toEqual({ outcome: "refused", reason: "currency_unknown" });
  expect(session({ currency: null })).toEqual({ outcome: "refused", reason: "currency_unknown" });
});

function refund(fields: Partial<StripeCharge>, before: number | null) {
  const object: StripeCharge = {
    id: "ch_1",
    amount_refunded: 3000,
    currency: "jpy",
    payment_intent: "pi_1",
    invoice: null,
    customer: "cus_1",
    metadata: {},
    refunds: { data: [] },
    ...fields,
  };
  const data = { object, previous_attributes: { amount_refunded: before } };
  return told(reportStripeEvent({ ...envelope, type: "charge.refunded", data }));
}

describe("a refund", () => {
  test("is what came back since the delivery before, at the time of the refund itself where it is told", () => {
    expect(refund({}, 1000).facts).toEqual([
      { type: "refund", occurredAtMs: 1_000_000, amountMinor: 2000, currency: "JPY" },
    ]);
    expect(refund({ refunds: { data: [{ created: 700 }, { created: 900 }] } }, null).facts).toMatchObject([
      { occurredAtMs: 900_000, amountMinor: 3000 },
    ]);
    expect(refund({}, 3000)).toMatchObject({ facts: [], needs: "nothing", reason: "nothing_refunded" });
  });

  test("is found by intent, charge or, in older versions, invoice", () => {
    expect(refund({ invoice: "in_1" }, 0).paymentIds).toEqual(["pi_1", "ch_1", "in_1"]);
    expect(refund({ payment_intent: null }, 0).paymentIds).toEqual(["ch_1"]);
    expect(refund({ metadata: { payment_ref: "order-7" } }, 0).paymentRef).toBe("order-7");
  });
});

test.each([
  ["needs_response", "dispute_opened", 400_000],
  ["under_review", "dispute_opened", 400_000],
  ["warning_needs_response", "dispute_opened", 400_000],
  ["warning_closed", "dispute_won", 1_000_000],
  ["prevented", "dispute_won", 1_000_000],
  ["won", "dispute_won", 1_000_000],
  ["lost", "dispute_lost", 1_000_000],
])("a dispute with the status %s is %s", (status, type, occurredAtMs) => {
  const object: StripeDispute = { id: "dp_1", status, created: 400, charge: "ch_1", payment_intent: "pi_1" };
  const report = told(reportStripeEvent({ ...envelope, type: "charge.dispute.updated", data: { object } }));
  expect(report).toMatchObject({ needs: "payment", paymentIds: ["pi_1", "ch_1"] });
  expect(report.facts).toEqual([{ type, occurredAtMs, disputeId: "dp_1" }]);
});

test("a subscription ended when it ended, else when it was cancelled, else when that was told", () => {
  const end = (ended_at: number | null, canceled_at: number | null) =>
    told(
      reportStripeEvent({
        ...envelope,
        type: "customer.subscription.deleted",
        data: { object: { id: "sub_1", customer: "cus_1", metadata: {}, ended_at, canceled_at } },
      }),
    ).facts[0]?.occurredAtMs;
  expect([end(800, 700), end(null, 700), end(null, null)]).toEqual([800_000, 700_000, 1_000_000]);
});

test("what paid an invoice is a name for it, and no fact", () => {
  const object = { invoice: "in_1", payment: { payment_intent: "pi_1", charge: null } };
  expect(told(reportStripeEvent({ ...envelope, type: "invoice_payment.paid", data: { object } }))).toMatchObject({
    paymentIds: ["in_1", "pi_1"],
    paymentRef: null,
    needs: "payment",
    facts: [],
  });
});
