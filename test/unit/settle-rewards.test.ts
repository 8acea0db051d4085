import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { closeWork } from "#domain/program-work";
import { settleRewards } from "#domain/settle-rewards";
import type { StoredEvent } from "#domain/payment";
import type { Rule } from "#domain/program";
import type { Reward } from "#domain/reward";
import { aPayment, aReward, aRule, anEvent, aWork, nowMs, stored } from "#support/domain-factories";

const disputable = aRule({ reverse: { on: ["dispute_lost"], policy: "full" } });
const dispute = (type: "dispute_opened" | "dispute_won" | "dispute_lost") =>
  stored(anEvent({ type, paymentRef: "inv-1", disputeId: "d1" }), { seq: 2 });

function settle(rule: Rule, reward: Partial<Reward>, events: StoredEvent[] = [], atMs = nowMs) {
  const work = aWork({
    rules: [rule],
    history: [stored(aPayment()), ...events],
    facts: { rewards: [aReward(reward)] },
    input: { nowMs: atMs },
  });
  settleRewards(work);
  return closeWork(work);
}

describe("settleRewards", () => {
  test("a dispute that opens recalls what is available", () => {
    const plan = settle(disputable, {}, [dispute("dispute_opened")]);
    expect(plan.changed).toMatchObject([{ state: "pending", disputed: true }]);
    expect(plan.steps).toMatchObject([{ change: "recall", posting: { quantity: 1000, fromOwner: "ptc_ann" } }]);
  });
  test.each([
    ["keeps what is pending", { state: "pending" as const, transactionId: null }, "suspend"],
    ["leaves what was used", { redeemedQuantity: 1 }, null],
    ["was noticed before", { state: "pending" as const, disputed: true }, null],
  ])("a dispute that opens %s", (_, reward, change) => {
    const { steps } = settle(disputable, reward, [dispute("dispute_opened")]);
    expect(steps.map((step) => step.change)).toEqual(change === null ? [] : [change]);
  });
  test("a dispute that opens keeps nothing of a rule that loses nothing by it", () => {
    expect(settle(aRule(), {}, [dispute("dispute_opened")]).steps).toEqual([]);
  });
  test("one that was won gives it back", () => {
    const held = { state: "pending" as const, disputed: true };
    const plan = settle(disputable, held, [dispute("dispute_opened"), dispute("dispute_won")]);
    expect(plan.steps.map(({ change }) => change)).toEqual(["resume", "release"]);
    expect(plan.changed).toMatchObject([{ state: "available", disputed: false }]);
  });
  test("one that was lost takes it, as if it had been available all the time", () => {
    const held = { state: "pending" as const, disputed: true };
    const plan = settle(disputable, held, [dispute("dispute_lost")]);
    expect(plan.changed).toMatchObject([{ state: "reversed", reversedQuantity: 1000 }]);
    expect(plan.steps).toMatchObject([{ change: "forfeit", posting: null }]);
  });
  test("one that is lost before the hold is over leaves it void", () => {
    const rule = { ...disputable, hold: { days: 14 } };
    const held = { state: "pending" as const, disputed: true, releaseAtMs: nowMs + 14 * dayMs };
    expect(settle(rule, held, [dispute("dispute_lost")]).changed).toMatchObject([{ state: "voided" }]);
  });
  test("an event after the end of a hold releases what the job has not yet", () => {
    const rule = aRule({ hold: { days: 14 } });
    const held = { state: "pending" as const, transactionId: null, releaseAtMs: nowMs + 14 * dayMs };
    expect(settle(rule, held, [], nowMs + 14 * dayMs - 1).steps).toEqual([]);
    expect(settle(rule, held, [], nowMs + 14 * dayMs).changed).toMatchObject([{ state: "available" }]);
  });
  test("an earlier report of the payment brings the end of the hold forward with the earning", () => {
    const rule = aRule({ hold: { days: 14 } });
    const held = { state: "pending" as const, transactionId: null, releaseAtMs: nowMs + 14 * dayMs };
    const earlier = stored(aPayment({ id: "p2" }), { seq: 2, occurredAtMs: nowMs - dayMs });
    const plan = settle(rule, held, [earlier]);
    expect(plan.amended).toMatchObject([{ id: "rwd_1", earnedAtMs: nowMs - dayMs, releaseAtMs: nowMs + 13 * dayMs }]);
    expect(plan).toMatchObject({ changed: [], steps: [] });
  });
  test("what was reported of another program dates nothing in this one", () => {
    const rule = aRule({ on: { event: "activated", occurrence: "first" } });
    const elsewhere = stored(anEvent({ type: "activated" }), { occurredAtMs: nowMs - dayMs, programId: "prg_2" });
    const here = stored(anEvent({ id: "e2", type: "activated" }), { seq: 2 });
    expect(settle(rule, { subject: "activated:ref_1" }, [elsewhere, here]).amended).toEqual([]);
  });
  test("a denied reward, and one granted by hand, are left alone", () => {
    const earlier = stored(aPayment({ id: "p2" }), { seq: 2, occurredAtMs: nowMs - dayMs });
    for (const reward of [{ state: "denied" as const }, { ruleKey: "manual" }])
      expect(settle(disputable, reward, [earlier, dispute("dispute_lost")])).toMatchObject({
        changed: [],
        amended: [],
      });
  });
});
