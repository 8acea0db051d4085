import { periodKeysAt } from "#domain/board-period";
import { addMonths, windowEndMs } from "#domain/calendar";

/** What says which months of a program are to be closed. */
type MonthsFacts = {
  /** When it was first published: it has no boards before. */
  publishedAtMs: number;
  /** Months are closed one after the other; null: none is. */
  newestClosed: string | null;
  nowMs: number;
  timeZone: string;
};

/** `endsAtMs`: the first instant that is not its own. */
export type CalendarMonth = { month: string; endsAtMs: number };

/** The months that are over and not closed, oldest first. */
export function monthsToClose(
  { publishedAtMs, newestClosed, nowMs, timeZone }: MonthsFacts,
  most: number,
): CalendarMonth[] {
  const first = periodKeysAt(publishedAtMs, timeZone).this_month;
  const skipped = newestClosed === null ? 0 : monthsBetween(first, newestClosed) + 1;
  const months: CalendarMonth[] = [];
  let atMs = addMonths(publishedAtMs, Math.max(0, skipped), timeZone);
  for (let endMs = endOf(atMs); endMs <= nowMs && months.length < most; endMs = endOf(atMs)) {
    months.push({ month: periodKeysAt(atMs, timeZone).this_month, endsAtMs: endMs });
    atMs = endMs;
  }
  return months;

  function endOf(inMonthMs: number): number {
    return windowEndMs("calendar_month", inMonthMs, timeZone);
  }
}

function monthsBetween(from: string, to: string): number {
  const count = (month: string) => {
    const [year = 0, number = 0] = month.split("-").map(Number);
    return year * 12 + number;
  };
  return count(to) - count(from);
}
