import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addMonths, windowEndMs } from "#domain/calendar";
import { everMs } from "#domain/counter";
import type { LimitWindow } from "#domain/program";

const london = "Europe/London";
const angeles = "America/Los_Angeles";
const paulo = "America/Sao_Paulo";
const apia = "Pacific/Apia";
const zones = [
  "UTC",
  london,
  angeles,
  "Asia/Kolkata",
  paulo,
  apia,
  "Australia/Lord_Howe",
  "America/St_Johns",
  "Asia/Kathmandu",
];
const windows = ["calendar_day", "calendar_week", "calendar_month", "calendar_quarter", "calendar_year"] as const;

const ends: [LimitWindow, string, string, string][] = [
  ["calendar_month", london, "2026-03-31T22:59:59.999Z", "2026-03-31T23:00:00Z"],
  ["calendar_month", london, "2026-03-31T23:00:00Z", "2026-04-30T23:00:00Z"],
  ["calendar_month", london, "2026-01-15T12:00:00Z", "2026-02-01T00:00:00Z"],
  ["calendar_day", london, "2026-03-29T00:30:00Z", "2026-03-29T23:00:00Z"],
  ["calendar_day", london, "2026-10-25T00:30:00Z", "2026-10-26T00:00:00Z"],
  ["calendar_day", london, "2026-10-24T22:59:59.999Z", "2026-10-24T23:00:00Z"],
  ["calendar_day", angeles, "2026-03-08T09:59:59Z", "2026-03-09T07:00:00Z"],
  ["calendar_day", angeles, "2026-11-01T09:30:00Z", "2026-11-02T08:00:00Z"],
  ["calendar_month", angeles, "2028-02-29T12:00:00Z", "2028-03-01T08:00:00Z"],
  ["calendar_day", london, "2028-02-28T12:00:00Z", "2028-02-29T00:00:00Z"],
  ["calendar_day", london, "2028-02-29T12:00:00Z", "2028-03-01T00:00:00Z"],
  ["calendar_day", london, "2100-02-28T12:00:00Z", "2100-03-01T00:00:00Z"],
  ["calendar_year", london, "2026-12-31T23:59:59.999Z", "2027-01-01T00:00:00Z"],
  ["calendar_year", london, "2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"],
  ["calendar_year", angeles, "2027-01-01T07:59:59.999Z", "2027-01-01T08:00:00Z"],
  ["calendar_quarter", angeles, "2026-03-31T12:00:00Z", "2026-04-01T07:00:00Z"],
  ["calendar_quarter", london, "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"],
  ["calendar_week", london, "2026-03-29T22:59:59Z", "2026-03-29T23:00:00Z"],
  ["calendar_week", london, "2026-03-29T23:00:00Z", "2026-04-05T23:00:00Z"],
  ["calendar_week", angeles, "2026-12-31T12:00:00Z", "2027-01-04T08:00:00Z"],
  ["calendar_day", "Asia/Kolkata", "2026-06-01T18:29:59.999Z", "2026-06-01T18:30:00Z"],
  ["calendar_month", "Asia/Kolkata", "2026-06-30T18:30:00Z", "2026-07-31T18:30:00Z"],
  // Clocks leapt from midnight to one: the day began at one.
  ["calendar_day", paulo, "2017-10-15T02:59:59.999Z", "2017-10-15T03:00:00Z"],
  ["calendar_day", paulo, "2017-10-15T03:00:00Z", "2017-10-16T02:00:00Z"],
  // Clocks were put back from midnight to eleven: the day before had 25 hours.
  ["calendar_day", paulo, "2018-02-17T12:00:00Z", "2018-02-18T03:00:00Z"],
  ["calendar_day", paulo, "2018-02-18T02:30:00Z", "2018-02-18T03:00:00Z"],
  // There was no 30 December 2011.
  ["calendar_day", apia, "2011-12-29T12:00:00Z", "2011-12-30T10:00:00Z"],
  ["calendar_day", apia, "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"],
  // Clocks were put back over midnight: 23:01 to 00:01 was shown twice, and the next day had begun at the first midnight.
  ["calendar_day", "America/St_Johns", "2010-11-07T02:30:00.000Z", "2010-11-08T03:30:00Z"],
  ["calendar_day", "America/St_Johns", "2010-11-07T03:00:00.000Z", "2010-11-08T03:30:00Z"],
];

test.each(ends)("the %s in %s that holds %s ends at %s", (window, zone, at, end) => {
  expect(new Date(windowEndMs(window, Date.parse(at), zone)).toISOString()).toBe(new Date(end).toISOString());
});

test("what is for ever never ends", () => {
  expect(windowEndMs("ever", Date.UTC(2026, 0, 1), london)).toBe(everMs);
});

describe("windows", () => {
  const zone = fc.constantFrom(...zones);
  const window = fc.constantFrom(...windows);
  const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });

  test("tile time: each lies between the end before and its own, and everything in it ends with it", () => {
    fc.assert(
      fc.property(zone, window, instant, fc.double({ min: 0, max: 1, noNaN: true }), (timeZone, kind, atMs, share) => {
        const endMs = windowEndMs(kind, atMs, timeZone);
        expect(endMs).toBeGreaterThan(atMs);
        expect(windowEndMs(kind, endMs - 1, timeZone)).toBe(endMs);
        const nextMs = windowEndMs(kind, endMs, timeZone);
        expect(nextMs).toBeGreaterThan(endMs);
        const between = endMs + Math.floor(share * (nextMs - endMs - 1));
        expect(windowEndMs(kind, between, timeZone)).toBe(nextMs);
      }),
    );
  });

  test("of a month begin where the first day of a month begins", () => {
    fc.assert(
      fc.property(zone, instant, (timeZone, atMs) => {
        const endMs = windowEndMs("calendar_month", atMs, timeZone);
        expect(dayIn(endMs, timeZone)).toBe("1");
        expect(dayIn(endMs - 1, timeZone)).not.toBe("1");
        expect(windowEndMs("calendar_day", endMs - 1, timeZone)).toBe(endMs);
      }),
    );
  });

  test("of a longer kind end where one of each shorter kind ends", () => {
    fc.assert(
      fc.property(zone, instant, (timeZone, atMs) => {
        const yearEndMs = windowEndMs("calendar_year", atMs, timeZone);
        expect(windowEndMs("calendar_quarter", yearEndMs - 1, timeZone)).toBe(yearEndMs);
        expect(windowEndMs("calendar_month", yearEndMs - 1, timeZone)).toBe(yearEndMs);
      }),
    );
  });
});

const additions: [string, number, string, string][] = [
  ["2026-01-31T10:00:00Z", 1, london, "2026-02-28T10:00:00Z"],
  ["2028-01-31T10:00:00Z", 1, london, "2028-02-29T10:00:00Z"],
  ["2028-02-29T10:00:00Z", 12, london, "2029-02-28T10:00:00Z"],
  ["2026-03-15T10:00:00.123Z", 1, london, "2026-04-15T09:00:00.123Z"],
  ["2026-12-31T10:00:00Z", 2, london, "2027-02-28T10:00:00Z"],
  ["2026-02-08T10:30:00Z", 1, angeles, "2026-03-08T10:00:00Z"],
  ["2026-10-01T08:30:00Z", 1, angeles, "2026-11-01T08:30:00Z"],
  ["2026-08-31T20:00:00Z", 1, "Asia/Kolkata", "2026-09-30T20:00:00Z"],
  ["2026-05-05T05:00:00Z", 0, paulo, "2026-05-05T05:00:00Z"],
];

test.each(additions)("%s and %i months in %s are %s", (at, months, zone, sum) => {
  expect(new Date(addMonths(Date.parse(at), months, zone)).toISOString()).toBe(new Date(sum).toISOString());
});

function dayIn(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en", { timeZone, day: "numeric" }).format(atMs);
}
