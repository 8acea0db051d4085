import { expect, test } from "vitest";
import { dueOf, queueDue } from "#domain/replay-due";
import type { Due } from "#domain/replay-due";
import { aReward } from "#support/domain-factories";

test("what is due comes by its time, then a stay before a hold before an expiry, then as it came", () => {
  const queue: Due[] = [];
  const came: Due[] = [
    { dueAtMs: 2, what: "expiry", id: "a" },
    { dueAtMs: 2, what: "release", id: "b" },
    { dueAtMs: 3, what: "stay", id: "c" },
    { dueAtMs: 2, what: "stay", id: "d" },
    { dueAtMs: 2, what: "release", id: "e" },
    { dueAtMs: 1, what: "expiry", id: "f" },
  ];
  for (const due of came) queueDue(queue, due);
  expect(queue.map(({ id }) => id).join("")).toBe("fdbeac");
});

test.each([
  ["a hold", { state: "pending", releaseAtMs: 5, expiresAtMs: null }, { dueAtMs: 5, what: "release" }],
  ["no time at all", { state: "pending", releaseAtMs: null }, { dueAtMs: 0, what: "release" }],
  ["a person", { state: "pending", releaseAtMs: 5, needsReview: true }, null],
  ["the end of a dispute", { state: "pending", releaseAtMs: 5, disputed: true }, null],
  ["the end of its days", { state: "available", releaseAtMs: 5, expiresAtMs: 9 }, { dueAtMs: 9, what: "expiry" }],
  ["nothing", { state: "available", expiresAtMs: null }, null],
  ["nothing any more", { state: "reversed", expiresAtMs: 9 }, null],
] as const)("a reward that waits for %s", (_, fields, due) => {
  expect(dueOf(aReward({ id: "rwd_7", ...fields }))).toEqual(due === null ? null : { ...due, id: "rwd_7" });
});
