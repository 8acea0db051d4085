import { expect, test } from "vitest";
import { inLanes, workInTurn } from "#domain/lanes";

test("what is in one queue goes in order, and no more than so many queues at once", async () => {
  const queues = Array.from({ length: 20 }, (_, queue) => [0, 1, 2].map((item) => ({ queue, item })));
  const done = new Map<number, number[]>();
  let running = 0;
  let most = 0;
  await inLanes(queues, 6, async ({ queue, item }) => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    done.set(queue, [...(done.get(queue) ?? []), item]);
    running--;
  });
  expect(most).toBe(6);
  expect([...done.values()]).toEqual(queues.map(() => [0, 1, 2]));
});

test("no queues are no work", async () => {
  await expect(inLanes([], 6, () => Promise.reject(new Error("never")))).resolves.toBeUndefined();
});

test("when time is over the rest is left", async () => {
  const done: number[] = [];
  const turn = { lanes: 2, isOver: () => done.length >= 3 };
  const worked = await workInTurn([1, 2, 3, 4, 5, 6], turn, async (item) => {
    done.push(item);
    await Promise.resolve();
  });
  expect(worked).toEqual({ tried: done.length, left: 6 - done.length });
  expect(done.slice(0, 3)).toEqual([1, 2, 3]);
  expect(worked.left).toBeGreaterThan(0);
});
