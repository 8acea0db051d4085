import { env } from "cloudflare:workers";
import type { Mode } from "#domain/mode";

/** A delivery that nobody has worked on yet, and that says nothing about a referral. */
export async function seedProviderDelivery(mode: Mode): Promise<string> {
  const id = `pdl_${crypto.randomUUID().replaceAll("-", "")}`;
  await env.DB.prepare(
    `INSERT INTO provider_deliveries (id, mode, provider, delivery_id, type, body, received_at_ms, status, due_at_ms)
     VALUES (?, ?, 'stripe', 'evt_1', 'customer.created', '{"id":"evt_1","type":"customer.created"}', 0, 'pending', 0)`,
  )
    .bind(id, mode)
    .run();
  return id;
}
