import * as z from "zod";
import type { DeliveryReport } from "#domain/provider";
import { reportStripeEvent } from "#domain/stripe-delivery";
import { disputeTypes, sessionTypes, stripeEventTypes } from "#domain/stripe-event";
import { externalId, metadata, notUnderstood, orNull, parseJson } from "#integrations/wire-shapes";

/** What an event of Stripe's says, of whichever API version the endpoint has. */
export function readStripeEvent(body: string): DeliveryReport {
  const json = parseJson(body);
  if (!usedType.safeParse(json).success) return { outcome: "ignored", reason: "type_not_used" };
  const event = usedEvent.safeParse(json);
  return event.success ? reportStripeEvent(event.data) : notUnderstood(event.error);
}

const amount = z.int().min(0).max(1_000_000_000_000);
const seconds = z.int().min(0).max(10_000_000_000);
const currency = z.string().regex(/^[A-Za-z]{3}$/);
/** An id, or the object itself where Stripe was asked to expand it. */
const reference = z.union([externalId, z.looseObject({ id: externalId }).transform(({ id }) => id)]);
const optionalReference = orNull(reference);
const interval = { interval: z.string(), interval_count: z.int().default(1) };

const price = z
  .union([
    z.string().transform((id) => ({ id })),
    z.looseObject({
      id: z.string(),
      lookup_key: orNull(z.string().min(1)),
      nickname: orNull(z.string().min(1)),
      recurring: orNull(z.looseObject(interval)),
    }),
  ])
  .transform((known) => ({ lookup_key: null, nickname: null, recurring: null, ...known }));

const line = z.looseObject({
  type: orNull(z.string()),
  parent: orNull(
    z.looseObject({
      type: z.string(),
      subscription_item_details: orNull(z.looseObject({ proration: z.boolean().default(false) })),
    }),
  ),
  proration: z.boolean().default(false),
  price: orNull(price),
  plan: orNull(z.looseObject({ id: z.string(), nickname: orNull(z.string().min(1)), ...interval })),
  pricing: orNull(z.looseObject({ price_details: orNull(z.looseObject({ price })) })),
  period: orNull(z.looseObject({ start: seconds, end: seconds })),
});

const session = z.looseObject({
  id: externalId,
  mode: z.string(),
  payment_status: z.string(),
  amount_total: orNull(amount),
  currency: orNull(currency),
  customer: optionalReference,
  client_reference_id: orNull(z.string()),
  invoice: optionalReference,
  payment_intent: optionalReference,
  metadata,
});

const paymentOfInvoice = z.looseObject({ payment_intent: optionalReference, charge: optionalReference });
const listOf = <S extends z.ZodType>(item: S) =>
  z
    .looseObject({ data: z.array(item) })
    .nullish()
    .transform((list) => ({ data: list?.data ?? [] }));
const subscriptionDetails = orNull(z.looseObject({ metadata }));

const invoice = z.looseObject({
  id: externalId,
  amount_paid: amount,
  currency,
  billing_reason: orNull(z.string()),
  customer: optionalReference,
  payment_intent: optionalReference,
  charge: optionalReference,
  payments: listOf(z.looseObject({ payment: orNull(paymentOfInvoice) })),
  status_transitions: z
    .looseObject({ paid_at: orNull(seconds) })
    .nullish()
    .transform((times) => ({ paid_at: times?.paid_at ?? null })),
  metadata,
  subscription_details: subscriptionDetails,
  parent: orNull(z.looseObject({ subscription_details: subscriptionDetails })),
  lines: listOf(line),
});

const charge = z.looseObject({
  id: externalId,
  amount_refunded: amount,
  currency,
  payment_intent: optionalReference,
  invoice: optionalReference,
  customer: optionalReference,
  metadata,
  refunds: listOf(z.looseObject({ created: seconds })),
});

const dispute = z.looseObject({
  id: externalId,
  status: z.string(),
  created: seconds,
  charge: optionalReference,
  payment_intent: optionalReference,
});

const subscription = z.looseObject({
  id: externalId,
  customer: optionalReference,
  metadata,
  ended_at: orNull(seconds),
  canceled_at: orNull(seconds),
});

const envelope = { id: externalId, created: seconds };

const usedEvent = z.discriminatedUnion("type", [
  z.looseObject({ ...envelope, type: z.enum(sessionTypes), data: z.looseObject({ object: session }) }),
  z.looseObject({ ...envelope, type: z.literal("invoice.paid"), data: z.looseObject({ object: invoice }) }),
  z.looseObject({
    ...envelope,
    type: z.literal("invoice_payment.paid"),
    data: z.looseObject({ object: z.looseObject({ invoice: reference, payment: paymentOfInvoice }) }),
  }),
  z.looseObject({
    ...envelope,
    type: z.literal("charge.refunded"),
    data: z.looseObject({
      object: charge,
      previous_attributes: orNull(z.looseObject({ amount_refunded: orNull(amount) })),
    }),
  }),
  z.looseObject({ ...envelope, type: z.enum(disputeTypes), data: z.looseObject({ object: dispute }) }),
  z.looseObject({
    ...envelope,
    type: z.literal("customer.subscription.deleted"),
    data: z.looseObject({ object: subscription }),
  }),
]);
const usedType = z.looseObject({ type: z.enum(stripeEventTypes) });
