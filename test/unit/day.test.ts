import { expect, test } from "vitest";
import { dayOf } from "#domain/day";

test("a day ends at midnight UTC", () => {
  expect(dayOf(Date.UTC(2026, 1, 28, 23, 59, 59, 999)) + 1).toBe(dayOf(Date.UTC(2026, 2, 1)));
  expect(dayOf(0)).toBe(0);
  expect(dayOf(-1)).toBe(-1);
});
