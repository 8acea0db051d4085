import { expect, test } from "vitest";
import { addSpent, createRateShield, foresee, learn, mostRates, recall, spend, takeUntold } from "#domain/rate-memory";
import type { RateMemory } from "#domain/rate-memory";

const nowMs = Date.UTC(2026, 4, 2, 10);
const misses = { policy: "code-misses", key: "adr:1", cost: 1, nowMs } as const;
const spendTimes = (memory: RateMemory, times: number) =>
  Array.from({ length: times }, () => spend(memory, misses).allowed).filter(Boolean).length;

test("sixty misses are granted, and foreseeing changes nothing", () => {
  const { memory } = createRateShield();
  expect(spendTimes(memory, 59)).toBe(59);
  for (let i = 0; i < 5; i += 1) expect(foresee(memory, misses)).toMatchObject({ allowed: true, remaining: 0 });
  expect(spendTimes(memory, 10)).toBe(1);
  expect(foresee(memory, misses).allowed).toBe(false);
  expect(foresee(memory, { ...misses, key: "adr:2" }).allowed).toBe(true);
});

test("what was granted is told in portions, once", () => {
  const { memory } = createRateShield();
  expect(takeUntold(memory, misses)).toBe(0);
  spendTimes(memory, 4);
  expect(takeUntold(memory, misses)).toBe(0);
  spendTimes(memory, 1);
  expect(takeUntold(memory, misses)).toBe(5);
  expect(takeUntold(memory, misses)).toBe(0);
  spendTimes(memory, 100);
  expect(takeUntold(memory, misses)).toBe(55);
});

test("two isolates that tell each other through the limiter grant little more together than one alone", () => {
  const limiter: RateMemory = new Map();
  const isolates = [createRateShield().memory, createRateShield().memory];
  let granted = 0;
  for (let i = 0; i < 200; i += 1) {
    for (const memory of isolates) {
      if (spend(memory, misses).allowed) granted += 1;
      const untold = takeUntold(memory, misses);
      if (untold > 0) learn(memory, misses, addSpent(limiter, { ...misses, cost: untold }));
    }
  }
  expect(granted).toBeGreaterThanOrEqual(60);
  expect(granted).toBeLessThanOrEqual(60 + 2 * 5);
});

test("what was granted while the limiter was being told comes on top of what it knows", () => {
  const { memory } = createRateShield();
  spendTimes(memory, 3);
  learn(memory, misses, nowMs + 50_000);
  expect(foresee(memory, misses).remaining).toBe(60 - 53 - 1);
  learn(memory, misses, nowMs);
  expect(foresee(memory, misses).remaining).toBe(60 - 53 - 1);
});

test("what was written down counts again", () => {
  const memory: RateMemory = new Map();
  recall(memory, misses, nowMs + 60_000);
  expect(spend(memory, misses)).toMatchObject({ allowed: false, retryAfterSeconds: 1 });
});

test("the memory is bounded, and whoever was heard of last is remembered", () => {
  const memory: RateMemory = new Map();
  spendTimes(memory, 60);
  for (let i = 0; i < mostRates + 10; i += 1) {
    spend(memory, { ...misses, key: `flood ${i}` });
    if (i % 1000 === 0) spend(memory, misses);
  }
  expect(memory.size).toBe(mostRates);
  expect(foresee(memory, misses).allowed).toBe(false);
  expect(foresee(memory, { ...misses, key: "flood 0" }).remaining).toBe(59);
});
