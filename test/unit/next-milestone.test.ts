import { expect, test } from "vitest";
import { nextMilestone } from "#domain/next-milestone";
import type { Rule } from "#domain/program";
import type { MilestoneStanding } from "#domain/standing";

const standing = (rule: string, fields: Partial<MilestoneStanding>): MilestoneStanding => ({
  ...{
    rule,
    on: "count",
    title: rule,
    description: "",
    reward: "",
    needed: 1,
    progress: 0,
    reachedAtMs: null,
    times: 0,
  },
  rewards: [],
  ...fields,
});
const on = (key: string, count: { every: number } | { reaches: number }): Rule => ({ key, on: { count }, grant: [] });
const rules = [on("five", { reaches: 5 }), on("ten", { reaches: 10 }), on("each-four", { every: 4 })];

test.each<[string, MilestoneStanding[], string | null]>([
  ["none", [], null],
  ["the lowest", [standing("five", { needed: 5 }), standing("ten", { needed: 10 })], "five"],
  ["not what is reached", [standing("five", { needed: 5, progress: 5, reachedAtMs: 1, times: 1 })], null],
  // Two were lost again, and what they earned was kept.
  ["not what was reached", [standing("five", { needed: 5, progress: 3, reachedAtMs: 1, times: 1 })], null],
  ["not what is reached and gave nothing", [standing("five", { needed: 5, progress: 5 })], null],
  [
    "what repeats, once more",
    [standing("each-four", { needed: 4, progress: 1, reachedAtMs: 1, times: 2 })],
    "each-four",
  ],
  [
    "the nearest",
    [standing("ten", { needed: 10, progress: 7 }), standing("each-four", { needed: 4, progress: 3 })],
    "each-four",
  ],
  ["not what is offered no more", [standing("gone", { needed: 5 })], null],
])("ahead is %s", (_which, milestones, expected) => {
  const next = nextMilestone(milestones, { rules });
  expect(next?.rule ?? null).toBe(expected);
  if (next !== null) expect(next.missing).toBe(next.needed - next.progress);
});
