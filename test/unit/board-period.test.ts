import fc from "fast-check";
import { expect, test } from "vitest";
import { periodKeysAt, periodPattern } from "#domain/board-period";
import { dayMs } from "#domain/day";

test.each([
  ["2026-11-27T20:00:00Z", "Europe/London", ["all", "2026", "2026-Q4", "2026-11", "2026-W48"]],
  ["2026-01-01T00:00:00Z", "UTC", ["all", "2026", "2026-Q1", "2026-01", "2026-W01"]],
  ["2027-01-01T00:00:00Z", "UTC", ["all", "2027", "2027-Q1", "2027-01", "2026-W53"]],
  ["2024-12-30T12:00:00Z", "UTC", ["all", "2024", "2024-Q4", "2024-12", "2025-W01"]],
  ["2026-10-31T23:30:00Z", "Pacific/Auckland", ["all", "2026", "2026-Q4", "2026-11", "2026-W44"]],
  ["2026-11-01T02:30:00Z", "America/New_York", ["all", "2026", "2026-Q4", "2026-10", "2026-W44"]],
])("%s in %s lies in its five periods", (at, timeZone, keys) => {
  expect(Object.values(periodKeysAt(Date.parse(at), timeZone))).toEqual(keys);
});

test("a week has seven days, begins on Monday and holds its Thursday's year", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60_000 }), (day) => {
      const weekOf = (of: number) => periodKeysAt(of * dayMs, "UTC").this_week;
      const monday = day - ((day + 3) % 7);
      const days = [0, 1, 2, 3, 4, 5, 6].map((ahead) => weekOf(monday + ahead));
      expect(new Set(days).size).toBe(1);
      expect(weekOf(monday - 1)).not.toBe(days[0]);
      expect(days[0]).toMatch(periodPattern);
      expect(days[0]?.slice(0, 4)).toBe(periodKeysAt((monday + 3) * dayMs, "UTC").this_year);
    }),
  );
});

test.each(["all", "2026-13", "2026-00", "2026-Q5", "2026-W54", "26", "2026-1", "2026-W1", "2026-11-01"])(
  "%s is no period",
  (text) => expect(text).not.toMatch(periodPattern),
);
