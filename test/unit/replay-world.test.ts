import { expect, test } from "vitest";
import { putRow, rowsBy } from "#domain/replay-table";
import { accountOf, nameOf } from "#domain/replay-world";
import { aReward } from "#support/domain-factories";
import { aWorld } from "#support/replay-factories";

const account = accountOf({ ownerId: "ptc_ann", programId: "prg_1", unit: "GBP" });

test("a world begins with its people, who are found by the main app's id, and with nothing else", () => {
  const world = aWorld();
  const [found] = rowsBy(world.participants, "name", nameOf({ kind: "supplier", externalId: "ann" }));
  expect(found?.id).toBe("ptc_ann");
  expect(rowsBy(world.participants, "name", nameOf({ kind: "couple", externalId: "ann" }))).toEqual([]);
  for (const table of [world.events, world.payments, world.referrals, world.rewards, world.counters])
    expect(table.rows.size).toBe(0);
  expect([world.due, world.steps, world.messages]).toEqual([[], [], []]);
});

test("a reward is found by its account as long as it is available, by its count if it has one", () => {
  const { rewards } = aWorld();
  putRow(rewards, aReward({ ordinal: 3 }));
  putRow(rewards, aReward({ id: "rwd_2", state: "pending" }));
  expect(rowsBy(rewards, "available", account).map(({ id }) => id)).toEqual(["rwd_1"]);
  expect(rowsBy(rewards, "count", JSON.stringify(["prg_1", "ptc_ann", 3]))).toHaveLength(1);
  expect(rowsBy(rewards, "referral", "ref_1")).toHaveLength(2);
  putRow(rewards, aReward({ ordinal: 3, state: "redeemed" }));
  expect(rowsBy(rewards, "available", account)).toEqual([]);
  expect(rowsBy(rewards, "count", JSON.stringify(["prg_1", "ptc_ann", 3]))).toHaveLength(1);
});
