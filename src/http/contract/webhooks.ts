import * as z from "zod";
import { messageTypes } from "#domain/plan";
import type { MessageType } from "#domain/plan";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { id, pathId, shownInstant, showInstant, showInstantOrNull, text, whole } from "#http/contract/wire";
import type { WebhookEndpoint } from "#store/webhook-endpoints";

export const tag = "Webhooks";
export const params = z.strictObject({ id: pathId });
const secret = z
  .string()
  .nullable()
  .meta({ description: "`whsec_…`, shown this once; null when an Idempotency-Key replays the answer." });

const url = z.string().min(1).max(2048).meta({
  description: "An https address with a public name, on port 443 or one from 1024 on.",
  example: "https://app.example.com/webhooks",
});
/** A ping goes to one endpoint alone, whatever that one asked for. */
const chosenTypes = messageTypes.filter((type) => type !== "test.ping");
const types = z
  .array(z.enum(chosenTypes))
  .min(1)
  .max(chosenTypes.length)
  .transform((types) => [...new Set(types)])
  .nullable()
  .meta({ description: "Only messages of these types; null: of every type, later ones included." });
const description = text(200).nullable();

const endpointFields = {
  id: id("whe"),
  mode: z.enum(["live", "test"]),
  url: z.string(),
  description: z.string().nullable(),
  types: z.array(z.enum(chosenTypes)).nullable(),
  status: z.enum(["enabled", "disabled"]),
  disabled_reason: z
    .enum(["by_hand", "gone", "failing"])
    .nullable()
    .meta({ description: "`gone`: it answered 410. `failing`: it answered no attempt for five days." }),
  disabled_at: shownInstant.nullable(),
  failing_since: shownInstant.nullable().meta({ description: "Since when every attempt failed." }),
  previous_secret_until: shownInstant.nullable().meta({
    description: "Until then the secret before this one signs beside it.",
  }),
  created_at: shownInstant,
  updated_at: shownInstant,
};
export const shownEndpoint = z.strictObject(endpointFields).meta({ id: "WebhookEndpoint" });
const shownEndpointWithSecret = z.strictObject({ ...endpointFields, secret }).meta({ id: "WebhookEndpointWithSecret" });

export function showEndpoint(endpoint: WebhookEndpoint): z.input<typeof shownEndpoint> {
  return {
    id: endpoint.id,
    mode: endpoint.mode,
    url: endpoint.url,
    description: endpoint.description,
    // Safe because types are written from parsed bodies only.
    types: endpoint.types as Exclude<MessageType, "test.ping">[] | null,
    status: endpoint.status,
    disabled_reason: endpoint.disabledReason,
    disabled_at: showInstantOrNull(endpoint.disabledAtMs),
    failing_since: showInstantOrNull(endpoint.failingSinceMs),
    previous_secret_until: showInstantOrNull(endpoint.previousUntilMs),
    created_at: showInstant(endpoint.createdAtMs),
    updated_at: showInstant(endpoint.updatedAtMs),
  };
}

const createEndpointOperation = defineOperation({
  method: "post",
  path: "/v1/webhooks/endpoints",
  operationId: "createWebhookEndpoint",
  summary: "Create a webhook endpoint and get its secret",
  description: "At most 20 endpoints of a mode can be enabled at once.",
  tag,
  scope: "webhooks:write",
  body: z.strictObject({ url, description: description.default(null), types: types.default(null) }),
  idempotency: { forget: ["secret"] },
  statuses: [201],
  answer: shownEndpointWithSecret,
  refusals: ["webhook_url_not_allowed", "too_many_webhook_endpoints"],
});

const listEndpointsOperation = defineOperation({
  method: "get",
  path: "/v1/webhooks/endpoints",
  operationId: "listWebhookEndpoints",
  summary: "List webhook endpoints, newest first, without their secrets",
  tag,
  scope: "webhooks:read",
  query: z.strictObject(pageQuery("endpoints")),
  answer: pageOf(shownEndpoint).meta({ id: "WebhookEndpointPage" }),
});

const getEndpointOperation = defineOperation({
  method: "get",
  path: "/v1/webhooks/endpoints/:id",
  operationId: "getWebhookEndpoint",
  summary: "Get a webhook endpoint",
  tag,
  scope: "webhooks:read",
  params,
  answer: shownEndpoint,
  refusals: ["not_found"],
});

const changeEndpointOperation = defineOperation({
  method: "patch",
  path: "/v1/webhooks/endpoints/:id",
  operationId: "changeWebhookEndpoint",
  summary: "Change, disable or enable a webhook endpoint",
  description:
    "Endpoints are never deleted; one that is disabled gets no messages. What waits for it becomes `dead` when its turn comes, and can be redelivered once it is enabled again.",
  tag,
  scope: "webhooks:write",
  params,
  body: z.strictObject({
    url: url.optional(),
    description: description.optional(),
    types: types.optional(),
    status: z.enum(["enabled", "disabled"]).optional(),
  }),
  answer: shownEndpoint,
  refusals: ["not_found", "webhook_url_not_allowed", "too_many_webhook_endpoints", "busy"],
});

const rotateSecretOperation = defineOperation({
  method: "post",
  path: "/v1/webhooks/endpoints/:id/rotate-secret",
  operationId: "rotateWebhookSecret",
  summary: "Get a new secret; the one before signs beside it for a while",
  tag,
  scope: "webhooks:write",
  params,
  body: z.strictObject({
    overlap_hours: whole(0, 168).default(24).meta({ description: "0: the secret before this one ends at once." }),
  }),
  idempotency: { forget: ["secret"] },
  answer: shownEndpointWithSecret,
  refusals: ["not_found", "busy"],
});

export const endpointOperations = {
  create: createEndpointOperation,
  list: listEndpointsOperation,
  get: getEndpointOperation,
  change: changeEndpointOperation,
  rotateSecret: rotateSecretOperation,
};
