import { isCurrency, minorOfDecimal } from "#domain/money";
import { readMetadataReferences, readPaymentRef } from "#domain/provider";
import type { DeliveryReport, Told, ToldFact } from "#domain/provider";
import type { WhopDispute, WhopEvent, WhopMembership, WhopPayment, WhopRefund } from "#domain/whop-event";

/** What a delivery of Whop's says. Whop's customer is a user. */
export function reportWhopEvent(event: WhopEvent): DeliveryReport {
  const told = toldBy(event);
  const currency = told.facts.find((fact) => fact.currency !== undefined)?.currency;
  if (currency !== undefined && !isCurrency(currency)) return { outcome: "refused", reason: "currency_unknown" };
  return { outcome: "told", told };
}

function toldBy(event: WhopEvent): Told {
  switch (event.type) {
    case "payment.succeeded":
      return reportPayment(event.data, event.timestampMs);
    case "refund.created":
    case "refund.updated":
      return reportRefund(event.data);
    case "dispute.created":
    case "dispute.updated":
      return reportDispute(event.data, event.timestampMs);
    case "membership.activated":
      return reportMembership(event.data, isTrial(event.data) ? [{ type: "trial_started", ...at(event) }] : []);
    case "membership.deactivated":
      return reportMembership(event.data, [{ type: "subscription_canceled", ...at(event) }]);
  }
}

function reportPayment(payment: WhopPayment, timestampMs: number): Told {
  const currency = (payment.currency ?? "").toUpperCase();
  const amountMinor = minorOfDecimal(payment.total ?? "0", currency);
  const occurredAtMs = payment.paidAtMs ?? timestampMs;
  const plan = payment.plan === null ? {} : { plan: payment.plan.id };
  const isPaid = amountMinor > 0;
  const isRenewal = payment.billing_reason === "subscription_cycle";
  const facts: ToldFact[] = [
    ...(isPaid ? [{ type: "payment" as const, occurredAtMs, amountMinor, currency, ...plan }] : []),
    ...(!isPaid && payment.membership !== null && isTrial(payment.membership)
      ? [{ type: "trial_started" as const, occurredAtMs }]
      : []),
  ];
  return {
    customerId: payment.user?.id ?? null,
    references: readMetadataReferences(payment.metadata),
    paymentIds: isPaid ? [payment.id] : [],
    // The metadata of the checkout return with every renewal: they name the first payment alone.
    paymentRef: isPaid ? ((isRenewal ? null : readPaymentRef(payment.metadata)) ?? payment.id) : null,
    needs: facts.length > 0 ? "referee" : "nothing",
    facts,
    reason: facts.length > 0 ? null : "nothing_paid",
  };
}

/** Told when it is made and whenever it changes: what came back came back once, so the refund's own id names it. */
function reportRefund(refund: WhopRefund): Told {
  const currency = refund.currency.toUpperCase();
  const amountMinor = minorOfDecimal(refund.amount, currency);
  const isDone = refund.status === "succeeded" && amountMinor > 0;
  return {
    ...nobody,
    paymentIds: refund.payment === null ? [] : [refund.payment.id],
    paymentRef: null,
    needs: isDone ? "payment" : "nothing",
    facts: isDone ? [{ type: "refund", key: refund.id, occurredAtMs: refund.createdAtMs, amountMinor, currency }] : [],
    reason: isDone ? null : "nothing_refunded",
  };
}

/** `closed` ended without a ruling, as an inquiry does: nothing was taken. */
const won = new Set(["won", "closed", "warning_closed"]);

function reportDispute(dispute: WhopDispute, timestampMs: number): Told {
  const { id: disputeId, status } = dispute;
  const type = won.has(status) ? "dispute_won" : status === "lost" ? "dispute_lost" : "dispute_opened";
  const occurredAtMs = type === "dispute_opened" ? (dispute.createdAtMs ?? timestampMs) : timestampMs;
  return {
    ...nobody,
    paymentIds: dispute.payment === null ? [] : [dispute.payment.id],
    paymentRef: null,
    needs: "payment",
    facts: [{ type, occurredAtMs, disputeId }],
    reason: null,
  };
}

function reportMembership(membership: WhopMembership, facts: ToldFact[]): Told {
  return {
    customerId: membership.user?.id ?? null,
    references: readMetadataReferences(membership.metadata),
    paymentIds: [],
    paymentRef: null,
    needs: facts.length > 0 ? "referee" : "nothing",
    facts,
    reason: facts.length > 0 ? null : "mapping_only",
  };
}

const nobody = { customerId: null, references: [] };

function at({ timestampMs }: WhopEvent) {
  return { occurredAtMs: timestampMs };
}

function isTrial({ status }: { status: string | null }): boolean {
  return status === "trialing";
}
