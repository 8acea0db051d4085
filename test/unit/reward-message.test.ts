import { expect, test } from "vitest";
import { changeReward } from "#domain/change-reward";
import type { NewId } from "#domain/id";
import { rewardChanges } from "#domain/reward";
import type { Reward, RewardChange, RewardState } from "#domain/reward";
import { rewardMessages } from "#domain/reward-message";
import { aReward } from "#support/domain-factories";

// Safe because each id is made with the prefix that was asked for.
const newId = ((prefix: string) => `${prefix}_1`) as NewId;

/** A step of a reward of 1000, made as the table of changes allows it. */
function stepOf(change: RewardChange, from: RewardState | "nothing", fields: Partial<Reward> = {}) {
  const state = from === "nothing" ? "pending" : from;
  const reward = aReward({ ...fields, state, position: from === "nothing" ? 0 : 3, quantity: 1000 });
  return changeReward(reward, change, { quantity: 400, reason: "why" }, { actor: "job:x", nowMs: 5, newId });
}

function messagesOf(...steps: Parameters<typeof rewardMessages>[0]) {
  return rewardMessages(steps, { mode: "test", newId });
}

test("each step that changes the state or takes a part back is one message, and no other is", () => {
  const told = Object.entries(rewardChanges).map(([change, { from }]) => {
    const first: RewardState | "nothing" = typeof from === "string" ? from : from[0];
    // Safe because the keys of the table are exactly the changes.
    return [change, messagesOf(stepOf(change as RewardChange, first, { redeemedQuantity: 400 }))[0]?.type ?? null];
  });
  expect(Object.fromEntries(told)).toEqual({
    hold: "reward.pending",
    refer: "reward.pending",
    grant: "reward.available",
    deny: null,
    release: "reward.available",
    approve: null,
    void: "reward.voided",
    void_part: "reward.reversed",
    suspend: null,
    recall: "reward.pending",
    resume: null,
    forfeit: "reward.reversed",
    redeem_part: null,
    redeem: "reward.redeemed",
    give_back: null,
    expire: "reward.expired",
    reverse_part: "reward.reversed",
    reverse_rest: "reward.reversed",
    reverse: "reward.reversed",
  });
  expect(messagesOf(stepOf("give_back", "redeemed"))[0]?.type).toBe("reward.available");
});

test("a message has ids and amounts, in the order of the steps", () => {
  const fields = { id: "rwd_1", programId: "prg_1", referralId: null, ruleKey: "manual", beneficiaryId: "ptc_1" };
  const about = { program_id: "prg_1", referral_id: null, reward_id: "rwd_1", rule: "manual", beneficiary_id: "ptc_1" };
  const value = { kind: "credit", unit: "GBP", quantity: 1000, needs_review: false };
  const all = { ...fields, kind: "credit", unit: "GBP", reversedQuantity: 100, redeemedQuantity: 0 };
  expect(messagesOf(stepOf("reverse_part", "available", all), stepOf("redeem", "available", all))).toEqual([
    {
      id: "msg_1",
      type: "reward.reversed",
      mode: "test",
      payload: { ...about, ...value, state: "available", reversed_quantity: 500 },
    },
    {
      id: "msg_1",
      type: "reward.redeemed",
      mode: "test",
      payload: { ...about, ...value, state: "redeemed", redeemed_quantity: 400 },
    },
  ]);
});
