import { newInvoice, newLine, oldInvoice, oldLine, paidAtSeconds } from "#support/stripe-invoice-parts";
import type { Fields } from "#support/stripe-invoice-parts";

/**
 * Stripe's events as an endpoint of either API version gets them: whole objects in the documented format. 2025-03-31
 * moved an invoice's subscription to `parent`, its price to `pricing`, and its payments to events of their own.
 */
export type StripeVersion = "2024-06-20" | "2026-10-28.endive";
export const stripeVersions: readonly StripeVersion[] = ["2024-06-20", "2026-10-28.endive"];

export type StripeFixture = { id: string; type: string; created: number; livemode: boolean; data: { object: Fields } };

export type StripeFixtures = ReturnType<typeof createStripeFixtures>;

export function createStripeFixtures({
  version = "2026-10-28.endive",
  livemode = true,
}: { version?: StripeVersion; livemode?: boolean } = {}) {
  const isOld = version === "2024-06-20";

  function event(id: string, type: string, object: Fields, { created = paidAtSeconds, previous = {} } = {}) {
    const isUpdate = Object.keys(previous).length > 0;
    return {
      id,
      object: "event",
      api_version: version,
      created,
      data: { object: { ...object, livemode }, ...(isUpdate ? { previous_attributes: previous } : {}) },
      livemode,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
    };
  }

  return {
    event,

    session: (fields: Fields = {}, { id = "evt_session", type = "checkout.session.completed" } = {}) =>
      event(id, type, {
        id: "cs_a1Gf3SkyK0wnDPQ",
        object: "checkout.session",
        after_expiration: null,
        allow_promotion_codes: null,
        amount_subtotal: 4900,
        amount_total: 4900,
        automatic_tax: { enabled: false, liability: null, status: null },
        billing_address_collection: null,
        cancel_url: "https://app.example.com/cancel",
        client_reference_id: null,
        consent: null,
        created: paidAtSeconds - 600,
        currency: "gbp",
        customer: "cus_PmikeQzB3",
        customer_creation: "always",
        customer_details: { address: null, email: "mike@example.org", name: "Mike", phone: null, tax_ids: [] },
        customer_email: null,
        expires_at: paidAtSeconds + 86_400,
        invoice: null,
        locale: null,
        metadata: {},
        mode: "payment",
        payment_intent: "pi_3PmikeOneTime",
        payment_method_types: ["card"],
        payment_status: "paid",
        status: "complete",
        subscription: null,
        success_url: "https://app.example.com/done",
        total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
        ui_mode: isOld ? "hosted" : "hosted_page",
        url: null,
        ...fields,
      }),

    /** The checkout of a subscription, whose first invoice is paid with it. */
    subscriptionSession(fields: Fields = {}, options: { id?: string } = {}) {
      const subscribing = { mode: "subscription", payment_intent: null, invoice: "in_1PmikeFirst" };
      return this.session({ ...subscribing, subscription: "sub_1Pmike", ...fields }, options);
    },

    invoicePaid(
      {
        metadataOfSubscription = {},
        line = {},
        ...fields
      }: Fields & { metadataOfSubscription?: Fields; line?: Fields } = {},
      { id = "evt_invoice" } = {},
    ) {
      const amount = Number(fields["amount_paid"] ?? 4900);
      const lineItem = { ...(isOld ? oldLine(amount, livemode) : newLine(amount, livemode)), ...line };
      return event(id, "invoice.paid", {
        id: "in_1PmikeFirst",
        object: "invoice",
        account_country: "GB",
        account_name: "Example Ltd",
        amount_due: amount,
        amount_paid: amount,
        amount_remaining: 0,
        attempt_count: 1,
        attempted: true,
        auto_advance: false,
        automatic_tax: { enabled: false, liability: null, status: null },
        billing_reason: "subscription_create",
        collection_method: "charge_automatically",
        created: paidAtSeconds - 60,
        currency: "gbp",
        customer: "cus_PmikeQzB3",
        customer_email: "mike@example.org",
        customer_name: "Mike",
        description: null,
        discounts: [],
        lines: { object: "list", data: [lineItem], has_more: false, total_count: 1, url: "/v1/invoices/in_1/lines" },
        metadata: {},
        number: "A1B2C3-0001",
        period_end: paidAtSeconds,
        period_start: paidAtSeconds,
        status: "paid",
        status_transitions: {
          finalized_at: paidAtSeconds - 30,
          marked_uncollectible_at: null,
          paid_at: paidAtSeconds,
          voided_at: null,
        },
        subtotal: amount,
        total: amount,
        ...(isOld ? oldInvoice(amount, metadataOfSubscription) : newInvoice(metadataOfSubscription)),
        ...fields,
      });
    },

    /** Sent since 2025-03-31 only. */
    invoicePayment: (fields: Fields = {}, { id = "evt_invoice_payment" } = {}) =>
      event(id, "invoice_payment.paid", {
        id: "inpay_1Pmike",
        object: "invoice_payment",
        amount_paid: 4900,
        amount_requested: 4900,
        created: paidAtSeconds - 30,
        currency: "gbp",
        invoice: "in_1PmikeFirst",
        is_default: true,
        payment: { type: "payment_intent", payment_intent: "pi_3PmikeFirst" },
        status: "paid",
        status_transitions: { canceled_at: null, paid_at: paidAtSeconds },
        ...fields,
      }),

    /** What came back by now, and by the delivery before. */
    chargeRefunded: (
      refunded: number,
      before: number,
      { id = `evt_refund_${refunded}`, ...fields }: Fields & { id?: string } = {},
    ) =>
      event(
        id,
        "charge.refunded",
        {
          id: "ch_3PmikeFirst",
          object: "charge",
          amount: 4900,
          amount_captured: 4900,
          amount_refunded: refunded,
          balance_transaction: "txn_3Pmike",
          billing_details: { address: null, email: "mike@example.org", name: "Mike", phone: null },
          captured: true,
          created: paidAtSeconds - 20,
          currency: "gbp",
          customer: "cus_PmikeQzB3",
          description: "Subscription creation",
          disputed: false,
          metadata: {},
          paid: true,
          payment_intent: "pi_3PmikeFirst",
          refunded: refunded === 4900,
          status: "succeeded",
          ...(isOld ? { invoice: "in_1PmikeFirst" } : {}),
          ...fields,
        },
        { created: paidAtSeconds + 86_400 + refunded, previous: { amount_refunded: before, refunded: false } },
      ),

    dispute: (
      step: "created" | "updated" | "closed",
      { id = `evt_dispute_${step}`, ...fields }: Fields & { id?: string } = {},
    ) =>
      event(
        id,
        `charge.dispute.${step}`,
        {
          id: "dp_1Pmike",
          object: "dispute",
          amount: 4900,
          balance_transactions: [],
          charge: "ch_3PmikeFirst",
          created: paidAtSeconds + 2 * 86_400,
          currency: "gbp",
          evidence_details: { due_by: paidAtSeconds + 9 * 86_400, has_evidence: false, past_due: false },
          is_charge_refundable: false,
          metadata: {},
          payment_intent: "pi_3PmikeFirst",
          reason: "fraudulent",
          status: "needs_response",
          ...fields,
        },
        { created: paidAtSeconds + (step === "created" ? 2 : step === "updated" ? 3 : 20) * 86_400 },
      ),

    subscriptionDeleted: (fields: Fields = {}, { id = "evt_subscription_deleted" } = {}) =>
      event(
        id,
        "customer.subscription.deleted",
        {
          id: "sub_1Pmike",
          object: "subscription",
          billing_cycle_anchor: paidAtSeconds,
          cancel_at_period_end: false,
          canceled_at: paidAtSeconds + 10 * 86_400,
          cancellation_details: { comment: null, feedback: null, reason: "cancellation_requested" },
          collection_method: "charge_automatically",
          created: paidAtSeconds,
          currency: "gbp",
          customer: "cus_PmikeQzB3",
          ended_at: paidAtSeconds + 10 * 86_400,
          metadata: {},
          start_date: paidAtSeconds,
          status: "canceled",
          ...fields,
        },
        { created: paidAtSeconds + 10 * 86_400 },
      ),
  };
}
