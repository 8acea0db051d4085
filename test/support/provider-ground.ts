import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { Stripe } from "stripe";
import { expect, vi } from "vitest";
import type { Mode } from "#domain/mode";
import { call, connect } from "#support/api";
import type { ApiClient, Reply } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import { rows } from "#support/ledger";

/** As vitest.config.ts sets them: two of the live mode, as while one is being replaced. */
export const stripeSecrets = {
  live: "whsec_live_stripe_signing_secret",
  retiring: "whsec_live_stripe_retiring_secret",
  test: "whsec_test_stripe_signing_secret",
};
export const whopSecrets = { live: "ws_live_whop_signing_secret", test: "ws_test_whop_signing_secret" };

export type Receipt = { received: true; delivery_id: string };

export async function signStripe(
  payload: string,
  { secret = stripeSecrets.live, ageSeconds = 0 }: { secret?: string; ageSeconds?: number } = {},
): Promise<string> {
  const timestamp = Math.floor(Date.now() / 1000) - ageSeconds;
  return Stripe.webhooks.generateTestHeaderStringAsync({ payload, secret, timestamp });
}

export async function postStripe(payload: BodyInit, signature: string | null): Promise<Reply> {
  return call("/v1/providers/stripe/deliveries", {
    method: "POST",
    headers: {
      "content-type": "application/json; charset=utf-8",
      ...(signature === null ? {} : { "stripe-signature": signature }),
    },
    body: payload,
  });
}

/** Signed by its own mode's secret, indented as Stripe does. */
export async function deliverStripe(event: { id: string; livemode: boolean }): Promise<void> {
  const payload = JSON.stringify(event, null, 2);
  const secret = event.livemode ? stripeSecrets.live : stripeSecrets.test;
  const reply = await postStripe(payload, await signStripe(payload, { secret }));
  expect(reply, reply.text).toMatchObject({ status: 200, body: { received: true, delivery_id: event.id } });
}

export function signWhop(
  payload: string,
  { id, secret = whopSecrets.live, ageSeconds = 0 }: { id: string; secret?: string; ageSeconds?: number },
): Record<string, string> {
  const at = new Date(Math.floor(Date.now() / 1000) * 1000 - ageSeconds * 1000);
  const key = new Webhook(secret, { format: "raw" });
  return {
    "webhook-id": id,
    "webhook-timestamp": String(at.getTime() / 1000),
    "webhook-signature": key.sign(id, at, payload),
  };
}

export async function postWhop(payload: BodyInit, headers: Record<string, string>): Promise<Reply> {
  return call("/v1/providers/whop/deliveries", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: payload,
  });
}

export async function deliverWhop(event: { id: string }): Promise<void> {
  const payload = JSON.stringify(event);
  const reply = await postWhop(payload, signWhop(payload, { id: event.id }));
  expect(reply, reply.text).toMatchObject({ status: 200, body: { received: true, delivery_id: event.id } });
}

/** What follows the answers has been done. */
export async function allWorked(): Promise<void> {
  await vi.waitFor(
    async () => expect(await rows("SELECT delivery_id FROM provider_deliveries WHERE status = 'pending'")).toEqual([]),
    { timeout: 5000, interval: 5 },
  );
}

export type ShownDelivery = {
  id: string;
  delivery_id: string;
  status: string;
  reason: string | null;
  waits_for: string | null;
  event_ids: string[];
  body: string;
};

/** Where each delivery stands, by the provider's id of it. */
export async function deliveriesOf(api: ApiClient): Promise<Record<string, ShownDelivery>> {
  await allWorked();
  const listed = await api.get<{ data: ShownDelivery[] }>("/v1/providers/deliveries?limit=100");
  return Object.fromEntries(listed.body.data.map((delivery) => [delivery.delivery_id, delivery]));
}

/** Sarah refers Mike in a program that gives a month to both, when a verified payment is made. */
export async function createReferral({ mode = "live", rules }: { mode?: Mode; rules?: unknown[] } = {}) {
  const api = await connect({ mode });
  const program = await createProgram(api, rules === undefined ? {} : { overrides: { rules } });
  const sarah = await createParticipant(api, { external_id: "sarah" });
  const link = await createLink(api, { program: program.id, participant: sarah.id });
  const signup = await api.post("/v1/events", {
    id: "evt-signup",
    type: "signup",
    occurred_at: "2026-05-01T10:00:00Z",
    program: program.key,
    referee: { external_id: "mike", kind: "supplier" },
    code: link.code,
    code_source: "typed",
  });
  expect(signup.status, signup.text).toBe(200);
  return { api, program, sarah, signup };
}

export async function paymentsAsStored() {
  return rows(
    "SELECT payment_ref, amount_minor, currency, refunded_minor, verified FROM payments ORDER BY payment_ref",
  );
}

export async function countConversions(): Promise<number> {
  return Number((await env.DB.prepare("SELECT count(*) AS n FROM conversions").first<{ n: number }>())?.n);
}

/** Of the month that Sarah earns. */
export async function monthOf(participantId: string) {
  const [month] = await rows<{ state: string; reversed_quantity: number }>(
    "SELECT state, reversed_quantity FROM rewards WHERE beneficiary_id = ? AND rule_key = 'first-payment-free-month'",
    participantId,
  );
  return month ?? null;
}
