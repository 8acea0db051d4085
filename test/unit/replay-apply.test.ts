import { expect, test } from "vitest";
import type { RewardPlan } from "#domain/plan";
import { applyRewards } from "#domain/replay-apply";
import { rowsOf } from "#domain/replay-table";
import { aReward, nowMs } from "#support/domain-factories";
import { aWorld, payment, report, signup } from "#support/replay-factories";

const plan = (fields: Partial<RewardPlan>): RewardPlan => ({
  programId: "prg_1",
  rewards: [],
  changed: [],
  steps: [],
  counts: [],
  messages: [],
  ...fields,
});

test("a plan in effect is the event, the person, the referral, the conversion, the reward and its money", () => {
  const world = aWorld();
  report(world, signup);
  report(world, payment);
  expect(rowsOf(world.events).map(({ seq, event, status }) => [seq, event.id, status])).toEqual([
    [1, "s1", "applied"],
    [2, "p1", "applied"],
  ]);
  expect(rowsOf(world.participants).map(({ externalId }) => externalId)).toEqual(["ann", "bob", "mike"]);
  expect(rowsOf(world.referrals)).toMatchObject([{ referrerId: "ptc_ann", stage: "rewarded" }]);
  expect(rowsOf(world.conversions)).toMatchObject([{ paymentRef: "inv-1", ordinal: 1 }]);
  expect(rowsOf(world.rewards)).toMatchObject([{ subject: "inv-1", state: "available", quantity: 1000 }]);
  expect([...world.balances.values()]).toEqual([
    { ownerId: "ptc_ann", programId: "prg_1", unit: "GBP", balance: 1000 },
  ]);
  expect(world.explanations).toHaveLength(2);
});

test("what was parked is taken up with the referral", () => {
  const world = aWorld();
  expect(report(world, payment).status).toBe("parked");
  report(world, signup);
  expect(rowsOf(world.events).map(({ event, status }) => [event.id, status])).toEqual([
    ["p1", "applied"],
    ["s1", "applied"],
  ]);
  expect(rowsOf(world.rewards)).toHaveLength(1);
});

test("a refund that came before its payment then belongs to who paid", () => {
  const world = aWorld();
  report(world, signup);
  report(world, { id: "r1", type: "refund", paymentRef: "inv-1" });
  expect(world.events.rows.get("r1")).toMatchObject({ refereeId: null, status: "parked" });
  report(world, payment);
  const referee = rowsOf(world.participants).find(({ externalId }) => externalId === "mike");
  expect(world.events.rows.get("r1")).toMatchObject({ refereeId: referee?.id, status: "applied" });
});

test("what the database would refuse is a fault: rewarded twice, and counted past what is allowed", () => {
  const world = aWorld();
  applyRewards(world, plan({ rewards: [aReward()] }));
  expect(() => applyRewards(world, plan({ rewards: [aReward({ id: "rwd_2" })] }))).toThrow("rewarded twice");
  const counter = { scope: "ptc_ann", endsAtMs: nowMs, name: "limit", expected: null };
  applyRewards(world, plan({ counts: [{ ...counter, delta: 1, cap: 1 }] }));
  for (const change of [
    { delta: 1, cap: 1 },
    { delta: -2, cap: null },
    { delta: 1, cap: null, expected: 0 },
  ])
    expect(() => applyRewards(world, plan({ counts: [{ ...counter, ...change }] }))).toThrow("decided on a counter");
  expect(rowsOf(world.counters).map(({ used }) => used)).toEqual([1]);
});
