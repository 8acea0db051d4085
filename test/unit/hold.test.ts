import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { releaseTime } from "#domain/hold";
import type { Rule } from "#domain/program";
import { aRule, nowMs } from "#support/domain-factories";

test.each<[string, Partial<Rule>, number | null, number | null]>([
  ["nothing", {}, nowMs, null],
  ["days from the occasion", { hold: { days: 14 } }, nowMs, nowMs + 14 * dayMs],
  ["the next award: Sunday, 03:00 UTC", { hold: { until: "weekly_award" } }, nowMs, Date.UTC(2026, 4, 3, 3)],
  ["a stay from the first payment", { qualify: { stay_days: 30 } }, nowMs - dayMs, nowMs + 29 * dayMs],
  ["a stay without a payment", { qualify: { stay_days: 30 } }, null, null],
  ["the later of both", { qualify: { stay_days: 30 }, hold: { days: 14 } }, nowMs, nowMs + 30 * dayMs],
  ["a count, which waits by itself", { on: { count: { every: 3 } }, qualify: { stay_days: 30 } }, nowMs, null],
])("keeps until %s", (_, fields, firstPaymentAtMs, expected) => {
  expect(releaseTime(aRule(fields), { earnedAtMs: nowMs, firstPaymentAtMs })).toBe(expected);
});

test("the days of a risk hold what the rule holds shorter, and shorten nothing", () => {
  const times = { earnedAtMs: nowMs, firstPaymentAtMs: null, riskDays: 14 };
  const until = [aRule(), aRule({ hold: { days: 7 } }), aRule({ hold: { days: 30 } })].map((rule) =>
    releaseTime(rule, times),
  );
  expect(until).toEqual([14, 14, 30].map((days) => nowMs + days * dayMs));
});
