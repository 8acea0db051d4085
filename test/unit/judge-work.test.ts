import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { decideRewards } from "#domain/decide-rewards";
import type { FraudEvidence } from "#domain/fraud-evidence";
import { closeFindings, judgePromise, judgeRelease } from "#domain/judge-work";
import { closeWork } from "#domain/program-work";
import type { Work } from "#domain/program-work";
import type { Rule } from "#domain/program";
import type { ProgramFraud } from "#domain/program-fraud";
import { settleRewards } from "#domain/settle-rewards";
import { aParticipant, aPayment, aReward, aRule, aWork, nowMs, stored } from "#support/domain-factories";
import { someEvidence, strangersWith } from "#support/fraud-factories";

const mike = aParticipant("mike", { paymentFingerprint: "card" });
const medium = someEvidence({ namesakes: strangersWith("card") });
type Fields = {
  rules?: Rule[];
  fraud?: ProgramFraud;
  evidence?: FraudEvidence | null;
  atMs?: number;
  work?: Parameters<typeof aWork>[0];
};

function workWith({ rules = [aRule()], fraud, evidence = medium, atMs = nowMs, work }: Fields = {}): Work {
  return aWork({
    rules,
    current: fraud === undefined ? {} : { fraud },
    ...work,
    facts: { fraud: evidence, ...work?.facts },
    input: { nowMs: atMs },
    setting: { parties: { referrer: aParticipant("ann"), referee: mike } },
  });
}

function promise(work: Work) {
  const event = "payment" as const;
  const facts = { "event.amount_minor": 10_000, "event.currency": "GBP" };
  decideRewards(work, { event, subject: "inv-1", atMs: nowMs, facts });
  const plan = closeWork(work);
  return { ...plan, ...closeFindings(work, plan) };
}

describe("before something is promised", () => {
  test("a medium risk is held, once assessed for all that is promised, and told to the team by name", () => {
    const both = aRule({
      grant: (["referrer", "referee"] as const).map((to) => ({ to, kind: "points", quantity: 5 })),
    });
    const plan = promise(workWith({ rules: [both] }));
    expect(plan.rewards).toMatchObject([
      { state: "pending", riskDays: 14, releaseAtMs: nowMs + 14 * dayMs },
      { state: "pending", riskDays: 14, releaseAtMs: nowMs + 14 * dayMs },
    ]);
    expect(plan.assessments).toMatchObject([
      { moment: "decision", risk: "medium", action: "hold", referralId: "ref_1" },
    ]);
    expect(plan.review).toBeNull();
    expect(plan.clauses).toMatchObject([
      { code: "referral_assessed", risk: "medium", action: "hold", grounds: ["shared_payment"] },
      { code: "reward_held", reason: "risk" },
      { code: "reward_held", reason: "risk" },
    ]);
  });

  test("where the days of a medium risk are over already, a person looks", () => {
    const plan = promise(workWith({ atMs: nowMs + 14 * dayMs }));
    expect(plan.rewards).toMatchObject([{ state: "pending", needsReview: true }]);
    expect(plan.review).toMatchObject({ referralId: "ref_1", score: 450_000, assessmentId: plan.assessments[0]?.id });
  });

  test.each<[string, Fields]>([
    ["the program is off", { fraud: { preset: "off" } }],
    ["there is nothing to score by, as in a replay", { evidence: null }],
  ])("nothing is scored where %s", (_, fields) => {
    const plan = promise(workWith(fields));
    expect(plan).toMatchObject({ assessments: [], review: null, rewards: [{ state: "available" }] });
  });

  test("a review value opens a review also where nothing is scored", () => {
    const plan = promise(workWith({ rules: [aRule({ review: { over_minor: 1 } })], fraud: { preset: "off" } }));
    expect(plan.review).toMatchObject({ referralId: "ref_1", assessmentId: null, score: 0 });
  });

  test("what a person has said, or has not said yet, is heeded also where nothing is scored, and guarded", () => {
    const said = (status: "open" | "approved" | "rejected") =>
      promise(
        workWith({
          fraud: { preset: "off" },
          evidence: someEvidence({ reviews: [{ referralId: "ref_1", status, grounds: [] }] }),
        }),
      );
    expect(said("open")).toMatchObject({
      rewards: [{ state: "pending", needsReview: true }],
      review: { referralId: "ref_1", assessmentId: null },
      heeded: { referralId: "ref_1", status: "open" },
    });
    expect(said("approved")).toMatchObject({ rewards: [{ state: "available" }], heeded: { status: "approved" } });
    expect(said("rejected")).toMatchObject({ rewards: [{ state: "denied" }], heeded: { status: "rejected" } });
  });

  test("what is denied anyway is not scored", () => {
    const limit = [{ per: "referrer" as const, budget: { unit: "GBP", amount_minor: 1 } }];
    const plan = promise(workWith({ rules: [aRule({ limit })] }));
    expect(plan).toMatchObject({ assessments: [], rewards: [{ state: "denied" }] });
  });

  test("who may refer at all is left to binding", () => {
    const work = workWith({ evidence: someEvidence() });
    work.setting = {
      ...work.setting,
      parties: { referrer: aParticipant("ann", { status: "suspended" }), referee: mike },
    };
    expect(judgePromise(work)).toBe("approve");
    expect([judgeRelease(work, { side: "referrer" }), judgeRelease(work, { side: "referee" })]).toEqual([
      "reject",
      "approve",
    ]);
  });

  test("a referrer who was erased keeps what he was promised", () => {
    const work = workWith({ evidence: someEvidence() });
    const gone = aParticipant("ann", { status: "suspended", externalId: "erased:k1.ann" });
    work.setting = { ...work.setting, parties: { referrer: gone, referee: mike } };
    expect(judgeRelease(work, { side: "referrer" })).toBe("approve");
  });
});

describe("when an event finds that a hold is over", () => {
  const held = aReward({ state: "pending", releaseAtMs: nowMs + 14 * dayMs, transactionId: null });
  const rule = aRule({ hold: { days: 14 } });
  const settled = (evidence: FraudEvidence, fields: Partial<typeof held> = {}) => {
    const history = [stored(aPayment())];
    const work = workWith({
      rules: [rule],
      evidence,
      atMs: nowMs + 14 * dayMs,
      work: { history, facts: { rewards: [{ ...held, ...fields }] } },
    });
    settleRewards(work);
    const plan = closeWork(work);
    return { ...plan, ...closeFindings(work, plan) };
  };

  test("what scoring lets go is released, with its assessment", () => {
    const plan = settled(someEvidence());
    expect(plan.steps).toMatchObject([{ change: "release" }]);
    expect(plan.assessments).toMatchObject([{ moment: "release", action: "approve" }]);
  });

  test("what it does not is the job's, and nothing is kept of it", () => {
    expect(settled(medium)).toMatchObject({ steps: [], assessments: [], review: null });
  });

  test("the days of a risk move with the earning, as the rule's do", () => {
    const plan = settled(medium, { riskDays: 30, earnedAtMs: nowMs + dayMs, releaseAtMs: nowMs + 31 * dayMs });
    expect(plan.amended).toMatchObject([{ earnedAtMs: nowMs, releaseAtMs: nowMs + 30 * dayMs }]);
  });
});
