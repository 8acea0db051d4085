import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { decideReview, isConcernedBy, planEffects, reopen } from "#domain/review";
import type { Judgement, Review, ReviewFacts } from "#domain/review";
import type { Reward } from "#domain/reward";
import { aProgram, aReward, countingIds, nowMs } from "#support/domain-factories";

const setting = { actor: "key:key_ann", nowMs, newId: countingIds() };

function facts(fields: Partial<Review> = {}, rewards: Reward[] = []): ReviewFacts {
  const review: Review = {
    ...{ id: "rvw_1", mode: "live", programId: "prg_1", referralId: "ref_1", status: "open", assessmentId: null },
    ...{ score: 0, heldUntilMs: null, note: null, decidedBy: null, decidedAtMs: null, createdAtMs: 0, ...fields },
  };
  return { review, program: aProgram(), rewards, waiting: rewards.length, takenBack: 0 };
}

function judge(about: ReviewFacts, judgement: Partial<Judgement> = {}) {
  const usual = { verdict: "approve", note: "known", overrules: undefined, untilMs: undefined } as const;
  return decideReview(about, { ...usual, ...judgement }, setting);
}

const waiting = aReward({ id: "rwd_wait", state: "pending", needsReview: true });
const held = aReward({ id: "rwd_hold", state: "pending", needsReview: false, releaseAtMs: nowMs + dayMs });
const given = aReward({ id: "rwd_give", state: "available", transactionId: "txn_1" });
const used = aReward({ id: "rwd_used", state: "redeemed", redeemedQuantity: 1000, transactionId: "txn_2" });
const gone = aReward({ id: "rwd_gone", state: "expired" });
const all = [waiting, held, given, used, gone];

describe("a verdict", () => {
  test("of approval lets go on what waits for a person, and nothing else", () => {
    const judged = judge(facts({}, all));
    expect(judged).toMatchObject({
      value: { review: { status: "approved", decidedBy: setting.actor, note: "known" } },
    });
    if (!judged.ok) throw new Error("refused");
    expect(judged.value.rewards.steps.map(({ change, reward }) => [reward.id, change])).toEqual([
      ["rwd_wait", "approve"],
      ["rwd_wait", "release"],
    ]);
  });

  test("of rejection voids what is pending and takes back what was given, and tells no reason of the reviewer's", () => {
    const judged = judge(facts({}, all), { verdict: "reject", note: "twelve accounts, one card" });
    if (!judged.ok) throw new Error("refused");
    const { steps, messages } = judged.value.rewards;
    expect(steps.map(({ change, reward, posting }) => [reward.id, change, posting?.quantity ?? 0])).toEqual([
      ["rwd_wait", "void", 0],
      ["rwd_hold", "void", 0],
      ["rwd_give", "reverse", 1000],
      ["rwd_used", "reverse", 1000],
    ]);
    for (const { transition } of steps) expect(transition).toMatchObject({ reason: "not_approved", note: null });
    expect(messages.map(({ type }) => type)).toEqual([
      "reward.voided",
      "reward.voided",
      "reward.reversed",
      "reward.reversed",
    ]);
    expect(JSON.stringify(judged.value.rewards)).not.toContain("card");
  });

  test("stands against another one, which is told whose it is, and gives way to one that names it", () => {
    const rejected = { status: "rejected", decidedBy: "key:key_ben", decidedAtMs: 7, note: "ring" } as const;
    const refusal = {
      code: "review_decided",
      review: "rvw_1",
      status: "rejected",
      decidedBy: "key:key_ben",
      decidedAtMs: 7,
    };
    expect(judge(facts(rejected))).toEqual({ ok: false, refusal });
    expect(judge(facts(rejected), { overrules: "approved" })).toEqual({ ok: false, refusal });
    expect(judge(facts(rejected), { verdict: "hold" })).toEqual({ ok: false, refusal });
    expect(judge(facts(rejected), { overrules: "rejected" })).toMatchObject({
      value: { review: { status: "approved" } },
    });
  });

  test("sent again by the same person only completes its effects", () => {
    const mine = { status: "rejected", decidedBy: setting.actor, decidedAtMs: 7, note: "ring" } as const;
    const judged = judge(facts(mine, [held]), { verdict: "reject", note: "ring" });
    expect(judged).toMatchObject({
      value: { review: null, rewards: { changed: [{ id: "rwd_hold", state: "voided" }] } },
    });
    expect(judge(facts(mine), { verdict: "reject", note: "something else" })).toMatchObject({ ok: false });
    const taken = judge(facts({ ...mine, decidedBy: "key:key_ben" }, [held]), {
      verdict: "reject",
      overrules: "rejected",
    });
    expect(taken).toMatchObject({
      value: { review: { decidedBy: setting.actor }, rewards: { changed: [{ state: "voided" }] } },
    });
  });
});

describe("what its author has not seen", () => {
  const changed = { ok: false, refusal: { code: "review_changed", review: "rvw_1", assessmentId: "asm_2" } };

  test("is not decided: another assessment asks for the review by now", () => {
    const asked = facts({ assessmentId: "asm_2" });
    for (const verdict of ["approve", "reject", "hold"] as const)
      for (const assessmentId of ["asm_1", null]) expect(judge(asked, { verdict, assessmentId })).toEqual(changed);
    expect(judge(asked, { assessmentId: "asm_2" })).toMatchObject({ ok: true });
    expect(judge(facts({ assessmentId: null }), { assessmentId: null })).toMatchObject({ ok: true });
    const mine = { status: "approved", decidedBy: setting.actor, decidedAtMs: 7, note: "known" } as const;
    expect(judge(facts({ ...mine, assessmentId: "asm_2" }), { assessmentId: "asm_1" })).toMatchObject({ ok: true });
  });

  test("is not decided by the rest of a verdict, after which the review was opened again", () => {
    expect(judge(facts({ assessmentId: "asm_2" }), { isRest: true })).toEqual(changed);
    const mine = { status: "approved", decidedBy: setting.actor, decidedAtMs: 7, note: "known" } as const;
    expect(judge(facts(mine), { isRest: true })).toMatchObject({ value: { review: null } });
  });
});

describe("putting aside", () => {
  test.each([
    [undefined, nowMs + 7 * dayMs],
    [nowMs + 1, nowMs + 1],
    [nowMs + 90 * dayMs, nowMs + 90 * dayMs],
  ])("until %j leaves it open until %j and touches no reward", (untilMs, heldUntilMs) => {
    const judged = judge(facts({}, all), { verdict: "hold", untilMs });
    expect(judged).toMatchObject({ value: { review: { status: "open", heldUntilMs }, rewards: { steps: [] } } });
  });

  test.each([nowMs, nowMs - 1, nowMs + 90 * dayMs + 1])("until %j is refused", (untilMs) => {
    expect(judge(facts(), { verdict: "hold", untilMs })).toMatchObject({
      refusal: { code: "invalid_request", issues: [{ path: "until" }] },
    });
  });
});

test("a review that is opened keeps what would be released meanwhile, and forgets its verdict", () => {
  const plan = planEffects(facts({}, all), "open", setting);
  expect(plan.changed).toMatchObject([{ id: "rwd_hold", state: "pending", needsReview: true }]);
  expect(all.filter((reward) => isConcernedBy("hold", reward))).toEqual([]);
  const { review } = facts({ status: "approved", decidedBy: "key:key_ben", decidedAtMs: 7, heldUntilMs: 9 });
  expect(reopen(review, "again")).toMatchObject({ status: "open", decidedBy: null, heldUntilMs: null, note: "again" });
});
