import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { fraudWindowMs, isEmbedded, isInWindow, isPrompt, touchedAtMs } from "#domain/fraud-history";
import { sumClicks } from "#bench/click-sums";
import { nowMs } from "#support/domain-factories";
import { aPastReferral } from "#support/fraud-factories";

test("the window is seven days on both sides, its ends left out", () => {
  expect(isInWindow(nowMs - fraudWindowMs + 1, nowMs)).toBe(true);
  expect(isInWindow(nowMs + fraudWindowMs - 1, nowMs)).toBe(true);
  expect([isInWindow(nowMs - fraudWindowMs, nowMs), isInWindow(nowMs + fraudWindowMs, nowMs)]).toEqual([false, false]);
});

test("only what a browser loaded as a part of a page is embedded; what it did not say is not", () => {
  expect((["image", "iframe", "script"] as const).map(isEmbedded)).toEqual([true, true, true]);
  expect([isEmbedded("navigation"), isEmbedded(null)]).toEqual([false, false]);
});

test("clicks are counted by whole days: seven before a touch, its own and seven after", () => {
  const midnightMs = Math.floor(nowMs / dayMs) * dayMs;
  const clicks = [
    { atMs: midnightMs - 7 * dayMs - 1, via: "image" },
    { atMs: midnightMs - 7 * dayMs, via: "image" },
    { atMs: nowMs, via: null },
    { atMs: midnightMs + 8 * dayMs - 1, via: "script" },
    { atMs: midnightMs + 8 * dayMs, via: "image" },
  ] as const;
  for (const touchMs of [midnightMs, midnightMs + dayMs - 1])
    expect(sumClicks(clicks, touchMs)).toEqual({ clicks: 3, embedded: 2 });
});

test("a signup follows its touch at once within ten minutes, a typed code always does", () => {
  const after = (seconds: number) => aPastReferral("mike", { clickedAtMs: nowMs - seconds * 1000 });
  expect([599, 600].map((seconds) => isPrompt(after(seconds)))).toEqual([true, false]);
  expect([599, 600].map((seconds) => isPrompt(after(seconds), 599_001))).toEqual([true, false]);
  const typed = aPastReferral("mike", { clickedAtMs: null });
  expect([isPrompt(typed), touchedAtMs(typed), touchedAtMs(after(1))]).toEqual([true, nowMs, nowMs - 1000]);
});
