import { dateAt, isoWeekOf } from "#domain/calendar";

/** What a board may be asked for by name; all but the first hold the present. */
export const boardPeriods = ["all_time", "this_year", "this_quarter", "this_month", "this_week"] as const;
export type BoardPeriod = (typeof boardPeriods)[number];

/** The key of a year, a quarter, a month, or a week by ISO 8601. */
export const periodPattern = /^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])|-W(0[1-9]|[1-4]\d|5[0-3]))?$/;

/** The keys of the periods that hold an instant in a time zone: `all`, `2026`, `2026-Q4`, `2026-11`, `2026-W48`. */
export function periodKeysAt(atMs: number, timeZone: string): Record<BoardPeriod, string> {
  const date = dateAt(atMs, timeZone);
  const week = isoWeekOf(date);
  const year = padded(date.year, 4);
  return {
    all_time: "all",
    this_year: year,
    this_quarter: `${year}-Q${Math.ceil(date.month / 3)}`,
    this_month: `${year}-${padded(date.month, 2)}`,
    this_week: `${padded(week.year, 4)}-W${padded(week.week, 2)}`,
  };
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}
