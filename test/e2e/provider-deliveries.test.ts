import { afterAll, beforeAll, expect, test } from "vitest";
import { Stripe } from "stripe";
import { startSimulator } from "#support/node/simulator";
import type { Simulator } from "#support/node/simulator";
import { createStripeFixtures } from "#support/stripe-fixtures";

const secret = "whsec_signing_secret_of_the_simulator";
const count = 25;
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ bindings: { STRIPE_WEBHOOK_SECRETS: `live:${secret}` } });
});
afterAll(() => simulator.close());

async function deliver(nth: number): Promise<number> {
  const order = { id: `cs_${nth}`, payment_intent: `pi_${nth}`, customer: `cus_${nth}` };
  const event = createStripeFixtures().session(
    { ...order, client_reference_id: `supplier:mike-${nth}` },
    { id: `evt_${nth}` },
  );
  const payload = JSON.stringify(event, null, 2);
  const signature = await Stripe.webhooks.generateTestHeaderStringAsync({ payload, secret });
  const headers = { "content-type": "application/json", "stripe-signature": signature };
  const response = await fetch(`${simulator.url}/v1/providers/stripe/deliveries`, {
    method: "POST",
    headers,
    body: payload,
  });
  return response.status;
}

test("every delivery that was answered counts once, although the power fails while they are worked on", async () => {
  const statuses = await Promise.all(Array.from({ length: count }, (_, nth) => deliver(nth)));
  await simulator.kill();
  expect(statuses).toEqual(Array.from({ length: count }, () => 200));

  await simulator.restart();
  expect(await simulator.sql("SELECT count(*) AS n FROM provider_deliveries")).toEqual([{ n: count }]);
  await simulator.tick(Date.now() + 60_000);
  const left = "SELECT status, count(*) AS n FROM provider_deliveries GROUP BY status";
  expect(await simulator.sql(left)).toEqual([{ status: "applied", n: count }]);
  const paid = "SELECT count(*) AS n, sum(amount_minor) AS sum FROM payments WHERE verified = 1";
  expect(await simulator.sql(paid)).toEqual([{ n: count, sum: count * 4900 }]);
  expect(await simulator.sql("SELECT count(*) AS n FROM provider_customers")).toEqual([{ n: count }]);
});
