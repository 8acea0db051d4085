import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type * as z from "zod";
import { createNewId } from "#domain/id";
import type { Mode } from "#domain/mode";
import type { shownEndpoint } from "#http/contract/webhooks";
import type { ApiClient } from "#support/api";

export type Endpoint = z.output<typeof shownEndpoint> & { secret: string };

export async function createEndpoint(api: ApiClient, fields: Record<string, unknown> = {}): Promise<Endpoint> {
  const body = { url: "https://hooks.receiver-one.com/bouquet", ...fields };
  const { status, body: endpoint, text } = await api.post<Endpoint>("/v1/webhooks/endpoints", body);
  expect(status, text).toBe(201);
  return endpoint;
}

let seeded = 0;

type EndpointFields = {
  url: string;
  failingSinceMs?: number;
  types?: readonly string[];
  status?: "enabled" | "disabled";
  mode?: Mode;
};

/** An endpoint as the API would have made it with the tests' older signing key. */
export async function seedEndpoint(fields: EndpointFields): Promise<{ id: string; mode: Mode }> {
  const { url, failingSinceMs = null, types = null, status = "enabled", mode = "live" } = fields;
  const id = `whe_${String(++seeded).padStart(8, "0")}`;
  await env.DB.prepare(
    `INSERT INTO webhook_endpoints (id, mode, url, types, status, secret_kid, secret_version, failing_since_ms, created_at_ms, updated_at_ms)
    VALUES (?, ?, ?, ?, ?, 'k1', 1, ?, 0, 0)`,
  )
    .bind(id, mode, url, types === null ? null : JSON.stringify(types), status, failingSinceMs)
    .run();
  return { id, mode };
}

type DeliveryFields = { type?: string; status?: "due" | "done" | "dead"; atMs?: number };

/** A message that has been handed on to an endpoint, and what became of it there; gives the message's id. */
export async function seedDelivery(
  { id, mode }: { id: string; mode: Mode },
  { type = "test.ping", status = "dead", atMs = Date.now() }: DeliveryFields = {},
): Promise<string> {
  const messageId = createNewId(atMs, () => crypto.randomUUID().replaceAll("-", "").slice(0, 14))("msg");
  const payload = JSON.stringify({ endpoint_id: id });
  await env.DB.batch([
    env.DB.prepare("INSERT INTO outbox VALUES (?, ?, ?, ?, ?, 'sent', ?, 0)").bind(
      ...[messageId, mode, type, payload, atMs, atMs],
    ),
    env.DB.prepare("INSERT INTO webhook_deliveries VALUES (?, ?, ?, 0, ?, ?, ?)").bind(
      ...[id, messageId, status, atMs, atMs, status === "due" ? null : atMs],
    ),
  ]);
  return messageId;
}
