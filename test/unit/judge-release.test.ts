import { describe, expect, test } from "vitest";
import { judgeHeld, scoringPlanOf } from "#domain/judge-release";
import type { ReleaseEvidence } from "#domain/judge-release";
import type { NewId } from "#domain/id";
import type { Reward } from "#domain/reward";
import { aDocument, aParticipant, aProgram, aReferral, aReward, nowMs } from "#support/domain-factories";
import { anEntry, someEvidence, strangersWith } from "#support/fraud-factories";

// Safe because each id is made with the prefix that was asked for.
const newId = ((prefix: string) => `${prefix}_1`) as NewId;
const moment = { nowMs, newId };

function facts(reward: Partial<Reward> = {}, document = aDocument()) {
  const beneficiary = { id: "ptc_ann", status: "active" as const };
  const due = aReward({ state: "pending", releaseAtMs: nowMs, transactionId: null, ...reward });
  return { reward: due, program: aProgram(), document, beneficiary, balance: 0, others: [] };
}

function evidence(fields: Partial<ReleaseEvidence> = {}): ReleaseEvidence {
  return {
    fraud: someEvidence({ namesakes: strangersWith("card") }),
    referral: aReferral(),
    referrer: aParticipant("ann"),
    referee: aParticipant("mike", { paymentFingerprint: "card" }),
    isApproved: false,
    ...fields,
  };
}

describe("judgeHeld", () => {
  test("scores what is due", () => {
    const finding = judgeHeld(facts(), evidence(), moment);
    expect(finding).toMatchObject({
      action: "hold",
      assessment: { id: "asm_1", moment: "release", referralId: "ref_1" },
    });
  });

  test.each([
    ["is not over", facts({ releaseAtMs: nowMs + 1 }), evidence()],
    ["ends for a reward that no referral earned", facts(), null],
    ["ends where fraud is off", facts({}, aDocument({ fraud: { preset: "off" } })), evidence()],
  ])("says nothing of a hold that %s", (_, held, known) => {
    expect(judgeHeld(held, known, moment)).toBeNull();
  });

  test("a reward that a person has approved passes, unless a list blocks one of the two", () => {
    const approved = evidence({ isApproved: true });
    expect(judgeHeld(facts(), approved, moment)?.action).toBe("approve");
    const entries = [{ ...anEntry("block", "participant", "ptc_ann"), programId: "" }];
    expect(judgeHeld(facts(), { ...approved, fraud: someEvidence({ entries }) }, moment)?.action).toBe("reject");
  });

  test("a referrer who may not earn loses his own, and not the referee's", () => {
    const suspended = evidence({ fraud: someEvidence(), referrer: aParticipant("ann", { status: "suspended" }) });
    expect(judgeHeld(facts(), suspended, moment)?.action).toBe("reject");
    expect(judgeHeld(facts({ side: "referee" }), suspended, moment)?.action).toBe("approve");
  });

  test("that he was erased takes nothing from him", () => {
    const gone = aParticipant("ann", { status: "suspended", externalId: "erased:k1.ann", name: null, email: null });
    expect(judgeHeld(facts(), evidence({ fraud: someEvidence(), referrer: gone }), moment)?.action).toBe("approve");
  });
});

test("what is kept is the assessment, and a review where a person has to look", () => {
  expect(scoringPlanOf(null, "prg_1", newId)).toEqual({ assessments: [], review: null, heeded: null });
  const finding = judgeHeld(facts(), evidence(), moment);
  if (finding === null) throw new Error("not judged");
  expect(scoringPlanOf(finding, "prg_1", newId)).toEqual({
    assessments: [finding.assessment],
    review: { id: "rvw_1", programId: "prg_1", referralId: "ref_1", assessmentId: "asm_1", score: 450_000 },
    heeded: { referralId: "ref_1", status: null },
  });
  expect(scoringPlanOf({ ...finding, action: "reject" }, "prg_1", newId).review).toBeNull();
});
