import { expect, test } from "vitest";
import { isUsable, usableBalance } from "#domain/holding";
import type { Holding } from "#domain/holding";
import { rewardStates } from "#domain/reward";
import type { Reward } from "#domain/reward";
import { aReward, nowMs } from "#support/domain-factories";

function held(reward: Partial<Reward> = {}, fields: Partial<Holding> = {}): Holding {
  const fresh = { claim: "automatic" as const, quantity: 100, reversedQuantity: 0, redeemedQuantity: 0 };
  return { reward: aReward({ ...fresh, ...reward }), fulfilment: "wallet", program: "p", clockMs: null, ...fields };
}

const usable = (holding: Holding) => isUsable(holding, { by: "wallet", nowMs });

test("what is available, automatic, in time and fulfilled in this way can be used", () => {
  expect(usable(held())).toBe(true);
  expect(usable(held({ claim: "manual" }))).toBe(false);
  expect(usable(held({}, { fulfilment: "stripe" }))).toBe(false);
  expect(usable(held({}, { fulfilment: null }))).toBe(false);
  expect(usable(held({ kind: "badge" }))).toBe(false);
  expect(rewardStates.filter((state) => usable(held({ state })))).toEqual(["available"]);
});

test("a reward can be used until the moment of its expiry", () => {
  expect(usable(held({ expiresAtMs: nowMs + 1 }))).toBe(true);
  expect(usable(held({ expiresAtMs: nowMs }))).toBe(false);
});

test("what of a balance stands for other rewards is kept for them", () => {
  expect(usableBalance(1000, [])).toBe(1000);
  expect(usableBalance(1000, [held(), held({ redeemedQuantity: 60 })])).toBe(860);
  expect(usableBalance(50, [held()])).toBe(0);
  expect(usableBalance(-50, [])).toBe(0);
});

test("what ended, or has no balance, keeps nothing", () => {
  expect(usableBalance(1000, [held({ state: "expired" }), held({ kind: "discount", unit: "GBP" })])).toBe(1000);
});
