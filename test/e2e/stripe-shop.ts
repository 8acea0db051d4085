import { expect } from "vitest";
import { answerOf } from "#scripts/api";
import type { Schemas } from "#scripts/api";
import { createLocalStripe } from "#support/node/local-stripe";
import type { LocalStripe } from "#support/node/local-stripe";
import { startSimulator } from "#support/node/simulator";
import type { Simulator } from "#support/node/simulator";

export type Shop = Awaited<ReturnType<typeof openShop>>;
export type Grant = Record<string, unknown>;
export type Earned = { rewardId: string; participantId: string; customerId: string; payment: string };

export const credit: Grant = { to: "referrer", kind: "credit", amount_minor: 1000, currency: "GBP" };
export const month: Grant = {
  ...{ to: "referrer", kind: "free_month", quantity: 1 },
  worth: { amount_minor: 4900, currency: "GBP" },
};

export const apiKey = "sk_live_localstripe0001";
const minuteMs = 60_000;

/** The built Worker with a Stripe of its own, and people who earn there. */
export async function openShop() {
  const stripe = createLocalStripe({ apiKey });
  const simulator = await startSimulator({ bindings: { STRIPE_API_KEYS: `live:${apiKey}` } });
  simulator.outside.set("api.stripe.com", stripe.host);
  return { stripe, simulator, ...describeShop(simulator, stripe) };
}

function describeShop(simulator: Simulator, stripe: LocalStripe) {
  let made = 0;

  /** Somebody earns this by the payment of a friend: GBP 100.00, of which refunds may come. */
  async function earn(grant: Grant, { stripe: settings, mapped = true, claim }: EarnOptions = {}): Promise<Earned> {
    const { client } = simulator.api;
    const number = ++made;
    const [program, customerId, payment] = [`shop-${number}`, `cus_${number}`, `pay-${number}`];
    const rule = {
      key: "bonus",
      on: { event: "payment", occurrence: "first" },
      grant: [grant],
      reverse: { on: ["refund"], policy: "proportional" },
      ...(claim !== undefined && { claim }),
    };
    const fulfilment = { [String(grant["kind"])]: "stripe" };
    const overrides = { rules: [rule], fulfilment, ...(settings !== undefined && { stripe: settings }) };
    await answerOf(client.POST("/v1/programs", { body: { key: program, preset: "wallet-bonus", overrides } }));
    await answerOf(client.POST("/v1/programs/{id}/publish", { params: { path: { id: program } } }));
    const { id: participantId } = await answerOf(
      client.PUT("/v1/participants/{kind}/{external_id}", {
        params: { path: { kind: "customer", external_id: `sarah-${number}` } },
        body: {},
      }),
    );
    const { code } = await answerOf(client.POST("/v1/links", { body: { program, participant: participantId } }));
    stripe.addCustomer(customerId);
    stripe.addSubscription(`sub_${number}`, customerId);
    if (mapped) await map(participantId, customerId);
    const referee = { external_id: `mike-${number}`, kind: "customer" };
    await report({ id: `signup-${number}`, type: "signup", program, referee, code, code_source: "typed" });
    const paid = { type: "payment" as const, referee, payment_ref: payment, amount_minor: 10_000, currency: "GBP" };
    await report({ id: payment, ...paid });
    const [reward] = await simulator.sql<{ id: string }>(
      "SELECT id FROM rewards WHERE beneficiary_id = ?",
      participantId,
    );
    return { rewardId: reward?.id ?? "", participantId, customerId, payment };
  }

  async function report(event: Schemas["Event"]): Promise<void> {
    await answerOf(simulator.api.client.POST("/v1/events", { body: event }));
  }

  /** As a billing provider's delivery says whose customer it is. */
  async function map(participantId: string, customerId: string): Promise<void> {
    await simulator.sql(
      "INSERT INTO provider_customers (mode, provider, customer_id, participant_id, place, created_at_ms) VALUES ('live', 'stripe', ?, ?, 1, 1)",
      customerId,
      participantId,
    );
  }

  async function refund({ payment }: Earned, amountMinor: number): Promise<void> {
    await report({
      id: `refund-${++made}`,
      type: "refund",
      payment_ref: payment,
      amount_minor: amountMinor,
      currency: "GBP",
    });
  }

  async function look({ rewardId }: Earned): Promise<Schemas["FulfilmentWithCalls"]> {
    const params = { path: { reward_id: rewardId } };
    return answerOf(simulator.api.client.GET("/v1/fulfilments/{reward_id}", { params }));
  }

  /** Ticks of the minute that lies so far ahead, until a fulfilment stands like this. */
  async function tickUntil(earned: Earned, wanted: Partial<Schemas["FulfilmentWithCalls"]>, minutesAhead = 0) {
    const deadlineMs = performance.now() + 30_000;
    for (;;) {
      await simulator.tick(Date.now() + minutesAhead * minuteMs);
      const [row] = await simulator.sql("SELECT 1 FROM fulfilments WHERE reward_id = ?", earned.rewardId);
      const standing = row === undefined ? null : await look(earned);
      const isSo = Object.entries(wanted).every(([name, value]) => Reflect.get(standing ?? {}, name) === value);
      if (standing !== null && isSo) return standing;
      if (performance.now() > deadlineMs)
        throw new Error(`still ${JSON.stringify(standing)}\n${simulator.logs.slice(-20).join("\n")}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** What Stripe holds of somebody is what the ledger says was given, and everything sums up. */
  async function expectBooked(earned: Earned): Promise<void> {
    const { participantId, customerId, rewardId } = earned;
    const [booked] = await simulator.sql<{ quantity: number }>(
      `SELECT coalesce(sum(e.amount), 0) AS quantity FROM entries e JOIN transactions t ON t.id = e.transaction_id
        WHERE e.owner_id = 'house:redeemed' AND t.reward_id IN (SELECT id FROM rewards WHERE beneficiary_id = ?)`,
      participantId,
    );
    const quantity = booked?.quantity ?? 0;
    const { form, given_quantity: given } = await look(earned);
    expect(given).toBe(quantity);
    const [reward] = await simulator.sql<{ kind: string; worth_minor: number }>(
      "SELECT kind, worth_minor FROM rewards WHERE id = ?",
      rewardId,
    );
    const each = reward?.kind === "free_month" ? reward.worth_minor : 1;
    expect(0 - stripe.balanceOf(customerId)).toBe(form === "coupon" ? 0 : quantity * each);
    expect(
      await simulator.sql("SELECT transaction_id FROM entries GROUP BY transaction_id, unit HAVING sum(amount) <> 0"),
    ).toEqual([]);
    expect(
      await simulator.sql(
        "SELECT owner_id FROM accounts a WHERE balance <> (SELECT sum(amount) FROM entries e WHERE (e.owner_id, e.program_id, e.unit) = (a.owner_id, a.program_id, a.unit))",
      ),
    ).toEqual([]);
  }

  /** The keys that Stripe was given for what it did or was to do about a reward, in order. */
  function keysOf({ rewardId }: Earned): (string | null)[] {
    return stripe.requests.filter(({ key }) => key?.startsWith(rewardId)).map(({ key }) => key);
  }

  return { earn, map, refund, look, tickUntil, expectBooked, keysOf };
}

type EarnOptions = { stripe?: { free_month: "balance" | "coupon" }; mapped?: boolean; claim?: "manual" };
