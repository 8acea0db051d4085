import type { Context } from "#context";
import type { RawDelivery } from "#domain/provider-door";
import type { Provider } from "#domain/provider";
import { ok, refuse } from "#domain/result";
import { findProviderDelivery, listProviderDeliveries } from "#store/provider-deliveries";
import { listCustomers } from "#store/provider-mappings";
import { mapCustomer, unmapCustomer } from "#usecases/map-customer";
import { mapPayment } from "#usecases/map-payment";
import { receiveDelivery } from "#usecases/receive-delivery";
import { replayDelivery } from "#usecases/replay-delivery";
import { showPage } from "#http/contract/page";
import * as contract from "#http/contract/providers";
import { route } from "#http/mount";

const { showCustomer, showDelivery, showListed, showPayment } = contract;

export const providerRoutes = [
  route(contract.receiveStripeDeliveryOperation, async (ctx, { body }) => receive(ctx, "stripe", body)),
  route(contract.receiveWhopDeliveryOperation, async (ctx, { body }) => receive(ctx, "whop", body)),

  route(contract.listProviderDeliveriesOperation, async (ctx, { query }) => {
    const { limit, cursor, provider, status } = query;
    const rows = await listProviderDeliveries(ctx.db, {
      mode: ctx.actor.mode,
      provider,
      status,
      before: cursor,
      limit,
    });
    return ok({ body: showPage("provider_deliveries", rows, { limit, placeOf: (row) => row.id, show: showListed }) });
  }),

  route(contract.getProviderDeliveryOperation, async (ctx, { params }) => {
    const delivery = await findProviderDelivery(ctx.db, ctx.actor.mode, params.id);
    return delivery === null
      ? refuse({ code: "not_found", what: "provider delivery" })
      : ok({ body: showDelivery(delivery) });
  }),

  route(contract.replayProviderDeliveryOperation, async (ctx, { params }) => {
    const replayed = await replayDelivery(ctx, params.id);
    return replayed.ok ? ok({ body: showDelivery(replayed.value) }) : replayed;
  }),

  route(contract.mapCustomerOperation, async (ctx, { params, body }) => {
    const mapped = await mapCustomer(ctx, {
      provider: params.provider,
      customerId: params.customer_id,
      participant: body.participant,
    });
    return mapped.ok ? ok({ body: showCustomer(mapped.value) }) : mapped;
  }),

  route(contract.unmapCustomerOperation, async (ctx, { params: { provider, customer_id: customerId } }) => {
    const unmapped = await unmapCustomer(ctx, { provider, customerId });
    return unmapped.ok ? ok({ body: showCustomer(unmapped.value) }) : unmapped;
  }),

  route(contract.listCustomersOperation, async (ctx, { params, query }) => {
    const { limit, cursor, participant: participantId } = query;
    const after = cursor === undefined ? undefined : decodeURIComponent(cursor);
    const rows = await listCustomers(ctx.db, {
      mode: ctx.actor.mode,
      provider: params.provider,
      participantId,
      after,
      limit,
    });
    const placeOf = (row: { customerId: string }) => encodeURIComponent(row.customerId);
    return ok({ body: showPage("customers", rows, { limit, placeOf, show: showCustomer }) });
  }),

  route(contract.mapPaymentOperation, async (ctx, { params, body }) => {
    const { provider, external_id: externalId } = params;
    const mapped = await mapPayment(ctx, { provider, externalId, paymentRef: body.paymentRef });
    return mapped.ok ? ok({ body: showPayment(mapped.value) }) : mapped;
  }),
];

async function receive(ctx: Context, provider: Provider, delivery: RawDelivery) {
  const received = await receiveDelivery(ctx, provider, delivery);
  if (!received.ok) return received;
  return ok({ body: { received: true as const, delivery_id: received.value.deliveryId } });
}
