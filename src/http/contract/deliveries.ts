import * as z from "zod";
import { mostRedelivered, webhookBody } from "#domain/delivery";
import { messageTypes } from "#domain/plan";
import type { MessageType } from "#domain/plan";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { params, tag } from "#http/contract/webhooks";
import {
  endsTooEarly,
  id,
  instant,
  isInOrder,
  pathId,
  shownInstant,
  showInstant,
  showInstantOrNull,
} from "#http/contract/wire";
import type { ListedDelivery, OutboxMessage, WebhookAttempt, WebhookDelivery } from "#store/webhook-deliveries";

const statuses = ["due", "done", "dead"] as const;

const deliveryFields = {
  endpoint_id: id("whe"),
  message_id: id("msg"),
  status: z.enum(statuses).meta({ description: "`dead`: nothing more is sent unless it is redelivered." }),
  attempts: z.int().meta({ description: "Since it was last redelivered." }),
  next_attempt_at: shownInstant.nullable().meta({ description: "The earliest time of the next attempt." }),
  created_at: shownInstant,
  finished_at: shownInstant.nullable(),
};
const typeField = { type: z.enum(messageTypes) };

const attempt = z
  .strictObject({
    attempt: z.int(),
    at: shownInstant,
    duration_ms: z.int(),
    request: z.strictObject({ url: z.string(), headers: z.record(z.string(), z.string()), body: z.string() }),
    response: z
      .strictObject({ status: z.int(), body: z.string().meta({ description: "The first kilobyte." }) })
      .nullable(),
    error: z.string().nullable().meta({
      description:
        "Why there is no response: `timeout`, `unreachable`, `address_not_public`, `signing_key_retired`, `not_settled`.",
    }),
  })
  .meta({ id: "WebhookAttempt" });

const bareDelivery = z.strictObject(deliveryFields).meta({ id: "MessageDelivery" });
const shownDelivery = z.strictObject({ ...deliveryFields, ...typeField }).meta({ id: "WebhookDelivery" });
const shownDeliveryWithAttempts = z
  .strictObject({ ...deliveryFields, ...typeField, history: z.array(attempt) })
  .meta({ id: "WebhookDeliveryWithAttempts" });
const shownMessage = z
  .strictObject({
    id: id("msg"),
    mode: z.enum(["live", "test"]),
    ...typeField,
    data: z.record(z.string(), z.unknown()),
    status: z.enum(["due", "sent", "dead"]).meta({ description: "`sent`: handed on to its deliveries." }),
    created_at: shownInstant,
    deliveries: z.array(bareDelivery),
  })
  .meta({ id: "Message" });

function showBareDelivery(delivery: WebhookDelivery): z.input<typeof bareDelivery> {
  return {
    endpoint_id: delivery.endpointId,
    message_id: delivery.messageId,
    status: delivery.status,
    attempts: delivery.attempts,
    next_attempt_at: delivery.status === "due" ? showInstant(delivery.dueAtMs) : null,
    created_at: showInstant(delivery.createdAtMs),
    finished_at: showInstantOrNull(delivery.finishedAtMs),
  };
}

export function showDelivery({ type, ...delivery }: ListedDelivery): z.input<typeof shownDelivery> {
  return { ...showBareDelivery(delivery), type: asType(type) };
}

export function showDeliveryWithAttempts(found: {
  delivery: WebhookDelivery;
  message: OutboxMessage;
  attempts: readonly WebhookAttempt[];
}): z.input<typeof shownDeliveryWithAttempts> {
  const { delivery, message, attempts } = found;
  const body = webhookBody({ ...message, at: showInstant(message.createdAtMs) });
  const history = attempts.map((row) => showAttempt(row, body));
  return { ...showBareDelivery(delivery), type: asType(message.type), history };
}

function showAttempt(row: WebhookAttempt, body: string): z.input<typeof attempt> {
  const { responseStatus: status, responseBody } = row;
  return {
    attempt: row.attempt,
    at: showInstant(row.atMs),
    duration_ms: row.durationMs,
    request: { url: row.url, headers: row.requestHeaders, body },
    response: status === null ? null : { status, body: responseBody ?? "" },
    error: row.error,
  };
}

export function showMessage(
  message: OutboxMessage,
  deliveries: readonly WebhookDelivery[],
): z.input<typeof shownMessage> {
  return {
    id: message.id,
    mode: message.mode,
    type: asType(message.type),
    data: message.payload,
    status: message.status,
    created_at: showInstant(message.createdAtMs),
    deliveries: deliveries.map(showBareDelivery),
  };
}

/** Safe because messages are written from plans and by usecases only. */
function asType(type: string): MessageType {
  return type as MessageType;
}

const deliveryParams = z.strictObject({ id: pathId, message_id: pathId });
const deliveriesPath = "/v1/webhooks/endpoints/:id/deliveries";

const pingOperation = defineOperation({
  method: "post",
  path: "/v1/webhooks/endpoints/:id/ping",
  operationId: "pingWebhookEndpoint",
  summary: "Send a test.ping to one endpoint now, and see what came of it",
  tag,
  scope: "webhooks:write",
  params,
  idempotency: { forget: [] },
  answer: shownDeliveryWithAttempts,
  refusals: ["not_found", "webhook_endpoint_disabled"],
});

const listOperation = defineOperation({
  method: "get",
  path: deliveriesPath,
  operationId: "listWebhookDeliveries",
  summary: "List an endpoint's deliveries, newest first",
  tag,
  scope: "webhooks:read",
  params,
  query: z.strictObject({ ...pageQuery("deliveries"), status: z.enum(statuses).optional() }),
  answer: pageOf(shownDelivery).meta({ id: "WebhookDeliveryPage" }),
  refusals: ["not_found"],
});

const getOperation = defineOperation({
  method: "get",
  path: `${deliveriesPath}/:message_id`,
  operationId: "getWebhookDelivery",
  summary: "Get a delivery with every attempt",
  tag,
  scope: "webhooks:read",
  params: deliveryParams,
  answer: shownDeliveryWithAttempts,
  refusals: ["not_found"],
});

const redeliverOperation = defineOperation({
  method: "post",
  path: `${deliveriesPath}/:message_id/redeliver`,
  operationId: "redeliverMessage",
  summary: "Send a message to an endpoint again",
  description: "Whatever became of it before; the retries start anew.",
  tag,
  scope: "webhooks:write",
  params: deliveryParams,
  idempotency: { forget: [] },
  answer: shownDeliveryWithAttempts,
  refusals: ["not_found", "webhook_endpoint_disabled"],
});

const redeliverRangeOperation = defineOperation({
  method: "post",
  path: "/v1/webhooks/endpoints/:id/redeliver",
  operationId: "redeliverMessages",
  summary: "Send an endpoint's messages of a time again",
  description: `Oldest first, at most ${mostRedelivered} at once; \`next_from\` says where to go on.`,
  tag,
  scope: "webhooks:write",
  params,
  body: z
    .strictObject({
      from: instant.meta({ description: "Messages written at this time or later." }),
      until: instant.optional().meta({ description: "And before this time; left out: up to now." }),
      status: z.enum(["dead", "done", "any"]).default("dead"),
    })
    .refine(isInOrder, endsTooEarly)
    .transform(({ from, until, status }) => ({ fromMs: from, untilMs: until, status })),
  idempotency: { forget: [] },
  answer: z
    .strictObject({
      redelivered: z.int(),
      next_from: shownInstant.nullable().meta({ description: "Give it as `from` for the rest; null: that was all." }),
    })
    .meta({ id: "Redelivery" }),
  refusals: ["not_found", "webhook_endpoint_disabled"],
});

const getMessageOperation = defineOperation({
  method: "get",
  path: "/v1/messages/:id",
  operationId: "getMessage",
  summary: "Get a message with its deliveries",
  tag,
  scope: "webhooks:read",
  params,
  answer: shownMessage,
  refusals: ["not_found"],
});

export const deliveryOperations = {
  ping: pingOperation,
  list: listOperation,
  get: getOperation,
  redeliver: redeliverOperation,
  redeliverRange: redeliverRangeOperation,
  getMessage: getMessageOperation,
};
