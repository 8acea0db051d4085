import { describe, expect, test } from "vitest";
import { changeReward } from "#domain/change-reward";
import { rewardChanges } from "#domain/reward";
import type { RewardChange } from "#domain/reward";
import { aReward } from "#support/domain-factories";

const setting = { actor: "key:key_1", nowMs: 5, newId: () => "txn_2" as never };

describe("changeReward", () => {
  test.each(Object.entries(rewardChanges))("%s moves the reward and its value as the table says", (name, row) => {
    const before = aReward({ state: row.from ?? "pending", position: row.from === null ? 0 : 3 });
    const { reward, transition, posting } = changeReward(
      before,
      name as RewardChange,
      { quantity: 400, reason: "why" },
      setting,
    );
    expect(reward).toMatchObject({ state: row.to, position: before.position + 1 });
    expect(transition).toEqual({
      rewardId: before.id,
      position: before.position + 1,
      fromState: row.from,
      toState: row.to,
      reason: "why",
      actor: "key:key_1",
      atMs: 5,
    });
    expect(reward.reversedQuantity).toBe(row.moves === "back" ? 400 : 0);
    expect(posting === null).toBe(row.moves === null);
    if (posting !== null) {
      const [from, to] =
        row.moves === "out" ? ["house:rewards", before.beneficiaryId] : [before.beneficiaryId, "house:rewards"];
      expect(posting).toMatchObject({ fromOwner: from, toOwner: to });
    }
  });

  test("a change from another state is a fault, not a silent overwrite", () => {
    expect(() =>
      changeReward(aReward({ state: "redeemed" }), "reverse", { quantity: 1, reason: "refund" }, setting),
    ).toThrow("reverse of a reward that is redeemed");
  });
});
