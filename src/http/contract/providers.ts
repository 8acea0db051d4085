import * as z from "zod";
import { deliveryStatuses, providers } from "#domain/provider";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { externalId, id, kind, pathId, shownInstant, showInstant } from "#http/contract/wire";
import type { ListedProviderDelivery, ProviderDelivery } from "#store/provider-deliveries";
import type { ProviderCustomer, ProviderPayment } from "#store/provider-mappings";

const tag = "Providers";
const deliveryLimitBytes = 1024 * 1024;
const provider = z.enum(providers);
const status = z.enum(deliveryStatuses);
/** An id of the provider's. */
const providerId = z.string().regex(/^[\x21-\x7e]{1,128}$/, "must be 1 to 128 visible ASCII symbols");

const received = z.strictObject({ received: z.literal(true), delivery_id: z.string() }).meta({ id: "Receipt" });
const receiving = {
  method: "post",
  tag,
  scope: "public",
  rawBody: true,
  bodyLimitBytes: deliveryLimitBytes,
  answer: received,
  refusals: ["signature_invalid", "provider_not_configured"],
} as const;

export const receiveStripeDeliveryOperation = defineOperation({
  ...receiving,
  path: "/v1/providers/stripe/deliveries",
  operationId: "receiveStripeDelivery",
  summary: "Take a delivery that Stripe signed",
  description: "For Stripe itself: the endpoint of a webhook. Admitted by the `Stripe-Signature` header.",
});

export const receiveWhopDeliveryOperation = defineOperation({
  ...receiving,
  path: "/v1/providers/whop/deliveries",
  operationId: "receiveWhopDelivery",
  summary: "Take a delivery that Whop signed",
  description:
    "For Whop itself: the endpoint of a webhook. Admitted by `webhook-id`, `webhook-timestamp` and `webhook-signature`.",
});

const deliveryFields = {
  id: id("pdl"),
  mode: z.enum(["live", "test"]),
  provider,
  delivery_id: z.string().meta({ description: "The provider's own id of it." }),
  type: z.string(),
  status: status.meta({
    description:
      "`applied`: something was made of it. `unmapped`: nobody knows whose it is, until a mapping arrives. `refused`: its event cannot stand.",
  }),
  reason: z.string().nullable(),
  waits_for: z
    .string()
    .nullable()
    .meta({ description: "What must be mapped before it can be worked on: `customer:…` or `payment:…`." }),
  event_ids: z.array(z.string()),
  attempts: z.int().meta({ description: "How often working on it failed." }),
  received_at: shownInstant,
  due_at: shownInstant.nullable().meta({ description: "The next attempt, while it is pending." }),
};
const shownListed = z.strictObject(deliveryFields).meta({ id: "ProviderDelivery" });
const shownDelivery = z
  .strictObject({
    ...deliveryFields,
    body: z.string().meta({ description: "As it came, and as it was signed. It may hold personal data." }),
  })
  .meta({ id: "ProviderDeliveryWithBody" });

export function showListed(delivery: ListedProviderDelivery): z.input<typeof shownListed> {
  return {
    id: delivery.id,
    mode: delivery.mode,
    provider: delivery.provider,
    delivery_id: delivery.deliveryId,
    type: delivery.type,
    status: delivery.status,
    reason: delivery.reason,
    waits_for: delivery.waitsFor,
    event_ids: delivery.eventIds,
    attempts: delivery.attempts,
    received_at: showInstant(delivery.receivedAtMs),
    due_at: delivery.status === "pending" ? showInstant(delivery.dueAtMs) : null,
  };
}

export function showDelivery(delivery: ProviderDelivery): z.input<typeof shownDelivery> {
  return { ...showListed(delivery), body: delivery.body };
}

export const listProviderDeliveriesOperation = defineOperation({
  method: "get",
  path: "/v1/providers/deliveries",
  operationId: "listProviderDeliveries",
  summary: "List what providers delivered, newest first; `status=unmapped` shows what nobody is known for",
  tag,
  scope: "providers:read",
  query: z.strictObject({
    ...pageQuery("provider_deliveries"),
    provider: provider.optional(),
    status: status.optional(),
  }),
  answer: pageOf(shownListed).meta({ id: "ProviderDeliveryPage" }),
});

const params = z.strictObject({ id: pathId });

export const getProviderDeliveryOperation = defineOperation({
  method: "get",
  path: "/v1/providers/deliveries/:id",
  operationId: "getProviderDelivery",
  summary: "Get a delivery with its body",
  tag,
  scope: "providers:read",
  params,
  answer: shownDelivery,
  refusals: ["not_found"],
});

export const replayProviderDeliveryOperation = defineOperation({
  method: "post",
  path: "/v1/providers/deliveries/:id/replay",
  operationId: "replayProviderDelivery",
  summary: "Work on a delivery once more, at once; what was made of it before is not made again",
  tag,
  scope: "providers:write",
  params,
  answer: shownDelivery,
  refusals: ["not_found"],
});

const shownCustomer = z
  .strictObject({
    provider,
    customer_id: z.string(),
    participant_id: id("ptc"),
    source: z
      .enum(["by_hand", "delivery"])
      .meta({ description: "A participant's credits go to the newest of those by hand, else to the oldest." }),
    created_at: shownInstant,
  })
  .meta({ id: "ProviderCustomer" });

export function showCustomer(customer: ProviderCustomer): z.input<typeof shownCustomer> {
  return {
    provider: customer.provider,
    customer_id: customer.customerId,
    participant_id: customer.participantId,
    source: customer.place < 0 ? "by_hand" : "delivery",
    created_at: showInstant(customer.createdAtMs),
  };
}

export const mapCustomerOperation = defineOperation({
  method: "put",
  path: "/v1/providers/:provider/customers/:customer_id",
  operationId: "mapProviderCustomer",
  summary: "Say whom a provider means by a customer; deliveries that waited for it are taken up",
  tag,
  scope: "providers:write",
  params: z.strictObject({ provider, customer_id: providerId }),
  body: z
    .strictObject({
      participant: z.union(
        [pathId, z.strictObject({ kind, external_id: externalId })],
        "must be a participant's id, or kind and external_id",
      ),
    })
    .transform(({ participant }) => ({
      participant:
        typeof participant === "string" ? participant : { kind: participant.kind, externalId: participant.external_id },
    })),
  answer: shownCustomer,
  refusals: ["not_found", "participant_erased"],
});

export const unmapCustomerOperation = defineOperation({
  method: "delete",
  path: "/v1/providers/:provider/customers/:customer_id",
  operationId: "unmapProviderCustomer",
  summary: "Take back whom a provider means by a customer",
  description: "What was handed over to the customer stays there, and is still taken back from there.",
  tag,
  scope: "providers:write",
  params: z.strictObject({ provider, customer_id: providerId }),
  answer: shownCustomer,
  refusals: ["not_found"],
});

export const listCustomersOperation = defineOperation({
  method: "get",
  path: "/v1/providers/:provider/customers",
  operationId: "listProviderCustomers",
  summary: "List whom a provider means by its customers, in the order of the provider's ids",
  tag,
  scope: "providers:read",
  params: z.strictObject({ provider }),
  query: z.strictObject({ ...pageQuery("customers"), participant: pathId.optional() }),
  answer: pageOf(shownCustomer).meta({ id: "ProviderCustomerPage" }),
});

const shownPayment = z
  .strictObject({ provider, external_id: z.string(), payment_ref: z.string(), created_at: shownInstant })
  .meta({ id: "ProviderPayment" });

export function showPayment(payment: ProviderPayment): z.input<typeof shownPayment> {
  return {
    provider: payment.provider,
    external_id: payment.externalId,
    payment_ref: payment.paymentRef,
    created_at: showInstant(payment.createdAtMs),
  };
}

export const mapPaymentOperation = defineOperation({
  method: "put",
  path: "/v1/providers/:provider/payments/:external_id",
  operationId: "mapProviderPayment",
  summary: "Say which payment a provider means by an id; deliveries that waited for it are taken up",
  tag,
  scope: "providers:write",
  params: z.strictObject({ provider, external_id: providerId }),
  body: z.strictObject({ payment_ref: externalId }).transform(({ payment_ref }) => ({ paymentRef: payment_ref })),
  answer: shownPayment,
  refusals: ["provider_payment_known"],
});

export const providerOperations = [
  receiveStripeDeliveryOperation,
  receiveWhopDeliveryOperation,
  listProviderDeliveriesOperation,
  getProviderDeliveryOperation,
  replayProviderDeliveryOperation,
  mapCustomerOperation,
  unmapCustomerOperation,
  listCustomersOperation,
  mapPaymentOperation,
];
