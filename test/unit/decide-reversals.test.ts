import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { decideReversal, takeBack } from "#domain/decide-reversals";
import { lossesOf } from "#domain/losses";
import type { StoredEvent } from "#domain/payment";
import type { Rule } from "#domain/program";
import type { Reward } from "#domain/reward";
import { aPayment, aReward, aRule, anEvent, aWork, nowMs, stored } from "#support/domain-factories";

const proportional = aRule({ reverse: { on: ["refund"], policy: "proportional" } });
const full = aRule({ reverse: { on: ["refund"], policy: "full" } });
const whole = (on: NonNullable<Rule["reverse"]>["on"], fields: object = {}) =>
  aRule({ reverse: { on, policy: "full", ...fields } });

const refund = (amountMinor: number, day = 0) =>
  stored(anEvent({ type: "refund", paymentRef: "inv-1", amountMinor }), { occurredAtMs: nowMs + day * dayMs });
const departure = (type: "subscription_canceled" | "churned", day: number) =>
  stored(anEvent({ type }), { occurredAtMs: nowMs + day * dayMs });
const lost = (day = 0) =>
  stored(anEvent({ type: "dispute_lost", paymentRef: "inv-1", disputeId: "d1" }), {
    occurredAtMs: nowMs + day * dayMs,
  });

/** A payment of a hundred, what happened afterwards, and the reward it earned a hundred days ago. */
function decide(rule: Rule, events: StoredEvent[], fields: Partial<Reward> = {}, amountMinor = 10_000) {
  const history = [stored(aPayment({ amountMinor })), ...events];
  const work = aWork({ rules: [rule], history, input: { nowMs: nowMs + 100 * dayMs } });
  const reward = aReward(fields);
  const after = decideReversal(work, reward, rule, lossesOf(work, rule, reward.subject));
  return { after, steps: work.plan.steps, clauses: work.plan.clauses };
}

describe("decideReversal", () => {
  test.each<[string, number, Rule, Partial<Reward>, number[]]>([
    ["a refunded share goes back", 3000, proportional, {}, [300]],
    ["of a second refund only the difference", 5000, proportional, { reversedQuantity: 300 }, [200]],
    ["a refund that is known moves nothing", 5000, proportional, { reversedQuantity: 500 }, []],
    ["a whole refund takes what is left", 10_000, proportional, { reversedQuantity: 300 }, [700]],
    ["a month does not go back in part", 9999, proportional, { kind: "free_month", quantity: 1 }, []],
    ["a month goes back on a whole refund", 10_000, proportional, { kind: "free_month", quantity: 1 }, [1]],
    ["under full any refund takes everything", 1, full, {}, [1000]],
    ["a rule without a reversal keeps it", 10_000, aRule(), {}, []],
    ["a denied reward has nothing to give", 10_000, full, { state: "denied" }, []],
    ["an expired reward has nothing to give", 10_000, full, { state: "expired" }, []],
    ["another payment's reward stays", 10_000, full, { subject: "inv-2" }, []],
    ["what was redeemed goes back too", 10_000, full, { state: "redeemed", redeemedQuantity: 1000 }, [1000]],
    [
      "keep spares what was redeemed",
      10_000,
      whole(["refund"], { after_redemption: "keep" }),
      { redeemedQuantity: 400 },
      [600],
    ],
  ])("%s", (...row) => {
    const [, refundedMinor, rule, reward, quantities] = row;
    const { steps } = decide(rule, [refund(refundedMinor)], reward);
    expect(steps.map(({ posting }) => posting?.quantity)).toEqual(quantities);
  });

  test("what is left of a reward that was used in part leaves it used", () => {
    const keep = whole(["refund"], { after_redemption: "keep" });
    const { after, steps } = decide(keep, [refund(10_000)], { redeemedQuantity: 400 });
    expect(after).toMatchObject({ state: "redeemed", reversedQuantity: 600, redeemedQuantity: 400 });
    expect(steps.map(({ change }) => change)).toEqual(["reverse_rest"]);
    expect(decide(keep, [refund(10_000)], after).steps).toEqual([]);
    expect(decide(proportional, [refund(3000)], { redeemedQuantity: 400 }).after.state).toBe("available");
  });

  test.each<[string, Rule, StoredEvent, string | null]>([
    ["a lost dispute", whole(["dispute_lost"]), lost(), "dispute_lost"],
    ["a lost dispute that the rule does not name", full, lost(), null],
    [
      "a cancellation",
      whole(["subscription_canceled"]),
      departure("subscription_canceled", 99),
      "subscription_canceled",
    ],
    [
      "a cancellation before the earning",
      whole(["subscription_canceled"]),
      departure("subscription_canceled", -1),
      null,
    ],
    ["leaving", whole(["churned"]), departure("churned", 1), "churned"],
    ["within days", whole(["refund"], { within_days: 30 }), refund(1, 29), "refund"],
    ["at the end of the days", whole(["refund"], { within_days: 30 }), refund(1, 30), null],
    ["a stay that is broken", aRule({ qualify: { stay_days: 30 } }), departure("churned", 29), "stay_broken"],
    ["a stay that is over", aRule({ qualify: { stay_days: 30 } }), departure("churned", 30), null],
    [
      "a refund of the first payment within the stay",
      aRule({ qualify: { stay_days: 30 } }),
      refund(10_000, 3),
      "stay_broken",
    ],
  ])("%s takes back all or nothing", (_, rule, event, reason) => {
    const { after, clauses } = decide(rule, [event]);
    expect(after.state).toBe(reason === null ? "available" : "reversed");
    expect(clauses).toMatchObject(reason === null ? [] : [{ code: "reward_reversed", reason, left: 0 }]);
  });

  test("before its release a reward is made less, or void, without a movement", () => {
    const pending = { state: "pending" as const, transactionId: null, releaseAtMs: nowMs + 200 * dayMs };
    const part = decide(proportional, [refund(3000)], pending);
    expect(part.after).toMatchObject({ state: "pending", reversedQuantity: 300 });
    const all = decide(proportional, [refund(10_000)], pending);
    expect(all.after).toMatchObject({ state: "voided" });
    expect([...part.steps, ...all.steps].map(({ posting }) => posting)).toEqual([null, null]);
    expect(all.clauses).toMatchObject([{ code: "reward_voided", left: 0 }]);
  });
  test("what is left is rounded half-up", () => {
    expect(decide(proportional, [refund(1)], { quantity: 3 }, 2)).toMatchObject({
      after: { reversedQuantity: 1, state: "available" },
      clauses: [{ left: 2 }],
    });
  });
});

test("takeBack frees the places of what is gone", () => {
  const place = { scope: "ptc_ann", endsAtMs: 9, name: "limit", amount: 1, byQuantity: false };
  const work = aWork();
  takeBack(work, aReward({ places: [place] }), { quantity: 1000, reason: "refund" });
  expect(work.plan.counts).toMatchObject([{ scope: "ptc_ann", delta: -1, cap: null }]);
});

test("steps of refunds end where one refund of their sum ends, and never beyond the reward", () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(amounts, fc.integer({ min: 1, max: 100_000 }), (refunds, quantity) => {
      let reward = aReward({ quantity });
      let moved = 0;
      refunds.forEach((_, index) => {
        const told = refunds.slice(0, index + 1).map((amountMinor) => refund(amountMinor));
        const { after, steps } = decide(proportional, told, reward);
        moved += steps.reduce((sum, { posting }) => sum + (posting?.quantity ?? 0), 0);
        reward = after.state === "reversed" ? { ...after, state: "reversed" } : after;
      });
      const total = refunds.reduce((sum, amountMinor) => sum + amountMinor, 0);
      const atOnce = decide(proportional, [refund(total)], { quantity }).after;
      expect(reward.reversedQuantity).toBe(atOnce.reversedQuantity);
      expect(moved).toBe(reward.reversedQuantity);
      expect(moved).toBeLessThanOrEqual(quantity);
    }),
  );
});
