import { describe, expect, test } from "vitest";
import { decideProgram } from "#domain/decide-program";
import {
  aDocument,
  aPayment,
  aReferral,
  aReward,
  aRule,
  anEvent,
  eventFacts,
  nowMs,
  programInput,
  stored,
} from "#support/domain-factories";

const signup = stored(anEvent({ code: "ANN" }), { seq: 9 });
const bound = (fields: Parameters<typeof eventFacts>[0] = {}) => ({
  facts: eventFacts({ referrals: [aReferral()], ...fields }),
});
const withRules = (...rules: ReturnType<typeof aRule>[]) => {
  const { program } = programInput([signup]);
  return { program: { ...program, versions: [{ version: 1, document: aDocument({ rules }), publishedAtMs: 0 }] } };
};

describe("decideProgram", () => {
  test("takes up what waited when the referee binds, in the order of its arrival", () => {
    const plan = decideProgram(
      programInput([
        stored(anEvent({ type: "activated" })),
        stored(aPayment(), { seq: 2 }),
        stored(aPayment({ id: "p2", paymentRef: "inv-2" }), { seq: 3 }),
        signup,
      ]),
    );
    expect(plan.referral).toMatchObject({
      isNew: true,
      referral: { stage: "rewarded", activatedAtMs: nowMs, convertedAtMs: nowMs },
    });
    expect(plan.conversions.map(({ paymentRef, ordinal }) => [paymentRef, ordinal])).toEqual([
      ["inv-1", 1],
      ["inv-2", 2],
    ]);
    expect(plan.rewards.map(({ subject }) => subject)).toEqual(["inv-1"]);
  });
  test("leaves to another program what names it", () => {
    const plan = decideProgram(programInput([stored(aPayment(), { programId: "prg_2" }), signup]));
    expect(plan.conversions).toEqual([]);
  });
  test("a payment that was counted is counted once, whoever reports it", () => {
    const conversions = [{ id: "cnv_1", programId: "prg_1", paymentRef: "inv-1", referralId: "ref_1", ordinal: 1 }];
    const again = stored(aPayment({ id: "p2" }), { verified: true, seq: 2 });
    const plan = decideProgram(programInput([stored(aPayment()), again], bound({ conversions, rewards: [aReward()] })));
    expect(plan).toMatchObject({ conversions: [], rewards: [], postings: [] });
    expect(plan.clauses).toMatchObject([{ code: "payment_verified" }]);
  });
  test("the earliest report of a payment dates its reward, whichever came first", () => {
    const rewards = [aReward({ earnedAtMs: nowMs })];
    const referrals = [aReferral({ rewardedAtMs: nowMs })];
    const earlier = stored(aPayment({ id: "p2" }), { occurredAtMs: nowMs - 5, seq: 2 });
    const plan = decideProgram(programInput([stored(aPayment()), earlier], bound({ referrals, rewards })));
    expect(plan.redatings).toEqual([{ rewardId: "rwd_1", earnedAtMs: nowMs - 5 }]);
    expect(plan.referral?.referral.rewardedAtMs).toBe(nowMs - 5);
  });
  test("a step's reward is named by its referral, so that one referrer can earn it for every referee", () => {
    const rule = aRule({ on: { event: "signup", occurrence: "first" } });
    const plan = decideProgram(programInput([signup], withRules(rule)));
    expect(plan.rewards.map(({ subject }) => subject)).toEqual([`signup:${plan.referral?.referral.id}`]);
  });
  test("a refund that came before its payment leaves a reward that is granted and reversed", () => {
    const rule = aRule({ reverse: { on: ["refund"], policy: "proportional" } });
    const refund = stored(anEvent({ type: "refund", paymentRef: "inv-1" }));
    const plan = decideProgram(programInput([refund, stored(aPayment(), { seq: 2 }), signup], withRules(rule)));
    expect(plan.rewards).toHaveLength(1);
    expect(plan.changes).toMatchObject([{ reversedQuantity: 1000, state: "reversed" }]);
    expect(plan.postings.map(({ type }) => type)).toEqual(["referral_bonus", "reversal"]);
  });
  test("without a referral nothing but the explanation comes of a payment", () => {
    expect(decideProgram(programInput([stored(aPayment())]))).toMatchObject({
      referral: null,
      conversions: [],
      rewards: [],
      messages: [],
      clauses: [{ code: "event_parked" }],
    });
  });
});
