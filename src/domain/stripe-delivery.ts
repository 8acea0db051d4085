import { isCurrency } from "#domain/money";
import { readMetadataReferences, readPaymentRef, readReferences } from "#domain/provider";
import type { DeliveryReport, Told, ToldFact } from "#domain/provider";
import type {
  StripeCharge,
  StripeDispute,
  StripeEvent,
  StripeInvoicePayment,
  StripeSession,
  StripeSubscription,
} from "#domain/stripe-event";
import { amountOfStripe } from "#domain/stripe-amount";
import { reportInvoice } from "#domain/stripe-invoice";

/** What a delivery of Stripe's says. Nothing here depends on what came before: the order of deliveries is no fact. */
export function reportStripeEvent(event: StripeEvent): DeliveryReport {
  const told = toldBy(event);
  const currency = told.facts.find((fact) => fact.currency !== undefined)?.currency;
  if (currency !== undefined && !isCurrency(currency)) return { outcome: "refused", reason: "currency_unknown" };
  return { outcome: "told", told };
}

function toldBy(event: StripeEvent): Told {
  const { created } = event;
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded":
      return reportSession(event.data.object, created);
    case "invoice.paid":
      return reportInvoice(event.data.object, created);
    case "invoice_payment.paid":
      return reportInvoicePayment(event.data.object);
    case "charge.refunded":
      return reportRefund(event.data.object, event.data.previous_attributes?.amount_refunded ?? 0, created);
    case "charge.dispute.created":
    case "charge.dispute.updated":
    case "charge.dispute.closed":
      return reportDispute(event.data.object, created);
    case "customer.subscription.deleted":
      return reportEnd(event.data.object, created);
  }
}

const nobody = { customerId: null, references: [] };

/**
 * A checkout says who the customer is. What it was paid with comes from here only where it has no subscription: there
 * the first invoice says it, and would say it again.
 */
function reportSession(session: StripeSession, created: number): Told {
  const isSubscribing = session.mode === "subscription";
  const amountMinor = amountOfStripe(session.amount_total ?? 0, currencyOf(session));
  const isPaid = session.mode === "payment" && session.payment_status === "paid" && amountMinor > 0;
  const isTrial = isSubscribing && session.payment_status === "no_payment_required";
  const facts: ToldFact[] = [
    ...(isPaid
      ? [{ type: "payment" as const, occurredAtMs: created * 1000, amountMinor, currency: currencyOf(session) }]
      : []),
    ...(isTrial ? [{ type: "trial_started" as const, occurredAtMs: created * 1000 }] : []),
  ];
  const { invoice, payment_intent: intent, metadata } = session;
  return {
    // A checkout that was not paid for says whatever its visitor liked.
    customerId: session.payment_status === "unpaid" ? null : session.customer,
    references: [...readReferences(session.client_reference_id), ...readMetadataReferences(metadata)],
    paymentIds: isPaid ? present([invoice, intent, session.id]) : [],
    paymentRef: isPaid ? (readPaymentRef(metadata) ?? invoice ?? intent ?? session.id) : null,
    needs: facts.length > 0 ? "referee" : "nothing",
    facts,
    reason: facts.length > 0 ? null : isSubscribing ? "told_by_invoice" : "nothing_paid",
  };
}

/** Newer API versions say here, and not in the invoice, which payment intent paid it. */
function reportInvoicePayment({ invoice, payment }: StripeInvoicePayment): Told {
  return {
    ...nobody,
    paymentIds: present([invoice, payment.payment_intent, payment.charge]),
    paymentRef: null,
    needs: "payment",
    facts: [],
    reason: "mapping_only",
  };
}

/** Each delivery tells what came back since the one before. */
function reportRefund(charge: StripeCharge, refundedBefore: number, created: number): Told {
  const amountOf = (stripeMinor: number) => amountOfStripe(stripeMinor, currencyOf(charge));
  // Each sum is rounded alike, so that the parts add up to the whole.
  const amountMinor = amountOf(charge.amount_refunded) - amountOf(refundedBefore);
  const newest = Math.max(0, ...charge.refunds.data.map((refund) => refund.created));
  const occurredAtMs = (newest > 0 ? newest : created) * 1000;
  return {
    customerId: charge.customer,
    references: readMetadataReferences(charge.metadata),
    paymentIds: present([charge.payment_intent, charge.id, charge.invoice]),
    paymentRef: readPaymentRef(charge.metadata),
    needs: amountMinor > 0 ? "payment" : "nothing",
    facts: amountMinor > 0 ? [{ type: "refund", occurredAtMs, amountMinor, currency: currencyOf(charge) }] : [],
    reason: amountMinor > 0 ? null : "nothing_refunded",
  };
}

const won = new Set(["won", "warning_closed", "prevented"]);

function reportDispute(dispute: StripeDispute, created: number): Told {
  const { id: disputeId, status } = dispute;
  const type = won.has(status) ? "dispute_won" : status === "lost" ? "dispute_lost" : "dispute_opened";
  // It is open since it was made, however late that is told.
  const atSeconds = type === "dispute_opened" ? dispute.created : created;
  return {
    ...nobody,
    paymentIds: present([dispute.payment_intent, dispute.charge]),
    paymentRef: null,
    needs: "payment",
    facts: [{ type, occurredAtMs: atSeconds * 1000, disputeId }],
    reason: null,
  };
}

function reportEnd(subscription: StripeSubscription, created: number): Told {
  const atSeconds = subscription.ended_at ?? subscription.canceled_at ?? created;
  return {
    customerId: subscription.customer,
    references: readMetadataReferences(subscription.metadata),
    paymentIds: [],
    paymentRef: null,
    needs: "referee",
    facts: [{ type: "subscription_canceled", occurredAtMs: atSeconds * 1000 }],
    reason: null,
  };
}

function currencyOf({ currency }: { currency: string | null }): string {
  return (currency ?? "").toUpperCase();
}

function present(ids: readonly (string | null)[]): string[] {
  return ids.filter((id) => id !== null);
}
