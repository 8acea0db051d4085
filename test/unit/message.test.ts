import { expect, test } from "vitest";
import { bindReferral } from "#domain/bind-referral";
import { describeMessages } from "#domain/message";
import { aReward, anEvent, programInput, stored } from "#support/domain-factories";

const input = programInput([stored(anEvent({ code: "ANN" }))]);
const { plan } = bindReferral(input);

test("a plan tells the signup, each conversion, each reward that was not denied, and each reversal", () => {
  const whole = {
    ...plan,
    conversions: [{ id: "cnv_1", programId: "prg_1", paymentRef: "inv-1", referralId: "ref_1", ordinal: 1 }],
    rewards: [aReward(), aReward({ id: "rwd_2", state: "denied" })],
    changes: [{ rewardId: "rwd_1", reversedQuantity: 500, state: "available" as const, position: 2 }],
  };
  const messages = describeMessages(whole, input);
  expect(messages.map(({ type }) => type)).toEqual([
    "referral.signed_up",
    "referral.converted",
    "reward.available",
    "reward.reversed",
  ]);
  expect(messages[2]?.payload).toMatchObject({
    referral_id: plan.referral?.referral.id,
    referrer_id: "ptc_ann",
    referee_id: "ptc_mike",
    reward_id: "rwd_1",
    quantity: 1000,
  });
  expect(new Set(messages.map(({ id }) => id)).size).toBe(4);
});

test("without a referral there is nothing to tell", () => {
  expect(describeMessages({ ...plan, referral: null }, input)).toEqual([]);
});
