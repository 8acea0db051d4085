import { expect, test } from "vitest";
import { isHouse, postReward, redeemedAccount, rewardsAccount } from "#domain/ledger";
import type { Move } from "#domain/ledger";
import { aReward, nowMs } from "#support/domain-factories";

const setting = { transactionId: "txn_2", atMs: nowMs };

test.each<[Move, object]>([
  ["out", { type: "referral_bonus", fromOwner: rewardsAccount, toOwner: "ptc_ann", reversesId: null }],
  ["back", { type: "reversal", fromOwner: "ptc_ann", toOwner: rewardsAccount, reversesId: "txn_1" }],
  ["use", { type: "withdrawal", fromOwner: "ptc_ann", toOwner: redeemedAccount, reversesId: null }],
  ["return", { type: "reversal", fromOwner: redeemedAccount, toOwner: "ptc_ann", reversesId: null }],
])("%s: between whom a part of a reward moves, and what it corrects", (move, expected) => {
  const posting = postReward(aReward(), move, { quantity: 300, description: "why" }, setting);
  expect(posting).toMatchObject({ transactionId: "txn_2", quantity: 300, unit: "GBP", rewardId: "rwd_1", ...expected });
});

test("what was granted by hand is an adjustment", () => {
  const posting = postReward(aReward({ ruleKey: "manual" }), "out", { quantity: 1, description: "" }, setting);
  expect(posting.type).toBe("adjustment");
});

test("the house is told from participants", () => {
  expect([rewardsAccount, redeemedAccount, "ptc_ann"].map(isHouse)).toEqual([true, true, false]);
});
