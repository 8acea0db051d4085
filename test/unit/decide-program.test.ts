import { describe, expect, test } from "vitest";
import { counterId } from "#domain/counter";
import { decideProgram } from "#domain/decide-program";
import { countKey, criterionOf } from "#domain/qualification";
import {
  aDocument,
  aParticipant,
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
    expect(plan).toMatchObject({ conversions: [], rewards: [], steps: [] });
    expect(plan.clauses).toMatchObject([{ code: "payment_verified" }]);
  });
  test("the earliest report of a payment dates its reward, whichever came first", () => {
    const rewards = [aReward({ earnedAtMs: nowMs })];
    const referrals = [aReferral({ rewardedAtMs: nowMs })];
    const earlier = stored(aPayment({ id: "p2" }), { occurredAtMs: nowMs - 5, seq: 2 });
    const plan = decideProgram(programInput([stored(aPayment()), earlier], bound({ referrals, rewards })));
    expect(plan).toMatchObject({ amended: [{ id: "rwd_1", earnedAtMs: nowMs - 5 }], changed: [], steps: [] });
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
    expect(plan.rewards).toMatchObject([{ reversedQuantity: 1000, state: "reversed" }]);
    expect(plan.steps.map(({ posting }) => posting?.type)).toEqual(["referral_bonus", "reversal"]);
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

describe("a referral that support gives to another", () => {
  const bea = aParticipant("bea");
  const owners = new Map([
    ["ptc_ann", aParticipant("ann")],
    ["ptc_bea", bea],
  ]);
  const paid = [stored(anEvent()), stored(aPayment(), { seq: 2 })];
  const move = stored(anEvent({ id: "m1", type: "referral_reassigned", referrerId: "ptc_bea" }), { seq: 3 });
  const conversions = [{ id: "cnv_1", programId: "prg_1", paymentRef: "inv-1", referralId: "ref_1", ordinal: 1 }];

  test("takes back from the former and gives to the new referrer, and leaves the referee what he has", () => {
    const rule = aRule({
      grant: [
        { to: "referrer", kind: "credit", amount_minor: 1000, currency: "GBP" },
        { to: "referee", kind: "credit", amount_minor: 500, currency: "GBP" },
      ],
    });
    const rewards = [
      aReward(),
      aReward({ id: "rwd_2", grantIndex: 1, side: "referee", beneficiaryId: "ptc_mike", quantity: 500 }),
    ];
    const facts = eventFacts({ referrals: [aReferral()], rewards, conversions, owners });
    const plan = decideProgram(programInput([...paid, move], { ...withRules(rule), facts }));
    expect(plan.referral).toMatchObject({ isMoved: true, referral: { referrerId: "ptc_bea" } });
    expect(plan.changed).toMatchObject([{ id: "rwd_1", state: "reversed" }]);
    expect(plan.rewards).toMatchObject([{ beneficiaryId: "ptc_bea", quantity: 1000, state: "available" }]);
    expect(plan.conversions).toEqual([]);
    expect(plan.clauses).toContainEqual(
      expect.objectContaining({ code: "referral_reassigned", formerId: "ptc_ann", referrerId: "ptc_bea" }),
    );
  });
  test("gives it back to the former one under the name that was freed", () => {
    const rule = aRule();
    const former = aReward({ subject: "inv-1 (reassigned: rwd_1)", state: "reversed", reversedQuantity: 1000 });
    const hers = aReward({ id: "rwd_2", beneficiaryId: "ptc_bea" });
    const back = stored(anEvent({ id: "m2", type: "referral_reassigned", referrerId: "ptc_ann" }), { seq: 4 });
    const referrals = [aReferral({ referrerId: "ptc_bea" })];
    const facts = eventFacts({ referrals, rewards: [former, hers], conversions, owners });
    const plan = decideProgram(programInput([...paid, move, back], { ...withRules(rule), facts }));
    expect(plan.amended).toMatchObject([{ id: "rwd_2", subject: "inv-1 (reassigned: rwd_2)" }]);
    expect(plan.rewards).toMatchObject([{ beneficiaryId: "ptc_ann", subject: "inv-1", state: "available" }]);
  });
  test("moves it from one count to the other", () => {
    const rule = aRule({ on: { count: { reaches: 1 } } });
    const criterion = criterionOf(rule);
    const counted = { referralId: "ref_1", criterion, status: "counted" as const, dueAtMs: null, paymentRefs: null };
    const key = counterId("prg_1", countKey("ptc_ann", criterion));
    const countRewards = [aReward({ subject: "ordinal:1", ordinal: 1, criterion })];
    const facts = eventFacts({
      referrals: [aReferral()],
      conversions,
      owners,
      countRewards,
      qualifications: [counted],
      counters: new Map([[key, 1]]),
    });
    const plan = decideProgram(programInput([...paid, move], { ...withRules(rule), facts }));
    expect(plan.counts.map(({ scope, delta, expected }) => [scope, delta, expected])).toEqual([
      ["ptc_ann", -1, 1],
      ["ptc_bea", 1, 0],
    ]);
    expect(plan.changed).toMatchObject([{ beneficiaryId: "ptc_ann", state: "reversed" }]);
    expect(plan.rewards).toMatchObject([{ beneficiaryId: "ptc_bea", ordinal: 1, state: "available" }]);
    expect(plan.qualifications).toMatchObject([{ status: "counted" }]);
  });
  test("that is the referrer already changes nothing", () => {
    const same = stored(anEvent({ id: "m1", type: "referral_reassigned", referrerId: "ptc_ann" }), { seq: 3 });
    const facts = eventFacts({
      referrals: [aReferral({ convertedAtMs: nowMs, rewardedAtMs: nowMs })],
      rewards: [aReward()],
      conversions,
      owners,
    });
    const plan = decideProgram(programInput([...paid, same], { facts }));
    expect(plan).toMatchObject({ referral: { isMoved: false, isChanged: false }, steps: [], clauses: [] });
  });
});
