import { describe, expect, test } from "vitest";
import { changeReward } from "#domain/change-reward";
import { dayMs } from "#domain/day";
import { rewardChanges } from "#domain/reward";
import type { RewardChange, RewardState } from "#domain/reward";
import { aReward } from "#support/domain-factories";

const setting = { actor: "key:key_1", nowMs: 5, newId: () => "txn_2" as never };
const cause = { quantity: 400, reason: "why" };
const owners = {
  out: ["house:rewards", "ptc_ann"],
  back: ["ptc_ann", "house:rewards"],
  use: ["ptc_ann", "house:redeemed"],
  return: ["house:redeemed", "ptc_ann"],
};

describe("changeReward", () => {
  test.each(Object.keys(rewardChanges) as RewardChange[])(
    "%s moves the reward and its value as the table says",
    (name) => {
      const { from, to, moves } = rewardChanges[name];
      const isNew = from === "nothing";
      // Safe because a list of states has a first one, and what is no list is a state.
      const state = (isNew ? "pending" : Array.isArray(from) ? from[0] : from) as RewardState;
      const before = aReward({ state, position: isNew ? 0 : 3, redeemedQuantity: name === "give_back" ? 400 : 0 });
      const { reward, transition, posting } = changeReward(before, name, { ...cause, note: "in words" }, setting);
      const toState = to === "same" ? state : to;
      expect(reward).toMatchObject({ state: toState, position: before.position + 1 });
      expect(transition).toEqual({
        rewardId: before.id,
        position: before.position + 1,
        fromState: isNew ? null : state,
        toState,
        reason: "why",
        actor: "key:key_1",
        atMs: 5,
        note: "in words",
      });
      expect(posting === null).toBe(moves === null);
      if (moves !== null)
        expect(posting).toMatchObject({ fromOwner: owners[moves][0], toOwner: owners[moves][1], quantity: 400 });
    },
  );

  test.each<[RewardChange, RewardState, object]>([
    ["reverse_part", "available", { reversedQuantity: 400 }],
    ["reverse_rest", "available", { reversedQuantity: 400, state: "redeemed" }],
    ["void_part", "pending", { reversedQuantity: 400 }],
    ["redeem_part", "available", { redeemedQuantity: 400 }],
    ["recall", "available", { disputed: true, state: "pending" }],
    ["suspend", "pending", { disputed: true }],
    ["approve", "pending", { needsReview: false }],
  ])("%s is kept on the reward", (change, state, expected) => {
    expect(changeReward(aReward({ state, needsReview: true }), change, cause, setting).reward).toMatchObject(expected);
  });
  test("its days run from its release, and a release after a recall is a movement of its own", () => {
    const held = aReward({ state: "pending", transactionId: null, expiresDays: 3 });
    const released = changeReward(held, "release", cause, setting);
    expect(released.reward).toMatchObject({ expiresAtMs: 5 + 3 * dayMs, transactionId: "txn_1" });
    const recalled = changeReward(released.reward, "recall", cause, setting).reward;
    const again = changeReward(recalled, "release", cause, { ...setting, nowMs: 99 });
    expect(again.reward).toMatchObject({ expiresAtMs: 5 + 3 * dayMs, transactionId: "txn_2" });
    expect(again.posting?.transactionId).toBe("txn_2");
  });
  test("what has no balance moves nothing", () => {
    const badge = aReward({ kind: "badge", unit: "badges", quantity: 1, state: "pending" });
    expect(changeReward(badge, "release", { quantity: 1, reason: "why" }, setting).posting).toBeNull();
  });
  test("a change from another state is a fault, not a silent overwrite", () => {
    expect(() => changeReward(aReward({ state: "expired" }), "reverse", cause, setting)).toThrow(
      "reverse of a reward that is expired",
    );
  });
});
