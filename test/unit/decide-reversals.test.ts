import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideReversals } from "#domain/decide-reversals";
import type { Payment } from "#domain/payment";
import type { Rule } from "#domain/program";
import type { Reward } from "#domain/reward";
import { aReward, aRule, countingIds, nowMs } from "#support/domain-factories";

const proportional = aRule({ reverse: { on: ["refund"], policy: "proportional" } });
const full = aRule({ reverse: { on: ["refund"], policy: "full" } });

function payment(refundedMinor: number, amountMinor = 10_000): Payment {
  return {
    refereeId: "ptc_mike",
    paymentRef: "inv-1",
    amountMinor,
    currency: "GBP",
    plan: null,
    interval: null,
    refundedMinor,
    verified: true,
    occurredAtMs: nowMs,
  };
}

function reversals(refundedMinor: number, rule: Rule, reward: Partial<Reward> = {}, amountMinor?: number) {
  const setting = { rules: [rule], actor: "key:key_test", atMs: nowMs, nowMs, newId: countingIds() };
  return decideReversals(payment(refundedMinor, amountMinor), [aReward(reward)], setting);
}

describe("decideReversals", () => {
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
    ["another payment's reward stays", 10_000, full, { subject: "inv-2" }, []],
  ])("%s", (...row) => {
    const [, refundedMinor, rule, reward, quantities] = row;
    expect(reversals(refundedMinor, rule, reward).map(({ posting }) => posting?.quantity)).toEqual(quantities);
  });

  test("what is left is rounded half-up", () => {
    expect(reversals(1, proportional, { quantity: 3 }, 2)).toMatchObject([
      { reward: { reversedQuantity: 1, state: "available" }, clause: { left: 2 } },
    ]);
  });
  test("the last part leaves the reward reversed", () => {
    expect(reversals(10_000, proportional)).toMatchObject([
      { reward: { state: "reversed" }, transition: { fromState: "available", toState: "reversed" } },
    ]);
  });
});

test("steps of refunds end where one refund of their sum ends, and never beyond the reward", () => {
  const steps = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 6 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 500 }),
      steps,
      (quantity, amountMinor, refunds) => {
        let reward = { quantity, reversedQuantity: 0, state: "available" as Reward["state"] };
        let total = 0;
        for (const refund of refunds) {
          total = Math.min(amountMinor, total + refund);
          const [step] = reversals(total, proportional, reward, amountMinor);
          if (step !== undefined)
            reward = { ...reward, reversedQuantity: step.reward.reversedQuantity, state: step.reward.state };
          expect(reward.reversedQuantity).toBeLessThanOrEqual(quantity);
        }
        const [once] = reversals(total, proportional, { quantity }, amountMinor);
        expect(reward.reversedQuantity).toBe(once?.reward.reversedQuantity ?? 0);
      },
    ),
  );
});
