import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { engineContext } from "#support/engine";
import { rows } from "#support/ledger";
import { createReferral } from "#support/provider-ground";
import { createStripeFixtures } from "#support/stripe-fixtures";
import { aroundBatches } from "#support/world";
import { workDeliveries } from "#usecases/work-delivery";

const stripe = createStripeFixtures({ version: "2024-06-20" });
const metadata = { bouquet_kind: "supplier", bouquet_external_id: "mike" };
/** A checkout and its invoice, which call the payment differently and share some of its ids. */
const deliveries = {
  checkout: stripe.session(
    { invoice: "in_1", payment_intent: "pi_1", metadata: { ...metadata, payment_ref: "order-7" } },
    { id: "evt_checkout" },
  ),
  invoice: stripe.invoicePaid({ id: "in_1", payment_intent: "pi_1", charge: "ch_1", metadata }, { id: "evt_invoice" }),
};

async function store(name: keyof typeof deliveries): Promise<string> {
  const { id: deliveryId, type } = deliveries[name];
  await env.DB.prepare(
    `INSERT INTO provider_deliveries (id, mode, provider, delivery_id, type, body, received_at_ms, status, due_at_ms)
     VALUES (?, 'live', 'stripe', ?, ?, ?, ?, 'pending', 0)`,
  )
    .bind(`pdl_${name}`, deliveryId, type, JSON.stringify(deliveries[name]), Date.now())
    .run();
  return `pdl_${name}`;
}

test.each([
  ["checkout", "invoice"],
  ["invoice", "checkout"],
] as const)(
  "two deliveries of one payment are one payment, whichever batch the other comes after: %s",
  async (a, b) => {
    await createReferral();
    const ids = { a: await store(a), b: await store(b) };
    const ctx = engineContext({ nowMs: Date.now() });
    let isOver = false;
    const overtaken = aroundBatches(ctx, async (batch) => {
      const result = await batch();
      if (!isOver) {
        isOver = true;
        await workDeliveries(ctx, [ids.b]);
      }
      return result;
    });
    await workDeliveries(overtaken, [ids.a]);
    expect(await rows("SELECT status FROM provider_deliveries")).toEqual([
      { status: "applied" },
      { status: "applied" },
    ]);
    expect(await rows("SELECT count(DISTINCT payment_ref) AS n FROM payments")).toEqual([{ n: 1 }]);
    expect(await rows("SELECT count(*) AS n FROM conversions")).toEqual([{ n: 1 }]);
    expect(await rows("SELECT count(DISTINCT payment_ref) AS n FROM provider_payments")).toEqual([{ n: 1 }]);
  },
);
