import { expect, test } from "vitest";
import { isHouse, postGrant, postReversal, rewardsAccount } from "#domain/ledger";
import { aReward, nowMs } from "#support/domain-factories";

test("a grant moves the whole reward from the house to whoever earned it", () => {
  expect(postGrant(aReward(), nowMs)).toMatchObject({
    transactionId: "txn_1",
    type: "referral_bonus",
    fromOwner: rewardsAccount,
    toOwner: "ptc_ann",
    unit: "GBP",
    quantity: 1000,
    reversesId: null,
  });
});

test("a reversal is a movement of its own, back to the house, and names the one it corrects", () => {
  expect(postReversal(aReward(), 300, "txn_2", nowMs)).toMatchObject({
    transactionId: "txn_2",
    type: "reversal",
    fromOwner: "ptc_ann",
    toOwner: rewardsAccount,
    quantity: 300,
    reversesId: "txn_1",
    rewardId: "rwd_1",
  });
});

test("the house is told from participants", () => {
  expect([rewardsAccount, "ptc_ann"].map(isHouse)).toEqual([true, false]);
});
