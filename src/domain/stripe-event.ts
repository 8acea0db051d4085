import type { Metadata } from "#domain/provider";

/**
 * Stripe's events as far as they say something about a referral, in Stripe's own names and of any API version: what an
 * older or newer one lacks is null. Amounts are in minor units, currencies as Stripe writes them, times in seconds.
 */
export type StripeEvent = { id: string; created: number } & (
  | { type: (typeof sessionTypes)[number]; data: { object: StripeSession } }
  | { type: "invoice.paid"; data: { object: StripeInvoice } }
  | { type: "invoice_payment.paid"; data: { object: StripeInvoicePayment } }
  | {
      type: "charge.refunded";
      data: { object: StripeCharge; previous_attributes: { amount_refunded: number | null } | null };
    }
  | { type: (typeof disputeTypes)[number]; data: { object: StripeDispute } }
  | { type: "customer.subscription.deleted"; data: { object: StripeSubscription } }
);

export const sessionTypes = ["checkout.session.completed", "checkout.session.async_payment_succeeded"] as const;
export const disputeTypes = ["charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed"] as const;
/** Everything else says nothing about a referral. */
export const stripeEventTypes = [
  ...sessionTypes,
  "invoice.paid",
  "invoice_payment.paid",
  "charge.refunded",
  ...disputeTypes,
  "customer.subscription.deleted",
] as const satisfies StripeEvent["type"][];

export type StripeSession = {
  id: string;
  mode: string;
  payment_status: string;
  amount_total: number | null;
  currency: string | null;
  customer: string | null;
  client_reference_id: string | null;
  invoice: string | null;
  payment_intent: string | null;
  metadata: Metadata;
};

export type StripeInvoice = {
  id: string;
  amount_paid: number;
  currency: string;
  billing_reason: string | null;
  customer: string | null;
  /** Until 2025-03-31; later versions have `payments`, where they are asked for, and invoice_payment.paid. */
  payment_intent: string | null;
  charge: string | null;
  payments: { data: { payment: StripePaymentOfInvoice | null }[] };
  status_transitions: { paid_at: number | null };
  metadata: Metadata;
  /** Until 2025-03-31; later versions have `parent`. */
  subscription_details: { metadata: Metadata } | null;
  parent: { subscription_details: { metadata: Metadata } | null } | null;
  lines: { data: StripeLine[] };
};

export type StripePaymentOfInvoice = { payment_intent: string | null; charge: string | null };

export type StripeLine = {
  /** Until 2025-03-31: "subscription" or "invoiceitem". */
  type: string | null;
  /** Since: "subscription_item_details" or "invoice_item_details". */
  parent: { type: string; subscription_item_details: { proration: boolean } | null } | null;
  proration: boolean;
  price: StripePrice | null;
  plan: StripePlan | null;
  pricing: { price_details: { price: StripePrice } | null } | null;
  period: { start: number; end: number } | null;
};

export type StripePrice = {
  id: string;
  lookup_key: string | null;
  nickname: string | null;
  recurring: { interval: string; interval_count: number } | null;
};
export type StripePlan = { id: string; nickname: string | null; interval: string; interval_count: number };

export type StripeInvoicePayment = { invoice: string; payment: StripePaymentOfInvoice };

export type StripeCharge = {
  id: string;
  amount_refunded: number;
  currency: string;
  payment_intent: string | null;
  /** Until 2025-03-31. */
  invoice: string | null;
  customer: string | null;
  metadata: Metadata;
  /** Until 2022-11-15, or where they are asked for. */
  refunds: { data: { created: number }[] };
};

export type StripeDispute = {
  id: string;
  status: string;
  created: number;
  charge: string | null;
  payment_intent: string | null;
};

export type StripeSubscription = {
  id: string;
  customer: string | null;
  metadata: Metadata;
  ended_at: number | null;
  canceled_at: number | null;
};
