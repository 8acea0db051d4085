import { describe, expect, test } from "vitest";
import { describeCall } from "#domain/fulfilment-call";
import type { Need } from "#domain/fulfilment-call";
import { anAttempt, fulfilmentFacts } from "#support/fulfilment-factories";
import { nowMs } from "#support/domain-factories";

const hourMs = 60 * 60_000;
const customer = { customerId: "cus_1", nowMs };
const credit: Need = { action: "credit", quantity: 1000, idempotencyKey: "rwd_1" };
const months = { kind: "free_month", unit: "free_months", quantity: 3, worthMinor: 10_000, worthCurrency: "GBP" };

describe("a credit", () => {
  test("is of the reward's own money, and a debit takes it back", () => {
    const call = describeCall(credit, fulfilmentFacts(), customer);
    const change = { rewardId: "rwd_1", customerId: "cus_1", idempotencyKey: "rwd_1", lookSinceMs: null };
    const told = { amountMinor: 1000, currency: "GBP", description: "Program: GBP 10.00" };
    expect(call).toEqual({ ...credit, change: { ...change, ...told } });
    const debit: Need = { action: "debit", quantity: 300, idempotencyKey: "rwd_1:reversed:300" };
    expect(describeCall(debit, fulfilmentFacts({}, { fulfilment: { givenQuantity: 1000 } }), customer)).toMatchObject({
      change: { amountMinor: -300, description: "Program: GBP 3.00, taken back" },
    });
  });

  test("of months is of what they are worth, and the parts sum to the whole", () => {
    const parts = [0, 1, 2].map((givenQuantity) =>
      describeCall({ ...credit, quantity: 1 }, fulfilmentFacts(months, { fulfilment: { givenQuantity } }), customer),
    );
    expect(parts).toMatchObject(
      [3333, 3334, 3333].map((amountMinor) => ({ change: { amountMinor, currency: "GBP" } })),
    );
  });

  test("is in Stripe's parts of the currency", () => {
    const facts = fulfilmentFacts({ unit: "ISK", worthCurrency: "ISK" });
    expect(describeCall(credit, facts, customer)).toMatchObject({ change: { amountMinor: 100_000, currency: "ISK" } });
  });

  test("of what has no worth in money is none", () => {
    const worthless = { worthMinor: null, worthCurrency: null };
    expect(describeCall(credit, fulfilmentFacts({ ...months, ...worthless }), customer)).toBeNull();
    expect(describeCall(credit, fulfilmentFacts({ unit: "credits", ...worthless }), customer)).toBeNull();
  });

  test("is looked for first when its key may be forgotten, or is bound to an error of Stripe's", () => {
    const sinceOf = (attempts: ReturnType<typeof anAttempt>[], atMs: number) => {
      const call = describeCall(credit, fulfilmentFacts({}, { attempts }), { ...customer, nowMs: atMs });
      return call?.action === "credit" ? call.change.lookSinceMs : undefined;
    };
    const lost = anAttempt({ error: "timeout" });
    expect(sinceOf([], nowMs)).toBeNull();
    expect(sinceOf([lost], nowMs + 23 * hourMs)).toBeNull();
    expect(sinceOf([lost, anAttempt({ atMs: nowMs + 22 * hourMs })], nowMs + 23 * hourMs + 1)).toBe(nowMs);
    expect(sinceOf([anAttempt({ error: "api_error", responseStatus: 500 })], nowMs)).toBe(nowMs);
    expect(sinceOf([anAttempt({ idempotencyKey: "rwd_1:reversed:1" })], nowMs + 24 * hourMs)).toBeNull();
  });
});

describe("a coupon", () => {
  const need: Need = { action: "coupon", quantity: 3, idempotencyKey: "rwd_1" };

  test("of months is free of charge for so many of them", () => {
    expect(describeCall(need, fulfilmentFacts(months), customer)).toMatchObject({
      gift: { name: "Program", off: { percentBps: 10_000 }, months: 3 },
    });
  });

  test("of a discount is a share or an amount, once", () => {
    const share = { kind: "discount", unit: "percent_bps", quantity: 2500 };
    expect(describeCall(need, fulfilmentFacts(share), customer)).toMatchObject({
      gift: { off: { percentBps: 2500 }, months: null },
    });
    const amount = { kind: "discount", unit: "GBP", quantity: 500 };
    expect(describeCall(need, fulfilmentFacts(amount), customer)).toMatchObject({
      gift: { off: { amountMinor: 500, currency: "GBP" }, months: null },
    });
    expect(describeCall(need, fulfilmentFacts(), customer)).toBeNull();
  });

  test("is withdrawn by its reward", () => {
    const withdraw: Need = { action: "withdraw_coupon", quantity: 3, idempotencyKey: "rwd_1:reversed:3" };
    expect(describeCall(withdraw, fulfilmentFacts(months), customer)).toMatchObject({
      withdrawal: { rewardId: "rwd_1", customerId: "cus_1", idempotencyKey: "rwd_1:reversed:3" },
    });
  });
});
