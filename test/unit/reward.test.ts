import { describe, expect, test } from "vitest";
import { canChange, isDue, leftOf, rewardChanges, rewardStates } from "#domain/reward";
import type { RewardChange } from "#domain/reward";
import { aReward, nowMs } from "#support/domain-factories";

const names = Object.keys(rewardChanges) as RewardChange[];

describe("the table of changes", () => {
  test("every state can be reached, and every change is somebody's", () => {
    const reached = new Set(Object.values(rewardChanges).map(({ to }) => to));
    expect(rewardStates.filter((state) => !reached.has(state))).toEqual([]);
    for (const name of names) expect(rewardChanges[name].by).not.toHaveLength(0);
  });
  test.each(["denied", "voided", "expired", "reversed"] as const)("nothing leaves %s", (state) => {
    expect(names.filter((name) => canChange(state, name))).toEqual([]);
  });
  test("value comes to a participant only on the way to available, and leaves when that ends", () => {
    for (const name of names) {
      const { from, to, moves } = rewardChanges[name];
      if (moves === "out" || moves === "return") expect(to).toBe("available");
      if (from === "available" && to !== "same" && to !== "redeemed") expect(moves).toBe("back");
      if (from === "pending" && to !== "available") expect(moves).toBeNull();
    }
  });
});

test("what is left is neither taken back nor used, and never less than nothing", () => {
  expect(leftOf(aReward({ reversedQuantity: 300, redeemedQuantity: 200 }))).toBe(500);
  expect(leftOf(aReward({ reversedQuantity: 1000, redeemedQuantity: 200 }))).toBe(0);
});

describe("isDue", () => {
  const held = { state: "pending", releaseAtMs: nowMs } as const;
  test("a hold is over at its end, not a millisecond before", () => {
    expect([isDue(aReward(held), nowMs - 1), isDue(aReward(held), nowMs)]).toEqual([false, true]);
  });
  test("time releases neither a review nor a dispute, nor what is not pending", () => {
    const others = [{ needsReview: true }, { disputed: true }, { state: "available" as const }];
    expect(others.map((fields) => isDue(aReward({ ...held, ...fields }), nowMs))).toEqual([false, false, false]);
  });
});
