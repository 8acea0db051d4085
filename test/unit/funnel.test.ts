import fc from "fast-check";
import { expect, test } from "vitest";
import { advanceFunnel, reachStep, stageOf, stages } from "#domain/funnel";
import { eventTypes } from "#domain/event";
import { aReferral, nowMs } from "#support/domain-factories";

const steps = fc.array(
  fc.record({ type: fc.constantFrom(...eventTypes), atMs: fc.integer({ min: nowMs - 1000, max: nowMs + 1000 }) }),
);

test("the funnel never goes back, and ends the same whatever the order", () => {
  fc.assert(
    fc.property(steps, (list) => {
      let funnel = aReferral();
      for (const { type, atMs } of list) {
        const next = { ...funnel, ...advanceFunnel(funnel, type, atMs) };
        expect(stages.indexOf(stageOf(next))).toBeGreaterThanOrEqual(stages.indexOf(stageOf(funnel)));
        funnel = next;
      }
      const backwards = list
        .toReversed()
        .reduce((before, { type, atMs }) => ({ ...before, ...advanceFunnel(before, type, atMs) }), aReferral());
      expect(backwards).toEqual(funnel);
    }),
  );
});

test.each([
  ["trial_started", "activated"],
  ["activated", "activated"],
  ["payment", "converted"],
  ["signup_started", "signed_up"],
  ["churned", "signed_up"],
] as const)("%s leads to %s", (type, stage) => {
  expect(stageOf(advanceFunnel(aReferral(), type, nowMs))).toBe(stage);
});

test("the earliest report of a step stands", () => {
  const late = reachStep(aReferral(), "activatedAtMs", nowMs + 2);
  expect(reachStep(late, "activatedAtMs", nowMs + 1).activatedAtMs).toBe(nowMs + 1);
  expect(reachStep(late, "activatedAtMs", nowMs + 3)).toBe(late);
  expect(stageOf(reachStep(late, "rewardedAtMs", nowMs))).toBe("rewarded");
});
