import { describe, expect, test } from "vitest";
import type { DeliveryReport } from "#domain/provider";
import { reportWhopEvent } from "#domain/whop-delivery";
import type { WhopMembership, WhopPayment, WhopRefund } from "#domain/whop-event";

function told(report: DeliveryReport) {
  if (report.outcome !== "told") throw new Error(report.reason);
  return report.told;
}

function payment(fields: Partial<WhopPayment> = {}) {
  const data: WhopPayment = {
    id: "pay_1",
    total: "49.9",
    currency: "gbp",
    paidAtMs: 900,
    billing_reason: "subscription_create",
    metadata: {},
    user: { id: "user_1" },
    membership: { status: "active" },
    plan: { id: "plan_1" },
    ...fields,
  };
  return reportWhopEvent({ type: "payment.succeeded", timestampMs: 1000, data });
}

describe("a payment", () => {
  test("is in minor units, of a user, and called by its own id unless its metadata say otherwise", () => {
    expect(told(payment())).toMatchObject({
      customerId: "user_1",
      paymentIds: ["pay_1"],
      paymentRef: "pay_1",
      facts: [{ type: "payment", occurredAtMs: 900, amountMinor: 4990, currency: "GBP", plan: "plan_1" }],
    });
    expect(told(payment({ metadata: { payment_ref: "order-7" } })).paymentRef).toBe("order-7");
    const renewal = { metadata: { payment_ref: "order-7" }, billing_reason: "subscription_cycle" };
    expect(told(payment(renewal)).paymentRef).toBe("pay_1");
    expect(told(payment({ paidAtMs: null })).facts[0]?.occurredAtMs).toBe(1000);
    expect(payment({ currency: "zzz" })).toEqual({ outcome: "refused", reason: "currency_unknown" });
  });

  test("of nothing is none; with a trial it starts that", () => {
    expect(told(payment({ total: "0" }))).toMatchObject({ facts: [], paymentIds: [], reason: "nothing_paid" });
    expect(told(payment({ total: null, membership: null })).facts).toEqual([]);
    expect(told(payment({ total: "0", membership: { status: "trialing" } })).facts).toMatchObject([
      { type: "trial_started" },
    ]);
  });
});

test("a refund is named by its own id and counts when it has succeeded", () => {
  const refund = (status: string, fields: Partial<WhopRefund> = {}) =>
    told(
      reportWhopEvent({
        type: "refund.updated",
        timestampMs: 1000,
        data: {
          id: "rf_1",
          amount: "14.9",
          currency: "usd",
          status,
          createdAtMs: 800,
          payment: { id: "pay_1" },
          ...fields,
        },
      }),
    );
  expect(refund("succeeded")).toMatchObject({
    needs: "payment",
    paymentIds: ["pay_1"],
    facts: [{ type: "refund", key: "rf_1", occurredAtMs: 800, amountMinor: 1490, currency: "USD" }],
  });
  for (const status of ["pending", "requires_action", "failed", "canceled"])
    expect(refund(status)).toMatchObject({ needs: "nothing", facts: [] });
  expect(refund("succeeded", { payment: null }).paymentIds).toEqual([]);
});

test.each([
  ["needs_response", "dispute_opened", 800],
  ["under_review", "dispute_opened", 800],
  ["won", "dispute_won", 1000],
  ["closed", "dispute_won", 1000],
  ["warning_closed", "dispute_won", 1000],
  ["lost", "dispute_lost", 1000],
])("a dispute with the status %s is %s", (status, type, occurredAtMs) => {
  const data = { id: "dspt_1", status, createdAtMs: 800, payment: { id: "pay_1" } };
  const report = told(reportWhopEvent({ type: "dispute.updated", timestampMs: 1000, data }));
  expect(report.facts).toEqual([{ type, occurredAtMs, disputeId: "dspt_1" }]);
});

test("a membership starts a trial, ends, or only says who its user is", () => {
  const data: WhopMembership = {
    id: "mem_1",
    status: "active",
    metadata: { bouquet_participant: "ptc_1" },
    user: { id: "user_1" },
  };
  const typesOf = (type: "membership.activated" | "membership.deactivated", status: string) =>
    told(reportWhopEvent({ type, timestampMs: 1000, data: { ...data, status } })).facts.map((fact) => fact.type);
  expect(typesOf("membership.activated", "trialing")).toEqual(["trial_started"]);
  expect(typesOf("membership.activated", "active")).toEqual([]);
  expect(typesOf("membership.deactivated", "canceled")).toEqual(["subscription_canceled"]);
});
