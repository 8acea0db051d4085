import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Stripe } from "stripe";
import { answerOf } from "#scripts/api";
import { createLocalStripe } from "#support/node/local-stripe";
import type { LocalStripe } from "#support/node/local-stripe";
import { startSimulator } from "#support/node/simulator";
import type { Simulator } from "#support/node/simulator";
import { createStripeFixtures, stripeVersions } from "#support/stripe-fixtures";
import type { StripeFixture, StripeVersion } from "#support/stripe-fixtures";

const secret = "whsec_signing_secret_of_the_story";
const apiKey = "sk_live_localstripe0001";
let simulator: Simulator;
let stripe: LocalStripe;

beforeAll(async () => {
  stripe = createLocalStripe({ apiKey });
  simulator = await startSimulator({
    bindings: { STRIPE_WEBHOOK_SECRETS: `live:${secret}`, STRIPE_API_KEYS: `live:${apiKey}` },
  });
  simulator.outside.set("api.stripe.com", stripe.host);
});
afterAll(() => simulator.close());

/** Signed as Stripe signs, and sent three times, side by side. */
async function deliverThrice(event: StripeFixture): Promise<void> {
  const payload = JSON.stringify(event, null, 2);
  const statuses = await Promise.all(
    [1, 2, 3].map(async () => {
      const signature = await Stripe.webhooks.generateTestHeaderStringAsync({ payload, secret });
      const headers = { "content-type": "application/json", "stripe-signature": signature };
      const url = `${simulator.url}/v1/providers/stripe/deliveries`;
      return (await fetch(url, { method: "POST", headers, body: payload })).status;
    }),
  );
  expect(statuses).toEqual([200, 200, 200]);
}

let told = 0;

/** Sarah, who has a customer at Stripe, and Mike, who signed up with her code: a GBP 10.00 credit for his first payment. */
async function begin(version: StripeVersion) {
  const number = ++told;
  const named = (name: string) => `${name}-${number}`;
  const { client } = simulator.api;
  const program = named("story");
  const rule = {
    key: "first-payment",
    on: { event: "payment", occurrence: "first" },
    qualify: { verified: true },
    grant: [{ to: "referrer", kind: "credit", amount_minor: 1000, currency: "GBP" }],
    reverse: { on: ["refund"], policy: "proportional" },
  };
  const overrides = { rules: [rule], fulfilment: { credit: "stripe" } };
  await answerOf(client.POST("/v1/programs", { body: { key: program, preset: "wallet-bonus", overrides } }));
  await answerOf(client.POST("/v1/programs/{id}/publish", { params: { path: { id: program } } }));
  const sarah = await answerOf(
    client.PUT("/v1/participants/{kind}/{external_id}", {
      params: { path: { kind: "customer", external_id: named("sarah") } },
      body: {},
    }),
  );
  stripe.addCustomer(named("cus_sarah"));
  const path = { provider: "stripe" as const, customer_id: named("cus_sarah") };
  await answerOf(
    client.PUT("/v1/providers/{provider}/customers/{customer_id}", {
      params: { path },
      body: { participant: sarah.id },
    }),
  );
  const { code } = await answerOf(client.POST("/v1/links", { body: { program, participant: sarah.id } }));
  const referee = { external_id: named("mike"), kind: "customer" };
  const signup = {
    id: named("signup"),
    type: "signup" as const,
    program,
    referee,
    code,
    code_source: "typed" as const,
  };
  await answerOf(client.POST("/v1/events", { body: signup }));

  const [customer, invoice, payment_intent, charge] = [named("cus_mike"), named("in"), named("pi"), named("ch")];
  const fixtures = createStripeFixtures({ version });
  const ids = (name: string) => ({ id: named(`evt_${name}`) });
  const paidBy = version === "2024-06-20" ? { payment_intent, charge } : {};
  const refund = fixtures.chargeRefunded(2450, 0, {
    ...ids("refund"),
    ...{ customer, payment_intent },
    ...(version === "2024-06-20" && { invoice }),
  });
  return {
    sarah,
    invoice,
    customer: named("cus_sarah"),
    checkout: fixtures.subscriptionSession(
      { id: named("cs"), customer, invoice, client_reference_id: `customer:${referee.external_id}` },
      ids("checkout"),
    ),
    paid: fixtures.invoicePaid({ id: invoice, customer, amount_paid: 4900, ...paidBy }, ids("paid")),
    payment: fixtures.invoicePayment(
      { invoice, payment: { type: "payment_intent", payment_intent } },
      ids("invoice_payment"),
    ),
    refund: { ...refund, data: { ...refund.data, object: { ...refund.data.object, id: charge } } },
  };
}

type Story = Awaited<ReturnType<typeof begin>>;

async function rewardOf({ sarah }: Story) {
  const query = { beneficiary_id: sarah.id };
  const { data } = await answerOf(simulator.api.client.GET("/v1/rewards", { params: { query } }));
  return data;
}

/** The next minute of all stories: time only goes forward, or a job would have done the minute already. */
let minuteMs = Date.now();
async function tick(): Promise<void> {
  minuteMs += 60_000;
  await simulator.tick(minuteMs);
}

/** Lets the minute's jobs run until it is so. */
async function tickUntil(isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; !(await isSo()); attempt += 1) {
    if (attempt === 60) throw new Error(simulator.logs.slice(-15).join("\n"));
    await tick();
  }
}

async function expectLedgerRight(story: Story, given: number): Promise<void> {
  const unbalanced = "SELECT transaction_id FROM entries GROUP BY transaction_id, unit HAVING sum(amount) <> 0";
  expect(await simulator.sql(unbalanced)).toEqual([]);
  const booked = `SELECT coalesce(sum(e.amount), 0) AS given FROM entries e JOIN transactions t ON t.id = e.transaction_id
    JOIN rewards r ON r.id = t.reward_id WHERE e.owner_id = 'house:redeemed' AND r.beneficiary_id = ?`;
  expect(await simulator.sql(booked, story.sarah.id)).toEqual([{ given }]);
  const balance = "SELECT balance FROM accounts WHERE owner_id = ?";
  expect(await simulator.sql(balance, story.sarah.id)).toEqual([{ balance: 0 }]);
}

/** What Stripe was told under which key: the first credit under the reward's id, what is taken back under how much by then. */
function keysAt(customer: string): (string | null)[] {
  const path = `/v1/customers/${customer}/balance_transactions`;
  const asked = stripe.requests.filter((request) => request.method === "POST" && request.path === path);
  return [...new Set(asked.map(({ key }) => key))];
}

describe.each(stripeVersions)("a friend's first invoice, told by Stripe's API version %s", (version) => {
  test("becomes a credit at Stripe, and half of it goes back with half of the payment", async () => {
    const story = await begin(version);
    for (const event of [story.checkout, story.paid, story.payment]) await deliverThrice(event);
    await tickUntil(async () => (await rewardOf(story)).length > 0);
    const conversions = "SELECT payment_ref, ordinal FROM conversions WHERE payment_ref = ?";
    expect(await simulator.sql(conversions, story.invoice)).toEqual([{ payment_ref: story.invoice, ordinal: 1 }]);
    await tickUntil(async () => stripe.balanceOf(story.customer) !== 0);
    await tickUntil(async () => (await rewardOf(story))[0]?.state === "redeemed");
    const [reward] = await rewardOf(story);
    expect(stripe.transactionsOf(story.customer).map(({ amount }) => amount)).toEqual([-1000]);
    expect(keysAt(story.customer)).toEqual([reward?.id]);
    await expectLedgerRight(story, 1000);

    await deliverThrice(story.refund);
    await tickUntil(async () => stripe.balanceOf(story.customer) === -500);
    expect(keysAt(story.customer)).toEqual([reward?.id, `${reward?.id}:reversed:500`]);
    expect((await rewardOf(story)).map(({ reversed_quantity: reversed }) => reversed)).toEqual([500]);
    for (let minutes = 0; minutes < 4; minutes += 1) await tick();
    expect(stripe.balanceOf(story.customer)).toBe(-500);
    await expectLedgerRight(story, 500);
  });

  test.each(["refund, payment, paid, checkout", "paid, refund, checkout, payment", "payment, checkout, refund, paid"])(
    "in the order %s ends with the same credit",
    async (order) => {
      const story = await begin(version);
      for (const name of order.split(", ")) {
        // Safe because the orders name the story's deliveries alone.
        await deliverThrice(story[name as "refund" | "payment" | "paid" | "checkout"]);
        await tick();
      }
      await tickUntil(async () => (await rewardOf(story))[0]?.reversed_quantity === 500);
      await tickUntil(async () => stripe.balanceOf(story.customer) === -500);
      for (let minutes = 0; minutes < 4; minutes += 1) await tick();
      expect(stripe.balanceOf(story.customer)).toBe(-500);
      const [reward] = await rewardOf(story);
      expect(keysAt(story.customer)[0]).toBe(reward?.id);
      await expectLedgerRight(story, 500);
    },
  );
});
