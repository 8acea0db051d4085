import { expect, test } from "vitest";
import { rewardStates } from "#domain/reward";
import type { Reward, RewardState } from "#domain/reward";
import { planUndo } from "#domain/undo-operation";
import type { UndoFacts } from "#domain/undo-operation";
import { aReward, countingIds, nowMs } from "#support/domain-factories";
import { anOperation } from "#support/operation-factories";

const setting = { actor: "key:key_1", nowMs: nowMs + 1, newId: countingIds() };

function partOf(fields: Partial<Reward> = {}) {
  const used = { quantity: 100, reversedQuantity: 0, redeemedQuantity: 100, state: "redeemed" as const };
  return { reward: aReward({ ...used, transactionId: "txn_1", ...fields }), quantity: 100 };
}

function undo(...parts: ReturnType<typeof partOf>[]) {
  return undoIn({ balance: 0, held: [] }, ...parts);
}

function undoIn(account: UndoFacts["account"], ...parts: ReturnType<typeof partOf>[]) {
  return planUndo(anOperation(), { parts, account, reason: "withdrawal_canceled" }, setting);
}

test("all of it comes back in one movement, and the parts go back to their rewards with their expiry", () => {
  const plan = undo(partOf({ expiresAtMs: 5 }));
  expect(plan.operation).toMatchObject({ status: "undone", detail: { undoneAtMs: nowMs + 1 } });
  expect(plan.steps).toMatchObject([
    {
      reward: { state: "available", redeemedQuantity: 0, expiresAtMs: 5 },
      posting: null,
      transition: { reason: "withdrawal_canceled" },
    },
  ]);
  expect(plan.postings).toMatchObject([
    { type: "reversal", reversesId: "txn_op", fromOwner: "house:redeemed", toOwner: "ptc_ann", quantity: 100 },
  ]);
  expect(plan.messages).toMatchObject([{ type: "reward.available" }]);
});

test("only a reward that stands gets its part back", () => {
  const given = rewardStates.filter((state: RewardState) => undo(partOf({ state })).steps.length === 1);
  expect(given).toEqual(["available", "redeemed"]);
});

test("what comes back to an expired reward expires", () => {
  expect(undo(partOf({ state: "expired", redeemedQuantity: 40 })).postings).toMatchObject([
    { toOwner: "ptc_ann", quantity: 100 },
    { fromOwner: "ptc_ann", toOwner: "house:rewards", quantity: 100, reversesId: "txn_1", description: "expired" },
  ]);
});

test("what comes back to an expired reward pays a debt first, and what others stand for stays", () => {
  const lapsed = partOf({ id: "rwd_lapsed", state: "expired", redeemedQuantity: 40, expiresAtMs: nowMs });
  const other = aReward({ id: "rwd_other", quantity: 50, expiresAtMs: null });
  const expired = (balance: number) =>
    undoIn({ balance, held: [other] }, lapsed)
      .postings.slice(1)
      .map(({ quantity }) => quantity);
  expect(expired(50)).toEqual([100]);
  expect(expired(-10)).toEqual([40]);
  expect(expired(-50)).toEqual([]);
});

test("value that came without a reward comes back without one", () => {
  const plan = undo();
  expect(plan.steps).toEqual([]);
  expect(plan.postings).toHaveLength(1);
});
