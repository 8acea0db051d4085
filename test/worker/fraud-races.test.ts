import { afterEach, describe, expect, test } from "vitest";
import type { Context } from "#context";
import { dayMs } from "#domain/day";
import type { ProgramDocument } from "#domain/program";
import { clickToken, createReferrer, record, referee, startMs } from "#support/engine";
import { bothSides, byCard, createWorld, heldFor, payment, shareCard, signUp } from "#support/fraud-ground";
import { rewardsPerBatch } from "#store/review-facts";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { statesOf } from "#support/review-ground";
import { aroundBatches } from "#support/world";
import type { World } from "#support/world";
import { approveReward } from "#usecases/approve-reward";
import { judgeReview } from "#usecases/judge-review";
import { openReview } from "#usecases/open-review";
import { reassignReferral } from "#usecases/reassign-referral";
import { releaseReward } from "#usecases/release-reward";

afterEach(expectLedgerBalanced);

const on = { event: "payment", occurrence: "every" } as const;
const every: ProgramDocument["rules"] = bothSides.map((rule) => ({ ...rule, on }));
const pays = (id: string, nth: number) =>
  payment(id, { ...byCard, id: `pay-${id}-${nth}`, paymentRef: `inv-${id}-${nth}` });

/** Somebody whose first payment of a high risk has opened his referral's review. */
async function suspect({ ctx, programId, sarah }: World, id = "mike") {
  const click = clickToken(programId, [{ code: sarah.code, atMs: startMs - 60_000 }]);
  await record(ctx, { id: `signup-${id}`, type: "signup", referee: referee(id, { name: "Sarah" }), click });
  const { outcomes } = await record(ctx, pays(id, 1));
  const referralId = outcomes[0]?.referralId ?? "";
  expect(await statesOf(referralId)).toEqual(["pending, in review", "pending, in review"]);
  const [review] = await rows<{ id: string }>("SELECT id FROM reviews WHERE referral_id = ?", referralId);
  return { referralId, reviewId: review?.id ?? "" };
}

async function judge(ctx: Context, reviewId: string, verdict: "approve" | "reject") {
  const judged = await judgeReview(ctx, { reviewId, verdict, note: "seen", overrules: undefined, untilMs: undefined });
  expect(judged).toMatchObject({ ok: true });
}

const statusOf = async (referralId: string) =>
  (await rows<{ status: string }>("SELECT status FROM reviews WHERE referral_id = ?", referralId))[0]?.status;

/** The context in which something happens after the facts were read and before the decision is written, once. */
function interrupted(ctx: Context, happen: () => Promise<unknown>): Context {
  return aroundBatches(ctx, async (batch, call) => {
    if (call === 2) await happen();
    return batch();
  });
}

const ends = {
  approve: { status: "approved", states: ["available"] },
  reject: { status: "rejected", states: ["denied", "voided, in review"] },
} as const;

async function expectEnd(referralId: string, verdict: "approve" | "reject", n = 4) {
  const states = await statesOf(referralId);
  expect(states).toHaveLength(n);
  for (const state of states) expect(ends[verdict].states).toContain(state);
  expect(await statusOf(referralId)).toBe(ends[verdict].status);
}

describe.each(["approve", "reject"] as const)("a verdict to %s and a payment of the same referral", (verdict) => {
  async function ground() {
    const w = await createWorld({ rules: every });
    await shareCard(w);
    return w;
  }

  test("one after the other, either way round, end alike", async () => {
    const w = await ground();
    for (const [id, isFirst] of [
      ["mike", true],
      ["nina", false],
    ] as const) {
      const { referralId, reviewId } = await suspect(w, id);
      if (isFirst) await judge(w.ctx, reviewId, verdict);
      await record(w.ctx, pays(id, 2));
      if (!isFirst) expect((await statesOf(referralId)).slice(2)).toEqual(["pending, in review", "pending, in review"]);
      if (!isFirst) await judge(w.ctx, reviewId, verdict);
      await expectEnd(referralId, verdict);
    }
  });

  test("each committed while the other is decided, end alike", async () => {
    const w = await ground();
    const first = await suspect(w, "mike");
    await record(
      interrupted(w.ctx, async () => judge(w.ctx, first.reviewId, verdict)),
      pays("mike", 2),
    );
    await expectEnd(first.referralId, verdict);
    const second = await suspect(w, "nina");
    const late = interrupted(w.ctx, async () => record(w.ctx, pays("nina", 2)));
    await judge(late, second.reviewId, verdict);
    await expectEnd(second.referralId, verdict);
  });

  test("at the same moment, time and again, end alike", async () => {
    const w = await ground();
    for (let round = 0; round < 6; round += 1) {
      const id = `mike-${round}`;
      const { referralId, reviewId } = await suspect(w, id);
      const both = [async () => judge(w.ctx, reviewId, verdict), async () => record(w.ctx, pays(id, 2))];
      await Promise.all((round % 2 === 0 ? both : both.toReversed()).map(async (act) => act()));
      await expectEnd(referralId, verdict);
    }
  });
});

describe("a review that a person opens", () => {
  test.each([
    ["moderate", "before"],
    ["off", "before"],
    ["moderate", "amid"],
    ["off", "amid"],
  ] as const)("has wait whatever is promised, scored by %s, opened %s the payment's decision", async (preset, when) => {
    const w = await createWorld({ rules: heldFor(14).map((rule) => ({ ...rule, on })), fraud: { preset } });
    const { outcomes } = await signUp(w);
    const referralId = outcomes[0]?.referralId ?? "";
    const open = async () => openReview(w.ctx, { referralId, note: "looks odd" });
    if (when === "before") await open();
    await record(when === "amid" ? interrupted(w.ctx, open) : w.ctx, payment());
    expect(await statesOf(referralId)).toEqual(["pending, in review", "pending, in review"]);
  });

  test("leaves no reward behind that is promised while it is opened", async () => {
    const w = await createWorld({ rules: heldFor(14) });
    const { outcomes } = await signUp(w);
    const referralId = outcomes[0]?.referralId ?? "";
    await openReview(
      interrupted(w.ctx, async () => record(w.ctx, payment())),
      { referralId, note: "looks odd" },
    );
    expect(await statesOf(referralId)).toEqual(["pending, in review", "pending, in review"]);
    expect(await statusOf(referralId)).toBe("open");
  });
});

test("a verdict that is committed while a hold's end is decided is heeded", async () => {
  const w = await createWorld({ rules: heldFor(14) });
  const { outcomes } = await signUp(w);
  const referralId = outcomes[0]?.referralId ?? "";
  await record(w.ctx, payment("mike", byCard));
  await shareCard(w);
  const [first, second] = await rows<{ id: string }>("SELECT id FROM rewards ORDER BY id");
  const after = { ...w.ctx, nowMs: startMs + 14 * dayMs };
  await releaseReward(after, first?.id ?? "");
  expect(await statesOf(referralId)).toEqual(["pending, in review", "pending"]);
  const [review] = await rows<{ id: string }>("SELECT id FROM reviews");
  const approve = async () => judge(after, review?.id ?? "", "approve");
  await releaseReward(interrupted(after, approve), second?.id ?? "");
  await expectEnd(referralId, "approve", 2);
});

test("approving the last reward that waits leaves the review open: what is earned next waits, and a rejection takes back both", async () => {
  const w = await createWorld({ rules: every });
  await shareCard(w);
  const { referralId, reviewId } = await suspect(w);
  for (const { id } of await rows<{ id: string }>("SELECT id FROM rewards"))
    await approveReward(w.ctx, { rewardId: id, reason: "known" });
  expect([await statusOf(referralId), ...(await statesOf(referralId))]).toEqual(["open", "available", "available"]);
  await record(w.ctx, pays("mike", 2));
  expect((await statesOf(referralId)).slice(2)).toEqual(["pending, in review", "pending, in review"]);
  await judge(w.ctx, reviewId, "reject");
  expect(await statesOf(referralId)).toEqual(["reversed", "reversed", "voided, in review", "voided, in review"]);
});

test("a payment that opens the review again amid an approval of many rewards waits for another verdict", async () => {
  const byReferrer: ProgramDocument["rules"] = [
    {
      ...{ key: "each", on, review: { over_minor: 10_000 } },
      grant: [{ to: "referrer", kind: "credit", amount_minor: 100, currency: "GBP" }],
    },
  ];
  const w = await createWorld({ rules: byReferrer });
  await signUp(w);
  const pay = async (nth: number, amountMinor: number) =>
    record(w.ctx, payment("mike", { id: `pay-${nth}`, paymentRef: `inv-${nth}`, amountMinor }));
  const { outcomes } = await pay(0, 20_000);
  const referralId = outcomes[0]?.referralId ?? "";
  for (let nth = 1; nth <= rewardsPerBatch; nth += 1) await pay(nth, 20_000);
  const [review] = await rows<{ id: string }>("SELECT id FROM reviews");
  const ctx = aroundBatches(w.ctx, async (batch, call) => {
    // Between the commit of the first part and the facts of the second.
    if (call === 3) await pay(99, 9_000_000);
    return batch();
  });
  const judgement = { verdict: "approve", note: "seen", overrules: undefined, untilMs: undefined } as const;
  const judged = await judgeReview(ctx, { reviewId: review?.id ?? "", ...judgement });
  expect(judged).toMatchObject({ ok: false, refusal: { code: "review_changed" } });
  const states = await statesOf(referralId);
  expect(states.filter((state) => state === "available")).toHaveLength(rewardsPerBatch);
  expect(states.slice(rewardsPerBatch)).toEqual(["pending, in review", "pending, in review"]);
  expect(await statusOf(referralId)).toBe("open");
});

describe("a referral that counts and is rejected", () => {
  const milestones: ProgramDocument["rules"] = [
    { key: "two", on: { count: { reaches: 2 } }, grant: [{ to: "referrer", kind: "points", quantity: 5 }] },
    { key: "three", on: { count: { reaches: 3 } }, grant: [{ to: "referrer", kind: "points", quantity: 9 }] },
  ];
  const counters = async () =>
    (await rows<{ used: number }>("SELECT used FROM counters WHERE name LIKE 'count:%' ORDER BY scope")).map(
      ({ used }) => used,
    );
  const earned = async () => rows("SELECT rule_key AS rule, state, subject FROM rewards ORDER BY beneficiary_id, id");

  async function ground(fraud: ProgramDocument["fraud"] = { preset: "off" }) {
    const w = await createWorld({ rules: milestones, fulfilment: { points: "wallet" }, fraud });
    const refer = async (id: string) => {
      await signUp(w, id);
      const { outcomes } = await record(w.ctx, payment(id));
      return outcomes[0]?.referralId ?? "";
    };
    return { w, refer };
  }
  async function reject({ ctx }: World, referralId: string) {
    const opened = await openReview(ctx, { referralId, note: "odd" });
    if (!opened.ok) throw new Error("not opened");
    await judge(ctx, opened.value.review.id, "reject");
    return opened.value.review.id;
  }

  test("leaves the count as a loss does: what that no longer covers goes back, and is earned anew by another", async () => {
    const { w, refer } = await ground();
    const [ann, bea] = [await refer("ann"), await refer("bea")];
    expect(await earned()).toEqual([{ rule: "two", state: "available", subject: "ordinal:2" }]);
    const reviewId = await reject(w, bea);
    expect(await counters()).toEqual([1]);
    expect(await earned()).toMatchObject([{ state: "reversed" }]);
    // Neither a later word nor a later payment brings it back.
    const approval = { verdict: "approve", note: "after all", overrules: "rejected", untilMs: undefined } as const;
    expect(await judgeReview(w.ctx, { reviewId, ...approval })).toMatchObject({ ok: true });
    await record(w.ctx, pays("bea", 2));
    expect(await counters()).toEqual([1]);
    await refer("cleo");
    expect((await earned()).slice(1)).toEqual([{ rule: "two", state: "available", subject: "ordinal:2#2" }]);
    await refer("dan");
    await reject(w, ann);
    // Two are left, so that what two have earned stays.
    expect(await counters()).toEqual([2]);
    expect((await earned()).map((reward) => [reward.rule, reward.state])).toEqual([
      ["two", "reversed"],
      ["two", "available"],
      ["three", "reversed"],
    ]);
  });

  test("counts for the next referrer, of whom nobody has said anything", async () => {
    const { w, refer } = await ground();
    await refer("ann");
    const bea = await refer("bea");
    await reject(w, bea);
    const rita = await createReferrer(w.ctx, w.programId, "Rita", { email: "rita@right.example" });
    expect(await reassignReferral(w.ctx, { referralId: bea, referrerId: rita.id, reason: "wrong" })).toMatchObject({
      ok: true,
    });
    expect(await counters()).toEqual([1, 1]);
    expect(await statusOf(bea)).toBeUndefined();
  });

  test("whose count and whose verdict are decided at the same moment counts for nobody in the end", async () => {
    const { w, refer } = await ground({ preset: "moderate" });
    await refer("ann");
    await signUp(w, "bea");
    const [bea] = await rows<{ id: string }>("SELECT id FROM referrals ORDER BY id DESC LIMIT 1");
    await record(
      interrupted(w.ctx, async () => reject(w, bea?.id ?? "")),
      payment("bea"),
    );
    expect([await counters(), await earned()]).toEqual([[1], []]);
  });
});
