import { expect, test } from "vitest";
import { rewardChanges, rewardStates } from "#domain/reward";

test("every change leads from a state to a state, and moves value out only once", () => {
  const changes = Object.values(rewardChanges);
  expect(
    changes.filter(({ from, to }) => !(from === null || rewardStates.includes(from)) || !rewardStates.includes(to)),
  ).toEqual([]);
  expect(changes.filter(({ moves }) => moves === "out").map(({ from, to }) => [from, to])).toEqual([
    [null, "available"],
  ]);
});

test("nothing leaves denied or reversed", () => {
  expect(Object.values(rewardChanges).map(({ from }) => from)).not.toEqual(expect.arrayContaining(["denied"]));
  expect(Object.values(rewardChanges).map(({ from }) => from)).not.toEqual(expect.arrayContaining(["reversed"]));
});
