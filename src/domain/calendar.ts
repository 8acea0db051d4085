import { everMs } from "#domain/counter";
import { dayMs } from "#domain/day";
import type { LimitWindow } from "#domain/program";

/** A date and time as a clock on a wall shows it. `wallMs` counts it as if it were UTC. */
type Wall = { year: number; month: number; day: number; wallMs: number };

/**
 * The exclusive end of the calendar window that an instant lies in. A day begins at the first instant that
 * carries its date: at midnight, or when the clocks leap over midnight, where they land.
 */
export function windowEndMs(window: LimitWindow, atMs: number, timeZone: string): number {
  if (window === "ever") return everMs;
  const { year, month, day } = wallAt(atMs, timeZone);
  for (let ahead = 1; ; ahead += 1) {
    const endMs = instantOf(startOf(window, { year, month, day }, ahead), timeZone);
    // Clocks that are put back over midnight show a day's last hour again, when the next day has begun already.
    if (endMs > atMs) return endMs;
  }
}

/** Where the window began that holds an instant; one that never ends began at the beginning. */
export function windowStartMs(window: LimitWindow, atMs: number, timeZone: string): number {
  if (window === "ever") return 0;
  const { year, month, day } = wallAt(atMs, timeZone);
  return instantOf(startOf(window, { year, month, day }, 0), timeZone);
}

/** The same date and time on the wall, so many months later; the last day of a month that has no such day. */
export function addMonths(atMs: number, months: number, timeZone: string): number {
  const { year, month, day, wallMs } = wallAt(atMs, timeZone);
  const length = (daysBefore(year, month + months + 1) - daysBefore(year, month + months)) / dayMs;
  const timeOfDay = wallMs - daysBefore(year, month) - (day - 1) * dayMs;
  return instantOf(daysBefore(year, month + months) + (Math.min(day, length) - 1) * dayMs + timeOfDay, timeZone);
}

/** The date that calendars in the time zone show. `dayNumber` counts such days since 1970-01-01. */
export function dateAt(
  atMs: number,
  timeZone: string,
): { year: number; month: number; day: number; dayNumber: number } {
  const { year, month, day } = wallAt(atMs, timeZone);
  return { year, month, day, dayNumber: daysBefore(year, month) / dayMs + day - 1 };
}

/** The week that holds a day, by ISO 8601: it belongs to the year that has its Thursday. */
export function isoWeekOf({ year, dayNumber }: { year: number; dayNumber: number }): { year: number; week: number } {
  const thursday = dayNumber - weekdayOf(dayNumber * dayMs) + 3;
  const firstDayOf = (of: number) => daysBefore(of, 1) / dayMs;
  const yearOfWeek = [year - 1, year].find((candidate) => thursday < firstDayOf(candidate + 1)) ?? year + 1;
  return { year: yearOfWeek, week: Math.floor((thursday - firstDayOf(yearOfWeek)) / 7) + 1 };
}

const weekMs = 7 * dayMs;

/** Where the window begins that comes so many windows after the one that holds a date. */
function startOf(window: Exclude<LimitWindow, "ever">, date: Omit<Wall, "wallMs">, ahead: number): number {
  const { year, month, day } = date;
  switch (window) {
    case "calendar_day":
      return daysBefore(year, month) + (day - 1 + ahead) * dayMs;
    case "calendar_week": {
      const todayMs = daysBefore(year, month) + (day - 1) * dayMs;
      return todayMs - weekdayOf(todayMs) * dayMs + ahead * weekMs;
    }
    case "calendar_month":
      return daysBefore(year, month + ahead);
    case "calendar_quarter":
      return daysBefore(year, month - ((month - 1) % 3) + 3 * ahead);
    case "calendar_year":
      return daysBefore(year + ahead, 1);
  }
}

/** Monday is 0; 1970-01-01 was a Thursday. */
function weekdayOf(wallMs: number): number {
  return modulo(Math.floor(wallMs / dayMs) + 3, 7);
}

/** From 1970-01-01 to the first of a month, in the Gregorian calendar. Months beyond 12 run into the next year. */
function daysBefore(year: number, month: number): number {
  const months = year * 12 + month - 1;
  // Years that begin in March have their leap day last: 30.6 days a month tell how long each of them is.
  const marchYear = Math.floor((months - 2) / 12);
  const sinceMarch = modulo(months - 2, 12);
  const leaps = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return (marchYear * 365 + leaps + Math.floor((153 * sinceMarch + 2) / 5) - 719_468) * dayMs;
}

/** The first instant at which the wall shows a time; where the clocks leap over it, the one at which they land. */
function instantOf(wallMs: number, timeZone: string): number {
  // No zone is further from UTC than this, and none changes twice in so short a time.
  const beforeMs = offsetAt(wallMs - 1.5 * dayMs, timeZone);
  const afterMs = offsetAt(wallMs + 1.5 * dayMs, timeZone);
  for (const offsetMs of [beforeMs, afterMs]) {
    if (offsetAt(wallMs - offsetMs, timeZone) === offsetMs) return wallMs - offsetMs;
  }
  let early = wallMs - afterMs;
  let late = wallMs - beforeMs;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (middle + offsetAt(middle, timeZone) < wallMs) early = middle;
    else late = middle;
  }
  return late;
}

function offsetAt(atMs: number, timeZone: string): number {
  return wallAt(atMs, timeZone).wallMs - atMs;
}

function wallAt(atMs: number, timeZone: string): Wall {
  const parts = Object.fromEntries(
    formatFor(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const seconds = (hour * 60 + minute) * 60 + second;
  return {
    year,
    month,
    day,
    wallMs: daysBefore(year, month) + (day - 1) * dayMs + seconds * 1000 + modulo(atMs, 1000),
  };
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** A format takes long to make and a deployment has few zones. */
const formats = new Map<string, Intl.DateTimeFormat>();
const mostFormats = 50;

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  if (formats.size >= mostFormats) formats.clear();
  formats.set(timeZone, format);
  return format;
}
