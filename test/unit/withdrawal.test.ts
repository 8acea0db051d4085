import { expect, test } from "vitest";
import type { Holding } from "#domain/holding";
import type { Reward } from "#domain/reward";
import { decideWithdrawal } from "#domain/withdrawal";
import { aReward, countingIds, nowMs } from "#support/domain-factories";
import { anOperation } from "#support/operation-factories";

const setting = { actor: "key:key_1", nowMs, newId: countingIds() };

function held(id: string, reward: Partial<Reward> = {}): Holding {
  const fresh = { quantity: 100, reversedQuantity: 0, redeemedQuantity: 0, claim: "automatic" as const };
  return { reward: aReward({ id, ...fresh, ...reward }), fulfilment: "wallet", program: "p", clockMs: null };
}

function decide(quantity: number, balance: number, holdings: Holding[]) {
  return decideWithdrawal(anOperation({ quantity }), { balance, holdings }, setting);
}

test("many rewards are used up by one movement", () => {
  const decided = decide(150, 200, [held("rwd_1"), held("rwd_2")]);
  expect(decided).toMatchObject({
    ok: true,
    value: {
      parts: [
        { rewardId: "rwd_1", quantity: 100 },
        { rewardId: "rwd_2", quantity: 50 },
      ],
      postings: [
        { transactionId: "txn_op", type: "withdrawal", rewardId: null, quantity: 150, toOwner: "house:redeemed" },
      ],
      messages: [{ type: "reward.redeemed", payload: { reward_id: "rwd_1" } }],
    },
  });
});

test("what no reward stands for is taken last", () => {
  expect(decide(150, 500, [held("rwd_1")])).toMatchObject({
    ok: true,
    value: { parts: [{ rewardId: "rwd_1", quantity: 100 }], postings: [{ quantity: 150 }] },
  });
});

test("more than can be used is refused, with what there is", () => {
  const refusal = { code: "insufficient_balance", unit: "GBP", balance: 200, usable: 100, asked: 101 };
  expect(decide(101, 200, [held("rwd_1"), held("rwd_2", { claim: "manual" })])).toEqual({ ok: false, refusal });
  expect(decide(1, -50, [held("rwd_1")])).toMatchObject({ refusal: { balance: -50, usable: 0 } });
});
