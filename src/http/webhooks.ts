import type { Context } from "#context";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { findDelivery, findMessage, listDeliveries, listDeliveriesOf } from "#store/webhook-deliveries";
import { findWebhookEndpoint, listWebhookEndpoints } from "#store/webhook-endpoints";
import type { WebhookEndpoint } from "#store/webhook-endpoints";
import { changeWebhookEndpoint, createWebhookEndpoint, rotateWebhookSecret } from "#usecases/change-webhook-endpoint";
import { pingWebhookEndpoint } from "#usecases/ping-webhook-endpoint";
import { redeliverMessage, redeliverRange } from "#usecases/redeliver-messages";
import { deliveryOperations, showDelivery, showDeliveryWithAttempts, showMessage } from "#http/contract/deliveries";
import { showPage } from "#http/contract/page";
import { endpointOperations, showEndpoint } from "#http/contract/webhooks";
import { showInstantOrNull } from "#http/contract/wire";
import { route } from "#http/mount";

const endpointRoutes = [
  route(endpointOperations.create, async (ctx, { body }) => {
    const created = await createWebhookEndpoint(ctx, body);
    if (!created.ok) return created;
    const { endpoint, secret } = created.value;
    return ok({ status: 201 as const, body: { ...showEndpoint(endpoint), secret } });
  }),

  route(endpointOperations.list, async (ctx, { query: { limit, cursor } }) => {
    const rows = await listWebhookEndpoints(ctx.db, { mode: ctx.actor.mode, before: cursor, limit });
    return ok({ body: showPage("endpoints", rows, { limit, placeOf: (row) => row.id, show: showEndpoint }) });
  }),

  route(endpointOperations.get, async (ctx, { params }) => {
    const found = await endpointOf(ctx, params.id);
    return found.ok ? ok({ body: showEndpoint(found.value) }) : found;
  }),

  route(endpointOperations.change, async (ctx, { params, body }) => {
    const changed = await changeWebhookEndpoint(ctx, { id: params.id, fields: body });
    return changed.ok ? ok({ body: showEndpoint(changed.value) }) : changed;
  }),

  route(endpointOperations.rotateSecret, async (ctx, { params, body }) => {
    const rotated = await rotateWebhookSecret(ctx, { id: params.id, overlapHours: body.overlap_hours });
    if (!rotated.ok) return rotated;
    return ok({ body: { ...showEndpoint(rotated.value.endpoint), secret: rotated.value.secret } });
  }),
];

const deliveryRoutes = [
  route(deliveryOperations.ping, async (ctx, { params }) => {
    const pinged = await pingWebhookEndpoint(ctx, params.id);
    return pinged.ok ? ok({ body: showDeliveryWithAttempts(pinged.value) }) : pinged;
  }),

  route(deliveryOperations.list, async (ctx, { params, query: { limit, cursor, status } }) => {
    const endpoint = await endpointOf(ctx, params.id);
    if (!endpoint.ok) return endpoint;
    const rows = await listDeliveries(ctx.db, { endpointId: params.id, status, before: cursor, limit });
    return ok({ body: showPage("deliveries", rows, { limit, placeOf: (row) => row.messageId, show: showDelivery }) });
  }),

  route(deliveryOperations.get, async (ctx, { params }) => {
    const endpoint = await endpointOf(ctx, params.id);
    if (!endpoint.ok) return endpoint;
    const found = await findDelivery(ctx.db, { endpointId: params.id, messageId: params.message_id });
    if (found === null) return refuse({ code: "not_found", what: "delivery" });
    return ok({ body: showDeliveryWithAttempts(found) });
  }),

  route(deliveryOperations.redeliver, async (ctx, { params }) => {
    const key = { endpointId: params.id, messageId: params.message_id };
    const redelivered = await redeliverMessage(ctx, key);
    return redelivered.ok ? ok({ body: showDeliveryWithAttempts(redelivered.value) }) : redelivered;
  }),

  route(deliveryOperations.redeliverRange, async (ctx, { params, body }) => {
    const redelivered = await redeliverRange(ctx, { endpointId: params.id, ...body });
    if (!redelivered.ok) return redelivered;
    const { count, nextFromMs } = redelivered.value;
    return ok({ body: { redelivered: count, next_from: showInstantOrNull(nextFromMs) } });
  }),

  route(deliveryOperations.getMessage, async (ctx, { params }) => {
    const message = await findMessage(ctx.db, ctx.actor.mode, params.id);
    if (message === null) return refuse({ code: "not_found", what: "message" });
    return ok({ body: showMessage(message, await listDeliveriesOf(ctx.db, message)) });
  }),
];

async function endpointOf(ctx: Context, id: string): Promise<Result<WebhookEndpoint, Refusal>> {
  const endpoint = await findWebhookEndpoint(ctx.db, ctx.actor.mode, id);
  return endpoint === null ? refuse({ code: "not_found", what: "webhook endpoint" }) : ok(endpoint);
}

export const webhookRoutes = [...endpointRoutes, ...deliveryRoutes];
