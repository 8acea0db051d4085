/** What an invoice and its line have in one API version only: 2024-06-20, and those since 2025-03-31. */
export type Fields = Record<string, unknown>;

/** 2 May 2026, 12:00 UTC. */
export const paidAtSeconds = Date.UTC(2026, 4, 2, 12) / 1000;
const monthSeconds = 31 * 24 * 60 * 60;
const period = { start: paidAtSeconds, end: paidAtSeconds + monthSeconds };

export function oldLine(amount: number, livemode: boolean): Fields {
  const recurring = { aggregate_usage: null, interval: "month", interval_count: 1, usage_type: "licensed" };
  return {
    id: "il_1Pmike",
    object: "line_item",
    amount,
    currency: "gbp",
    description: "1 × Pro (at £49.00 / month)",
    discountable: true,
    livemode,
    metadata: {},
    period,
    plan: {
      id: "price_1Ppro",
      object: "plan",
      active: true,
      amount: 4900,
      currency: "gbp",
      interval: "month",
      interval_count: 1,
      nickname: null,
      product: "prod_Ppro",
    },
    price: {
      id: "price_1Ppro",
      object: "price",
      active: true,
      currency: "gbp",
      lookup_key: "pro_monthly",
      nickname: null,
      product: "prod_Ppro",
      recurring,
      type: "recurring",
      unit_amount: 4900,
    },
    proration: false,
    quantity: 1,
    subscription: "sub_1Pmike",
    subscription_item: "si_Pmike",
    type: "subscription",
  };
}

export function newLine(amount: number, livemode: boolean): Fields {
  return {
    id: "il_1Pmike",
    object: "line_item",
    amount,
    currency: "gbp",
    description: "1 × Pro (at £49.00 / month)",
    discountable: true,
    discounts: [],
    livemode,
    metadata: {},
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: "sub_1Pmike",
        subscription_item: "si_Pmike",
      },
      type: "subscription_item_details",
    },
    period,
    pricing: {
      price_details: { price: "price_1Ppro", product: "prod_Ppro" },
      type: "price_details",
      unit_amount_decimal: "4900",
    },
    quantity: 1,
    subtotal: amount,
    taxes: [],
  };
}

export function oldInvoice(amount: number, metadata: Fields): Fields {
  return {
    charge: amount === 0 ? null : "ch_3PmikeFirst",
    paid: true,
    paid_out_of_band: false,
    payment_intent: amount === 0 ? null : "pi_3PmikeFirst",
    subscription: "sub_1Pmike",
    subscription_details: { metadata },
    tax: null,
  };
}

export function newInvoice(metadata: Fields): Fields {
  return {
    amount_overpaid: 0,
    customer_account: null,
    parent: {
      quote_details: null,
      subscription_details: { metadata, subscription: "sub_1Pmike" },
      type: "subscription_details",
    },
    total_taxes: [],
  };
}
