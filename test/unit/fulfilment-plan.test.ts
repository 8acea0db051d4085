import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planFailed, planFault, planGiven, planRedeemed, planRest, planStep } from "#domain/fulfilment-plan";
import type { FulfilmentPlan } from "#domain/fulfilment-plan";
import { anAttempt, fulfilmentFacts, setting } from "#support/fulfilment-factories";
import { nowMs } from "#support/domain-factories";
import { createFulfilmentWorld, settleWorld, takeTurn } from "#support/fulfilment-world";

const given = { quantity: 1000, reason: "fulfilled_by_stripe" };
const back = { quantity: -1000, reason: "taken_back_by_stripe" };
const redeemed = { state: "redeemed", redeemedQuantity: 1000 } as const;
const reversed = { state: "reversed", reversedQuantity: 1000 } as const;
const has = (givenQuantity: number) => ({ fulfilment: { givenQuantity } });

function movements({ rewards, postings }: FulfilmentPlan) {
  const posted = [...rewards.steps.flatMap(({ posting }) => posting ?? []), ...postings];
  return posted.map(({ fromOwner, toOwner, quantity, description }) => [fromOwner, toOwner, quantity, description]);
}

describe("what was given", () => {
  test("redeems the reward, with its movement and message, and is done", () => {
    const plan = planGiven(fulfilmentFacts(), given, setting);
    expect(plan.set).toMatchObject({ status: "done", givenQuantity: 1000, attempts: 0, reason: null });
    expect(plan.rewards.changed).toMatchObject([redeemed]);
    expect(plan.rewards.messages.map(({ type }) => type)).toEqual(["reward.redeemed"]);
    expect(movements(plan)).toEqual([["ptc_ann", "house:redeemed", 1000, "fulfilled_by_stripe"]]);
  });

  test("in part leaves the rest available, which waits for the debt", () => {
    const plan = planGiven(fulfilmentFacts({}, { balance: 600 }), { ...given, quantity: 600 }, setting);
    expect(plan.set).toMatchObject({ status: "waiting", reason: "balance_owed", givenQuantity: 600 });
    expect(plan.rewards.changed).toMatchObject([{ state: "available", redeemedQuantity: 600 }]);
  });

  test.each([
    ["reversed", reversed, -1000, "due"],
    ["expired", { state: "expired" } as const, 0, "due"],
    ["waiting for a dispute", { state: "pending" } as const, 0, "waiting"],
  ])("while the reward is %s meanwhile is booked all the same", (_what, reward, balance, status) => {
    const plan = planGiven(fulfilmentFacts(reward, { balance }), given, setting);
    expect(plan.set).toMatchObject({ status, givenQuantity: 1000 });
    expect(plan.rewards.steps).toEqual([]);
    expect(movements(plan)).toEqual([["ptc_ann", "house:redeemed", 1000, "fulfilled_by_stripe"]]);
  });

  test("after a claim was booked by the claim", () => {
    const plan = planGiven(fulfilmentFacts({ ...redeemed, claim: "manual" }, { balance: 0 }), given, setting);
    expect(plan.set).toMatchObject({ status: "done", givenQuantity: 1000 });
    expect([plan.rewards.steps, plan.postings]).toEqual([[], []]);
  });

  test("of a discount moves nothing", () => {
    const discount = { kind: "discount", unit: "percent_bps", quantity: 1000 };
    const plan = planGiven(fulfilmentFacts(discount, { fulfilment: { form: "coupon" } }), given, setting);
    expect(plan.rewards.changed).toMatchObject([{ state: "redeemed" }]);
    expect(movements(plan)).toEqual([]);
  });

  test("before the reward could say so moves nothing when it says so", () => {
    const plan = planRedeemed(fulfilmentFacts({}, { ...has(1000), balance: 0 }), 1000, setting);
    expect(plan.set).toMatchObject({ status: "done", givenQuantity: 1000 });
    expect(plan.rewards.changed).toMatchObject([redeemed]);
    expect(movements(plan)).toEqual([]);
  });
});

describe("what was taken back", () => {
  test("makes good in the wallet for what the clawback left owed", () => {
    const facts = fulfilmentFacts({ ...reversed, redeemedQuantity: 1000 }, { ...has(1000), balance: -1000 });
    const plan = planGiven(facts, back, setting);
    expect(plan.set).toMatchObject({ status: "done", givenQuantity: 0, reason: "reversed" });
    expect(movements(plan)).toEqual([["house:redeemed", "ptc_ann", 1000, "taken_back_by_stripe"]]);
  });

  test("of an expired reward expires with it, as far as nothing is owed", () => {
    const movedBack = ["house:redeemed", "ptc_ann", 1000, "taken_back_by_stripe"];
    const late = fulfilmentFacts({ state: "expired" }, { ...has(1000), balance: -1000 });
    expect(movements(planGiven(late, back, setting))).toEqual([movedBack]);
    const early = fulfilmentFacts({ state: "expired" }, { ...has(1000), balance: 0 });
    expect(movements(planGiven(early, back, setting))).toEqual([
      movedBack,
      ["ptc_ann", "house:rewards", 1000, "expired"],
    ]);
  });
});

describe("a failure", () => {
  const minuteMs = 60_000;
  const late = { code: "rate_limit", detail: "Too many requests", isFinal: false };

  test.each([
    [0, 1],
    [1, 5],
    [2, 30],
    [3, 120],
    [4, 360],
    [38, 360],
  ])("number %i + 1 is tried again %i minutes later", (attempts, minutes) => {
    const plan = planFailed(fulfilmentFacts({}, { fulfilment: { attempts } }), late, setting);
    expect(plan.set).toMatchObject({
      ...{ status: "due", attempts: attempts + 1, dueAtMs: nowMs + minutes * minuteMs },
      ...{ reason: "rate_limit", detail: "Too many requests" },
    });
    expect(plan.rewards.messages).toEqual([]);
  });

  test("for good, or the fortieth, is told, with ids and no more", () => {
    const fortieth = planFailed(fulfilmentFacts({}, { fulfilment: { attempts: 39 } }), late, setting);
    expect(fortieth.set).toMatchObject({ status: "dead", attempts: 40, reason: "rate_limit" });
    const missing = { code: "resource_missing", detail: "No such customer", isFinal: true };
    const final = planFailed(fulfilmentFacts(), missing, setting);
    expect(final.set).toMatchObject({ status: "dead", attempts: 1, detail: "No such customer" });
    const payload = { program_id: "prg_1", reward_id: "rwd_1", beneficiary_id: "ptc_ann", form: "balance" };
    expect(final.rewards.messages).toMatchObject([
      { type: "fulfilment.failed", mode: "live", payload: { ...payload, reason: "resource_missing" } },
    ]);
    const dead = planStep(fulfilmentFacts(), { what: "rest", status: "dead", reason: "no_worth" }, setting);
    expect(dead.set).toMatchObject({ status: "dead", reason: "no_worth", attempts: 0 });
    expect(dead.rewards.messages).toHaveLength(1);
  });

  test("of ours is counted, ends and is told like any other, and leaves a turn its time", () => {
    const { fulfilment } = fulfilmentFacts({}, { fulfilment: { attempts: 1 } });
    const set = { status: "due", attempts: 2, reason: "fault", detail: null, givenQuantity: 0 };
    const again = { ...set, dueAtMs: nowMs + 5 * minuteMs };
    expect(planFault(fulfilment, setting)).toEqual({ set: again, messages: [] });
    const turn = { ...fulfilment, dueAtMs: nowMs + 6 * minuteMs };
    expect(planFault(turn, setting)).toMatchObject({ set: { attempts: 2, dueAtMs: nowMs + 6 * minuteMs } });
    expect(planFault({ ...fulfilment, attempts: 39 }, setting)).toMatchObject({
      set: { status: "dead", attempts: 40, reason: "fault" },
      messages: [{ type: "fulfilment.failed", payload: { reward_id: "rwd_1", reason: "fault" } }],
    });
    for (const status of ["waiting", "done", "dead"] as const)
      expect(planFault({ ...fulfilment, status }, setting)).toBeNull();
  });

  test("of waiting changes no more than the standing", () => {
    const plan = planRest(
      fulfilmentFacts({}, { attempts: [anAttempt()] }),
      { status: "waiting", reason: "x" },
      setting,
    );
    expect(plan).toMatchObject({ set: { status: "waiting", reason: "x", givenQuantity: 0 }, postings: [] });
    expect(plan.rewards).toMatchObject({ steps: [], changed: [], messages: [] });
  });
});

test("whatever is reversed, owed, lost or cut off in between, Stripe ends with what the ledger says", () => {
  const amount = fc.integer({ min: 1, max: 1200 });
  const fate = fc.constantFrom("done", "lost", "lost_after", "refused", "crash", "crash_after");
  const turn = fc.record({
    what: fc.constantFrom("work", "reverse", "owe", "repay", "expire", "recall", "release"),
    fate,
    amount,
    /** Reversed between the call and its commit. */
    meanwhile: fc.option(amount, { freq: 4 }),
  });
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 14 }), (turns) => {
      const world = createFulfilmentWorld();
      for (const one of turns) takeTurn(world, one);
      settleWorld(world);
      expect(world.stripe.total()).toBe(world.fulfilment.givenQuantity);
      expect(world.redeemed).toBe(world.fulfilment.givenQuantity);
      expect(world.fulfilment.givenQuantity).toBeLessThanOrEqual(world.worth());
      expect(world.balance).toBe(world.expectedBalance());
      expect(world.fulfilment.status).not.toBe("due");
    }),
    { numRuns: 1000 },
  );
});
