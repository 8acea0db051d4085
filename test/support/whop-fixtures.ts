/** Whop's webhooks of API version v1: whole payloads in the documented format. */
export type Fields = Record<string, unknown>;

const paidAt = "2026-05-02T12:00:00.401Z";
const user = { id: "user_Pmike000000001", name: "Mike", username: "mike42", email: "mike@example.org" };
const membership = { id: "mem_Pmike0000000001", status: "active" };

function event(id: string, type: string, data: Fields, timestamp = paidAt) {
  return {
    id,
    api_version: "v1",
    api_version_date: "2026-07-20",
    timestamp,
    type,
    data,
    company_id: "biz_P000000000001",
  };
}

export const whop = {
  event,

  paymentSucceeded: (fields: Fields = {}, { id = "msg_payment" } = {}) =>
    event(id, "payment.succeeded", {
      id: "pay_Pmike000000001",
      amount_after_fees: 46.55,
      auto_refunded: false,
      billing_reason: "subscription_create",
      card_brand: "visa",
      card_last4: "4242",
      company: { id: "biz_P000000000001", title: "Example", route: "example" },
      created_at: paidAt,
      currency: "gbp",
      dispute_alerted_at: null,
      failure_message: null,
      last_payment_attempt: paidAt,
      member: { id: "mber_Pmike00000001", phone: null },
      membership,
      metadata: {},
      next_payment_attempt: null,
      paid_at: paidAt,
      plan: { id: "plan_P00000000001", metadata: {} },
      product: { id: "prod_P00000000001", title: "Pro", route: "pro", metadata: {} },
      promo_code: null,
      refundable: true,
      refunded_amount: 0,
      refunded_at: null,
      status: "paid",
      substatus: "succeeded",
      subtotal: 49,
      total: 49,
      usd_total: 65.17,
      user,
      ...fields,
    }),

  refund: (step: "created" | "updated", fields: Fields = {}, { id = `msg_refund_${step}` } = {}) =>
    event(
      id,
      `refund.${step}`,
      {
        id: "rf_Pmike0000000001",
        amount: 14.9,
        currency: "gbp",
        status: "succeeded",
        created_at: "2026-05-03T12:00:00.401Z",
        provider: "stripe",
        provider_created_at: "2026-05-03T12:00:01.000Z",
        reference_status: step === "created" ? "pending" : "available",
        reference_type: "acquirer_reference_number",
        reference_value: step === "created" ? null : "74850120752",
        payment: {
          id: "pay_Pmike000000001",
          total: 49,
          subtotal: 49,
          usd_total: 65.17,
          currency: "gbp",
          created_at: paidAt,
          paid_at: paidAt,
          billing_reason: "subscription_create",
          membership,
          user,
        },
        ...fields,
      },
      "2026-05-03T12:00:02.000Z",
    ),

  dispute: (step: "created" | "updated", fields: Fields = {}, { id = `msg_dispute_${step}` } = {}) =>
    event(
      id,
      `dispute.${step}`,
      {
        id: "dspt_Pmike00000001",
        amount: 49,
        company: { id: "biz_P000000000001", title: "Example" },
        created_at: "2026-05-04T12:00:00.401Z",
        currency: "gbp",
        editable: true,
        needs_response_by: "2026-05-11T12:00:00.401Z",
        payment: { id: "pay_Pmike000000001", total: 49, currency: "gbp", created_at: paidAt, paid_at: paidAt, user },
        plan: { id: "plan_P00000000001" },
        product: { id: "prod_P00000000001", title: "Pro" },
        reason: "fraudulent",
        status: "needs_response",
        visa_rdr: false,
        ...fields,
      },
      step === "created" ? "2026-05-04T12:00:00.401Z" : "2026-05-20T12:00:00.401Z",
    ),

  membership: (step: "activated" | "deactivated", fields: Fields = {}, { id = `msg_membership_${step}` } = {}) =>
    event(
      id,
      `membership.${step}`,
      {
        id: "mem_Pmike0000000001",
        cancel_at_period_end: false,
        canceled_at: null,
        company: { id: "biz_P000000000001", title: "Example" },
        created_at: paidAt,
        currency: "gbp",
        license_key: "A1B2C3-D4E5F6",
        manage_url: "https://whop.com/billing/manage/mem_1",
        member: { id: "mber_Pmike00000001" },
        metadata: {},
        plan: { id: "plan_P00000000001" },
        product: { id: "prod_P00000000001", title: "Pro" },
        renewal_period_end: "2026-06-02T12:00:00.401Z",
        renewal_period_start: paidAt,
        status: step === "activated" ? "active" : "canceled",
        updated_at: paidAt,
        user,
        ...fields,
      },
      step === "activated" ? paidAt : "2026-05-12T12:00:00.000Z",
    ),
};
