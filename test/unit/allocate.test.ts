import * as fc from "fast-check";
import { expect, test } from "vitest";
import { allocate, redeemPart } from "#domain/allocate";
import { leftOf, rewardStates } from "#domain/reward";
import type { Reward } from "#domain/reward";
import { aReward, countingIds, nowMs } from "#support/domain-factories";

function held(id: string, fields: Partial<Reward> = {}): Reward {
  return aReward({ id, quantity: 100, reversedQuantity: 0, redeemedQuantity: 0, ...fields });
}

function taken(rewards: Reward[], quantity: number): [string, number][] {
  return allocate(rewards, quantity).map((part) => [part.reward.id, part.quantity]);
}

test("what expires first is taken first, what never expires last, and the id decides among equals", () => {
  const rewards = [
    held("rwd_b", { expiresAtMs: 20 }),
    held("rwd_never", { expiresAtMs: null }),
    held("rwd_a", { expiresAtMs: 20 }),
    held("rwd_soon", { expiresAtMs: 10 }),
  ];
  expect(taken(rewards, 350)).toEqual([
    ["rwd_soon", 100],
    ["rwd_a", 100],
    ["rwd_b", 100],
    ["rwd_never", 50],
  ]);
});

test("only what is left of a reward is taken", () => {
  expect(taken([held("rwd_1", { reversedQuantity: 30, redeemedQuantity: 50 }), held("rwd_2")], 40)).toEqual([
    ["rwd_1", 20],
    ["rwd_2", 20],
  ]);
  expect(taken([held("rwd_1", { reversedQuantity: 80, redeemedQuantity: 50 })], 1)).toEqual([]);
});

test("only available rewards are taken", () => {
  for (const state of rewardStates)
    expect(taken([held("rwd_1", { state })], 1)).toHaveLength(state === "available" ? 1 : 0);
});

test("with too little there, all of it is taken", () => {
  expect(taken([held("rwd_1"), held("rwd_2")], 1000)).toEqual([
    ["rwd_1", 100],
    ["rwd_2", 100],
  ]);
});

const anyReward = fc
  .record({
    quantity: fc.integer({ min: 1, max: 1000 }),
    reversedQuantity: fc.nat({ max: 1000 }),
    redeemedQuantity: fc.nat({ max: 1000 }),
    state: fc.constantFrom(...rewardStates, "available" as const, "available" as const),
    expiresAtMs: fc.option(fc.nat({ max: 5 })),
  })
  .map((fields) => ({ ...fields, reversedQuantity: Math.min(fields.reversedQuantity, fields.quantity) }));

test("parts sum to what was asked or to all there is, none is more than is left, and they are in order", () => {
  fc.assert(
    fc.property(fc.array(anyReward, { maxLength: 20 }), fc.integer({ min: 1, max: 5000 }), (list, asked) => {
      const rewards = list.map((fields, n) => held(`rwd_${String(n).padStart(2, "0")}`, fields));
      const parts = allocate(rewards, asked);
      const there = rewards
        .filter(({ state }) => state === "available")
        .reduce((sum, reward) => sum + leftOf(reward), 0);
      expect(parts.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(Math.min(asked, there));
      for (const { reward, quantity } of parts) {
        expect(quantity).toBeGreaterThan(0);
        expect(quantity).toBeLessThanOrEqual(leftOf(reward));
      }
      const order = parts.map(({ reward }) => [reward.expiresAtMs ?? Infinity, reward.id] as const);
      expect(order).toEqual(order.toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a - b)));
      // All before the last part are used up.
      for (const { reward, quantity } of parts.slice(0, -1)) expect(quantity).toBe(leftOf(reward));
      expect(allocate(rewards.toReversed(), asked)).toEqual(parts);
    }),
  );
});

test("a part of a reward leaves the rest available, all of it makes it redeemed, and neither moves value by itself", () => {
  const setting = { actor: "key:key_1", nowMs, newId: countingIds() };
  const reward = held("rwd_1", { reversedQuantity: 30 });
  const part = redeemPart({ reward, quantity: 20 }, "withdrawal", setting);
  expect(part).toMatchObject({ change: "redeem_part", posting: null, transition: { reason: "withdrawal" } });
  expect(part.reward).toMatchObject({ state: "available", redeemedQuantity: 20 });
  const rest = redeemPart({ reward: part.reward, quantity: 50 }, "withdrawal", setting);
  expect(rest.reward).toMatchObject({ state: "redeemed", redeemedQuantity: 70 });
  expect(rest.posting).toBeNull();
});
