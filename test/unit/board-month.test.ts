import { expect, test } from "vitest";
import { monthsToClose } from "#domain/board-month";

const months = (published: string, now: string, newestClosed: string | null = null, timeZone = "UTC") =>
  monthsToClose({ publishedAtMs: Date.parse(published), newestClosed, nowMs: Date.parse(now), timeZone }, 5).map(
    ({ month }) => month,
  );

test("a month is closed when it is over in the program's time zone, and not a moment before", () => {
  expect(months("2026-10-05T00:00:00Z", "2026-10-31T23:59:59.999Z")).toEqual([]);
  expect(months("2026-10-05T00:00:00Z", "2026-11-01T00:00:00Z")).toEqual(["2026-10"]);
  expect(months("2026-10-05T00:00:00Z", "2026-11-01T03:59:59Z", null, "America/New_York")).toEqual([]);
  expect(months("2026-10-05T00:00:00Z", "2026-11-01T04:00:00Z", null, "America/New_York")).toEqual(["2026-10"]);
  expect(months("2026-10-05T00:00:00Z", "2026-10-31T11:00:00Z", null, "Pacific/Auckland")).toEqual(["2026-10"]);
});

test("months that were missed are closed oldest first, from the first publication on, and only so many at once", () => {
  expect(months("2026-01-31T23:00:00Z", "2026-12-01T00:00:00Z")).toEqual([
    ...["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"],
  ]);
  expect(months("2026-01-31T23:00:00Z", "2026-12-01T00:00:00Z", "2026-09")).toEqual(["2026-10", "2026-11"]);
  expect(months("2025-11-30T12:00:00Z", "2026-02-01T00:00:00Z", "2025-12")).toEqual(["2026-01"]);
  expect(months("2026-01-31T23:00:00Z", "2026-12-01T00:00:00Z", "2026-11")).toEqual([]);
});

test("a program that was published after a month had ended has none to close", () => {
  expect(months("2026-11-01T00:00:00Z", "2026-11-15T00:00:00Z")).toEqual([]);
  expect(months("2026-11-01T00:00:00Z", "2026-11-15T00:00:00Z", "2026-12")).toEqual([]);
});

test("a month ends with its last midnight in the program's time zone", () => {
  const [july] = monthsToClose(
    {
      ...{ publishedAtMs: Date.parse("2026-07-10T00:00:00Z"), newestClosed: null },
      ...{ nowMs: Date.parse("2026-08-20T00:00:00Z"), timeZone: "America/New_York" },
    },
    5,
  );
  expect(july).toEqual({ month: "2026-07", endsAtMs: Date.parse("2026-08-01T04:00:00Z") });
});
