import fc from "fast-check";
import { expect, test } from "vitest";
import { decideRate, owe } from "#domain/rate-limit";
import type { RatePolicy } from "#domain/rate-limit";

const fiveAMinute: RatePolicy = { limit: 5, windowMs: 60_000, burst: 5 };
const startMs = Date.UTC(2026, 4, 2, 10);

/** Policies whose units take whole milliseconds, as those of the deployment do. */
const policies = fc
  .record({ limit: fc.integer({ min: 1, max: 200 }), unitMs: fc.integer({ min: 1, max: 20_000 }) })
  .chain(({ limit, unitMs }) =>
    fc.record({
      limit: fc.constant(limit),
      windowMs: fc.constant(limit * unitMs),
      burst: fc.integer({ min: 1, max: 2 * limit }),
    }),
  );
const wishes = fc.array(
  fc.record({ waitMs: fc.integer({ min: 0, max: 30_000 }), cost: fc.integer({ min: 1, max: 5 }) }),
  { minLength: 1, maxLength: 80 },
);

function play(policy: RatePolicy, gaps: readonly { waitMs: number; cost?: number }[]) {
  let tatMs: number | null = null;
  let nowMs = startMs;
  return gaps.map(({ waitMs, cost = 1 }) => {
    nowMs += waitMs;
    const beforeMs = tatMs;
    const decision = decideRate(policy, beforeMs, { nowMs, cost });
    tatMs = decision.tatMs;
    return { nowMs, beforeMs, cost: Math.min(cost, policy.burst), ...decision };
  });
}

test("of three hundred at once five are granted, and the next after twelve seconds", () => {
  const played = play(
    fiveAMinute,
    Array.from({ length: 300 }, () => ({ waitMs: 0 })),
  );
  expect(played.filter(({ allowed }) => allowed)).toHaveLength(5);
  expect(played.slice(0, 6).map(({ remaining }) => remaining)).toEqual([4, 3, 2, 1, 0, 0]);
  expect(played.slice(0, 6).map(({ resetSeconds }) => resetSeconds)).toEqual([12, 12, 12, 12, 12, 12]);
  expect(played.at(-1)).toMatchObject({ allowed: false, retryAfterSeconds: 12 });
  const { tatMs } = played.at(-1)!;
  expect(decideRate(fiveAMinute, tatMs, { nowMs: startMs + 11_999 })).toMatchObject({ allowed: false });
  expect(decideRate(fiveAMinute, tatMs, { nowMs: startMs + 12_000 })).toMatchObject({ allowed: true, remaining: 0 });
});

test("in no stretch of time is more granted than a burst and what the stretch pays off", () => {
  fc.assert(
    fc.property(policies, wishes, (policy, gaps) => {
      const granted = play(policy, gaps).filter(({ allowed }) => allowed);
      const unitMs = policy.windowMs / policy.limit;
      for (const [i, first] of granted.entries()) {
        let units = 0;
        for (const { nowMs, cost } of granted.slice(i)) {
          units += cost;
          expect(units * unitMs).toBeLessThanOrEqual(policy.burst * unitMs + (nowMs - first.nowMs));
        }
      }
    }),
  );
});

test("whoever waits as long as it says is granted the same wish, and nobody is refused who keeps to the pace", () => {
  fc.assert(
    fc.property(policies, wishes, (policy, gaps) => {
      for (const { nowMs, tatMs, allowed, retryAfterSeconds, cost } of play(policy, gaps)) {
        if (allowed) continue;
        expect(retryAfterSeconds).toBeGreaterThan(0);
        expect(decideRate(policy, tatMs, { nowMs: nowMs + retryAfterSeconds * 1000, cost }).allowed).toBe(true);
      }
      const paced = gaps.map(() => ({ waitMs: policy.windowMs / policy.limit }));
      expect(play(policy, paced).every(({ allowed }) => allowed)).toBe(true);
    }),
  );
});

test("what is said to remain can be had at once and no more, and a refusal costs nothing", () => {
  fc.assert(
    fc.property(policies, wishes, (policy, gaps) => {
      for (const { nowMs, beforeMs, tatMs, allowed, remaining, resetSeconds, retryAfterSeconds } of play(
        policy,
        gaps,
      )) {
        if (remaining > 0) expect(decideRate(policy, tatMs, { nowMs, cost: remaining }).allowed).toBe(true);
        if (remaining < policy.burst) {
          expect(decideRate(policy, tatMs, { nowMs, cost: remaining + 1 }).allowed).toBe(false);
        }
        if (!allowed) {
          expect(tatMs).toBe(Math.max(beforeMs ?? nowMs, nowMs));
          expect(retryAfterSeconds).toBeGreaterThanOrEqual(resetSeconds);
        }
      }
    }),
  );
});

test("a wish for more than a burst is granted when nothing is owed", () => {
  expect(decideRate(fiveAMinute, null, { nowMs: startMs, cost: 500 })).toMatchObject({ allowed: true, remaining: 0 });
});

test("what was spent elsewhere is owed in full, but never more than two bursts of it", () => {
  expect(owe(fiveAMinute, null, { nowMs: startMs, cost: 5 })).toBe(startMs + 60_000);
  expect(owe(fiveAMinute, startMs + 60_000, { nowMs: startMs, cost: 1 })).toBe(startMs + 72_000);
  expect(owe(fiveAMinute, startMs + 60_000, { nowMs: startMs, cost: 1000 })).toBe(startMs + 120_000);
});
