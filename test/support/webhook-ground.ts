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
