import { expect, test } from "vitest";
import { changeOfRewards, changesOfEvent, isNoChange, mergeChanges, splitChange } from "#domain/board-change";
import type { ProgramPlan } from "#domain/plan";
import { countKey, paidCriterion } from "#domain/qualification";
import { rewardChanges } from "#domain/reward";
import type { RewardChange } from "#domain/reward";
import { aReferral, aReward, nowMs } from "#support/domain-factories";

const none: ProgramPlan = {
  ...{ programId: "prg_1", rewards: [], changed: [], steps: [], counts: [], messages: [] },
  ...{ assessments: [], review: null, heeded: null, refereeId: "ptc_mike", referral: null, touches: [] },
  ...{ conversions: [], qualifications: [], amended: [], clauses: [], atMs: nowMs },
};
const bond = (fields: Partial<NonNullable<ProgramPlan["referral"]>> = {}) => ({
  ...{ isNew: false, isMoved: false, isChanged: false, referral: aReferral() },
  ...fields,
});
const step = (change: RewardChange, beneficiaryId: string): ProgramPlan["steps"][number] => ({
  ...{ change, quantity: 1, reward: aReward({ beneficiaryId }), posting: null },
  transition: {
    ...{ rewardId: "rwd_1", position: 1, fromState: null, toState: "available", reason: "rule_met" },
    ...{ actor: "test", atMs: nowMs, note: null },
  },
});
const changes = (plan: Partial<ProgramPlan>) => changesOfEvent({ programs: [{ ...none, ...plan }] });

test("boards are told of who signed up, who paid or did no longer, and who earned or lost something", () => {
  const told = { programId: "prg_1", referralIds: ["ref_1"], participantIds: [] };
  expect(changes({ referral: bond({ isNew: true, isChanged: true }) })).toEqual([told]);
  const paid = { referralId: "ref_1", criterion: paidCriterion, status: "counted" as const, dueAtMs: null };
  expect(changes({ referral: bond(), qualifications: [{ ...paid, paymentRefs: [] }] })).toEqual([told]);
  const redated = bond({ isChanged: true, referral: aReferral({ convertedAtMs: nowMs }) });
  expect(changes({ referral: redated })).toEqual([told]);
  expect(changes({ referral: bond(), steps: [step("grant", "ptc_ann"), step("grant", "ptc_ann")] })).toEqual([
    { ...told, referralIds: [], participantIds: ["ptc_ann"] },
  ]);
  const count = { ...countKey("ptc_ann", "[]"), delta: 1, cap: null, expected: 0 };
  const limit = { ...count, name: "limit:rule" };
  expect(changes({ referral: bond(), counts: [count, limit] })).toMatchObject([{ participantIds: ["ptc_ann"] }]);
});

test("a referral that goes to somebody else concerns him who had it", () => {
  const clause = { code: "referral_reassigned" as const, formerId: "ptc_bob", referrerId: "ptc_ann", atMs: nowMs };
  expect(changes({ referral: bond({ isMoved: true, isChanged: true }), clauses: [clause] })).toEqual([
    { programId: "prg_1", referralIds: ["ref_1"], participantIds: ["ptc_bob"] },
  ]);
});

test("they are told nothing of what they do not show: trials, later payments, reviews, and what is used", () => {
  expect(changes({ referral: bond({ isChanged: true }) })).toEqual([]);
  expect(changes({ referral: bond() })).toEqual([]);
  const unseen = Object.keys(rewardChanges).filter(
    // Safe because these are its keys.
    (change) => isNoChange(changeOfRewards({ programId: "prg_1", steps: [step(change as RewardChange, "ptc_ann")] })),
  );
  expect(unseen.toSorted()).toEqual([
    ...["approve", "deny", "give_back", "redeem", "redeem_part", "refer", "resume", "suspend", "void_part"],
  ]);
});

test("changes are put together by program and cut into parts that lose nothing", () => {
  const of = (programId: string, referralIds: string[], participantIds: string[]) => ({
    ...{ programId, referralIds, participantIds },
  });
  const merged = mergeChanges([of("a", ["r1"], []), of("b", [], ["p1"]), of("a", ["r1", "r2"], ["p1"])]);
  expect(merged).toEqual([of("a", ["r1", "r2"], ["p1"]), of("b", [], ["p1"])]);
  expect(splitChange(of("a", ["r1", "r2", "r3"], ["p1", "p2"]), 2)).toEqual([
    of("a", ["r1", "r2"], []),
    of("a", ["r3"], ["p1"]),
    of("a", [], ["p2"]),
  ]);
  expect(splitChange(of("a", [], []), 2)).toEqual([]);
});
