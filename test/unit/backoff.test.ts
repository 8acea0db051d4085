import { expect, test } from "vitest";
import { waitAfter } from "#domain/backoff";
import { dayMs, hourMs, minuteMs, secondMs } from "#domain/day";

test("each failed attempt is followed by its wait, and the last one by none", () => {
  const ladder = [5 * secondMs, minuteMs, hourMs, dayMs];
  expect([1, 2, 3, 4, 5].map((attempts) => waitAfter(ladder, attempts))).toEqual([
    ...[5000, 60_000, 3_600_000, 86_400_000],
    null,
  ]);
});
