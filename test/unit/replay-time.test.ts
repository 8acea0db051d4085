import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { rowsOf } from "#domain/replay-table";
import { passTime } from "#domain/replay-time";
import type { World } from "#domain/replay-world";
import { anEvent, aRule, nowMs } from "#support/domain-factories";
import { aMoment, aWorld, payment, report, signup } from "#support/replay-factories";

const held = aRule({ hold: { days: 14 }, expires_days: 30, reverse: { on: ["refund"], policy: "full" } });
const { newId } = aMoment(nowMs);

const pass = (world: World, fromDays: number, untilDays: number) =>
  passTime(world, { fromMs: nowMs + fromDays * dayMs, untilMs: nowMs + untilDays * dayMs, newId });
const states = (world: World) => rowsOf(world.rewards).map(({ state }) => state);
const balances = (world: World) => [...world.balances.values()].map(({ balance }) => balance);

function paidWorld(...rules: Parameters<typeof aRule>[0][]): World {
  const world = aWorld({ rules: rules.map(aRule) });
  report(world, signup);
  report(world, payment);
  return world;
}

test("a hold ends and a reward's days run from there, each at its own moment", () => {
  const world = paidWorld(held);
  pass(world, 0, 13);
  expect(states(world)).toEqual(["pending"]);
  pass(world, 13, 14);
  expect([states(world), balances(world)]).toEqual([["available"], [1000]]);
  pass(world, 14, 43);
  expect(states(world)).toEqual(["available"]);
  pass(world, 43, 44);
  expect([states(world), balances(world)]).toEqual([["expired"], [0]]);
});

test("a long time ends as many short ones do, with the same moments in the history", () => {
  const world = paidWorld(held);
  pass(world, 0, 100);
  expect(world.steps.map(({ change, transition }) => [change, (transition.atMs - nowMs) / dayMs])).toEqual([
    ["hold", 0],
    ["release", 14],
    ["expire", 44],
  ]);
});

test("what was taken back meanwhile is not released", () => {
  const world = paidWorld(held);
  report(world, { id: "r1", type: "refund", paymentRef: "inv-1" }, nowMs + dayMs);
  pass(world, 1, 100);
  expect(states(world)).toEqual(["voided"]);
});

test("what waits for a person waits", () => {
  const world = paidWorld({ ...held, review: { over_minor: 1 } });
  pass(world, 0, 100);
  expect(states(world)).toEqual(["pending"]);
});

test("at the end of a stay the referral counts, unless the referee left before", () => {
  const counted = { key: "second", on: { count: { reaches: 1 } }, qualify: { stay_days: 10 } } as const;
  const staying = paidWorld(counted);
  pass(staying, 0, 9);
  expect(states(staying)).toEqual([]);
  pass(staying, 9, 10);
  expect(states(staying)).toEqual(["available"]);
  expect(rowsOf(staying.events).map(({ event }) => event.type)).toEqual(["signup", "payment", "stay_ended"]);
  const left = paidWorld(counted);
  report(left, anEvent({ id: "c1", type: "churned" }), nowMs + dayMs);
  pass(left, 1, 100);
  expect(states(left)).toEqual([]);
});

test("an expiry leaves what the other rewards of the account still hold", () => {
  const world = paidWorld({ expires_days: 30 }, { key: "kept" });
  pass(world, 0, 30);
  expect([states(world), balances(world)]).toEqual([["expired", "available"], [1000]]);
});
