import { describe, expect, test } from "vitest";
import { counterId } from "#domain/counter";
import { dayMs } from "#domain/day";
import { decideCounts, leaveCounts } from "#domain/decide-counts";
import type { StoredEvent } from "#domain/payment";
import { closeWork } from "#domain/program-work";
import type { ProgramPlan } from "#domain/plan";
import { countKey, criterionOf, paidCriterion } from "#domain/qualification";
import type { Qualification } from "#domain/qualification";
import { aPayment, aReward, aRule, anEvent, aWork, nowMs, stored } from "#support/domain-factories";

const everyThird = aRule({
  key: "every-third",
  on: { count: { every: 3 } },
  qualify: { stay_days: 30 },
  grant: [{ to: "referrer", kind: "free_month", quantity: 1 }],
});
const criterion = criterionOf(everyThird);
const counter = counterId("prg_1", countKey("ptc_ann", criterion));
const counted: Qualification = {
  referralId: "ref_1",
  criterion,
  status: "counted",
  dueAtMs: null,
  paymentRefs: ["inv-1"],
};
const waiting: Qualification = { ...counted, status: "waiting", dueAtMs: nowMs + 30 * dayMs };
const refund = stored(anEvent({ type: "refund", paymentRef: "inv-1" }), { seq: 2, occurredAtMs: nowMs + 40 * dayMs });

const third = aReward({ id: "rwd_3", ruleKey: "every-third", subject: "ordinal:3", ordinal: 3, criterion });

type Before = { used?: number; before?: Qualification | null; history?: StoredEvent[]; afterDays?: number };

function decide({ used = 2, before = null, history = [], afterDays = 30 }: Before, rule = everyThird) {
  const work = aWork({
    rules: [rule],
    history: [stored(aPayment()), ...history],
    facts: {
      counters: new Map([[counter, used]]),
      qualifications: before === null ? [] : [before],
      countRewards: used >= 3 ? [third] : [],
    },
    input: { nowMs: nowMs + afterDays * dayMs },
  });
  decideCounts(work);
  return underRule(closeWork(work));
}

/** Paid conversions are counted beside it in every program. */
function underRule(plan: ProgramPlan): ProgramPlan {
  return {
    ...plan,
    qualifications: plan.qualifications.filter((row) => row.criterion !== paidCriterion),
    counts: plan.counts.filter(({ name }) => name !== countKey("", paidCriterion).name),
  };
}

describe("decideCounts", () => {
  test("a referral waits for the end of the stay, and is told so once", () => {
    const plan = decide({ afterDays: 29 });
    expect(plan).toMatchObject({ qualifications: [waiting], counts: [], clauses: [{ code: "referral_waits" }] });
    expect(decide({ afterDays: 29, before: waiting })).toMatchObject({ qualifications: [], counts: [], clauses: [] });
  });
  test("the third that counts earns, on the day its stay is over", () => {
    const plan = decide({ before: waiting, afterDays: 33 });
    expect(plan.qualifications).toMatchObject([{ status: "counted", dueAtMs: null }]);
    expect(plan.counts).toMatchObject([{ scope: "ptc_ann", delta: 1, expected: 2 }]);
    expect(plan.rewards).toMatchObject([
      { subject: "ordinal:3", ordinal: 3, earnedAtMs: nowMs + 30 * dayMs, kind: "free_month", referralId: "ref_1" },
    ]);
    expect(plan.clauses.map(({ code }) => code)).toEqual(["referral_counted", "reward_granted"]);
    expect(plan.referral).toMatchObject({ isChanged: true, referral: { retainedAtMs: nowMs + 30 * dayMs } });
  });
  test("the second counts and earns nothing", () => {
    expect(decide({ used: 1 })).toMatchObject({ rewards: [], counts: [{ delta: 1, expected: 1 }] });
  });
  test("what was counted is counted once", () => {
    expect(decide({ before: counted, used: 3 })).toMatchObject({ counts: [], rewards: [], clauses: [] });
  });
  test.each<[string, StoredEvent]>([
    ["canceling", stored(anEvent({ type: "subscription_canceled" }), { seq: 2, occurredAtMs: nowMs + 29 * dayMs })],
    ["leaving", stored(anEvent({ type: "churned" }), { seq: 2, occurredAtMs: nowMs })],
    ["a whole refund", { ...refund, occurredAtMs: nowMs + dayMs }],
  ])("%s before the end of the stay disqualifies", (_, event) => {
    const plan = decide({ before: waiting, history: [event] });
    expect(plan).toMatchObject({ qualifications: [{ status: "lost" }], counts: [], rewards: [] });
    expect(plan.clauses).toMatchObject([{ code: "referral_disqualified" }]);
  });
  test("canceling on the day the stay ends is no matter", () => {
    const event = stored(anEvent({ type: "subscription_canceled" }), { seq: 2, occurredAtMs: nowMs + 30 * dayMs });
    expect(decide({ before: waiting, history: [event] }).qualifications).toMatchObject([{ status: "counted" }]);
  });
  test("a later loss takes back the reward that the count no longer covers", () => {
    const plan = decide({ before: counted, used: 3, history: [refund], afterDays: 41 });
    expect(plan.counts).toMatchObject([{ delta: -1, expected: 3 }]);
    expect(plan.changed).toMatchObject([{ id: "rwd_3", state: "reversed" }]);
    expect(plan.clauses).toMatchObject([
      { code: "referral_uncounted", count: 2 },
      { code: "reward_reversed", reason: "count_lost" },
    ]);
  });
  test("a loss that leaves the count above takes nothing back", () => {
    const plan = decide({ before: counted, used: 4, history: [refund], afterDays: 41 });
    expect(plan).toMatchObject({ counts: [{ delta: -1 }], changed: [] });
  });
  test("a later payment that stands keeps the referral counted", () => {
    const renewal = stored(aPayment({ id: "p2", paymentRef: "inv-2" }), { seq: 2, occurredAtMs: nowMs + 31 * dayMs });
    expect(decide({ before: counted, used: 3, history: [renewal, refund], afterDays: 41 }).counts).toEqual([]);
  });
  test("a count that is reached again is earned again under a name of its own", () => {
    const again = decide({ used: 2, before: null });
    const work = aWork({
      rules: [everyThird],
      facts: {
        counters: new Map([[counter, 2]]),
        countRewards: [aReward({ ruleKey: "every-third", subject: "ordinal:3", ordinal: 3, state: "reversed" })],
      },
      input: { nowMs: nowMs + 30 * dayMs },
    });
    decideCounts(work);
    expect(again.rewards).toMatchObject([{ subject: "ordinal:3" }]);
    expect(closeWork(work).rewards).toMatchObject([{ subject: "ordinal:3#2" }]);
  });
  test("rules that ask the same share one count", () => {
    const milestone = (reaches: number) => aRule({ key: `milestone-${reaches}`, on: { count: { reaches } } });
    const work = aWork({ rules: [milestone(1), milestone(5)] });
    decideCounts(work);
    const plan = closeWork(work);
    expect(plan.counts).toHaveLength(1);
    expect(plan.rewards).toMatchObject([{ ruleKey: "milestone-1" }]);
  });
  test("a payment that does not pass does not count", () => {
    const verified = { ...everyThird, qualify: { verified: true } };
    expect(decide({}, verified)).toMatchObject({ qualifications: [], counts: [] });
  });
});

describe("a count that stands", () => {
  const staleCategory = aRule({ ...everyThird, when: { eq: ["referrer.category", "dj"] } });
  const stale = criterionOf(staleCategory);
  const staleCounter = counterId("prg_1", countKey("ptc_ann", stale));
  const decideStale = (before: Qualification, history: StoredEvent[] = [], afterDays = 30) => {
    const work = aWork({
      rules: [staleCategory],
      history: [stored(aPayment()), ...history],
      facts: { counters: new Map([[staleCounter, 2]]), qualifications: [before] },
      input: { nowMs: nowMs + afterDays * dayMs },
    });
    decideCounts(work);
    return underRule(closeWork(work));
  };

  test("is settled at its time although the payment would pass no longer", () => {
    const plan = decideStale({ ...waiting, criterion: stale });
    expect(plan).toMatchObject({ qualifications: [{ status: "counted" }], rewards: [{ ordinal: 3 }] });
  });
  test("is lost with the payment although that would pass no longer", () => {
    const plan = decideStale({ ...counted, criterion: stale }, [refund], 41);
    expect(plan).toMatchObject({ qualifications: [{ status: "lost" }], counts: [{ delta: -1 }] });
  });
  test("is not taken back by a decision on an older instant", () => {
    expect(decide({ before: counted, used: 3, afterDays: 29 })).toMatchObject({ qualifications: [], counts: [] });
  });
  test("is not earned again by a rule that asks something else by now", () => {
    const edited = { ...everyThird, qualify: { stay_days: 10 } };
    const work = aWork({
      rules: [edited],
      facts: {
        counters: new Map([[counterId("prg_1", countKey("ptc_ann", criterionOf(edited))), 2]]),
        countRewards: [third],
      },
      input: { nowMs: nowMs + 10 * dayMs },
    });
    decideCounts(work);
    const plan = underRule(closeWork(work));
    expect(plan).toMatchObject({ counts: [{ delta: 1 }], rewards: [], changed: [] });
  });
  test("of another criterion is not taken back with this one", () => {
    const other = { ...third, criterion: "another" };
    const work = aWork({
      rules: [everyThird],
      history: [stored(aPayment()), refund],
      facts: { counters: new Map([[counter, 3]]), qualifications: [counted], countRewards: [other] },
      input: { nowMs: nowMs + 41 * dayMs },
    });
    decideCounts(work);
    expect(underRule(closeWork(work))).toMatchObject({ counts: [{ delta: -1 }], changed: [] });
  });
  test("takes no payment of nothing for one", () => {
    const work = aWork({ rules: [everyThird], history: [stored(aPayment({ amountMinor: 0 }))] });
    decideCounts(work);
    expect(closeWork(work)).toMatchObject({ qualifications: [], counts: [] });
  });
});

test("a referrer who leaves a referral loses what it counted for", () => {
  const work = aWork({
    rules: [everyThird],
    facts: { counters: new Map([[counter, 1]]), qualifications: [counted] },
  });
  leaveCounts(work);
  expect(closeWork(work)).toMatchObject({ counts: [{ delta: -1 }], qualifications: [{ status: "lost" }] });
});
