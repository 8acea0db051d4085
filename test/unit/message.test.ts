import { expect, test } from "vitest";
import { bindReferral } from "#domain/bind-referral";
import { changeReward } from "#domain/change-reward";
import { describeMessages } from "#domain/message";
import { aReward, anEvent, programInput, stored } from "#support/domain-factories";

const input = programInput([stored(anEvent({ code: "ANN" }))]);
const { plan } = bindReferral(input);
const { actor, nowMs, newId } = input;

test("a plan tells the signup, each conversion, and each step of a reward that was not denied", () => {
  const promised = aReward({ position: 0, state: "pending" });
  const step = (...[before, change, quantity]: [typeof promised, "grant" | "deny" | "reverse_part", number]) =>
    changeReward(before, change, { quantity, reason: "why" }, { actor, nowMs, newId });
  const granted = step(promised, "grant", 1000);
  const whole = {
    ...plan,
    conversions: [{ id: "cnv_1", programId: "prg_1", paymentRef: "inv-1", referralId: "ref_1", ordinal: 1 }],
    steps: [granted, step(promised, "deny", 1000), step(granted.reward, "reverse_part", 500)],
  };
  const messages = describeMessages(whole, input);
  expect(messages.map(({ type }) => type)).toEqual([
    "referral.signed_up",
    "referral.converted",
    "reward.available",
    "reward.reversed",
  ]);
  expect(messages[2]?.payload).toMatchObject({ reward_id: "rwd_1", beneficiary_id: "ptc_ann", quantity: 1000 });
  expect(new Set(messages.map(({ id }) => id)).size).toBe(4);
});

test("without a referral there is nothing to tell", () => {
  expect(describeMessages({ ...plan, referral: null }, input)).toEqual([]);
});
