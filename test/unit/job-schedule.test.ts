import { describe, expect, test } from "vitest";
import {
  dailyAt,
  dueOf,
  everyMinutes,
  isLate,
  jobNames,
  lastInstant,
  sundaysAt,
  weeklyAwardMs,
} from "#domain/job-schedule";

const at = (text: string) => Date.parse(`2026-${text}Z`);

describe("the newest instant of a schedule", () => {
  test.each([
    ["every minute", everyMinutes(1), "05-02T10:07:59.999", "05-02T10:07"],
    ["every 5 minutes", everyMinutes(5), "05-02T10:07", "05-02T10:05"],
    ["every 15 minutes", everyMinutes(15), "05-02T10:15", "05-02T10:15"],
    ["daily at 02:15 UTC", dailyAt(2, 15), "05-02T02:14:59.999", "05-01T02:15"],
    ["daily at 00:00 UTC", dailyAt(0, 0), "05-02T00:00", "05-02T00:00"],
    ["every Sunday at 03:00 UTC", sundaysAt(3, 0), "05-03T02:59:59.999", "04-26T03:00"],
    ["every Sunday at 03:00 UTC", sundaysAt(3, 0), "05-03T03:00", "05-03T03:00"],
  ])("%s", (words, schedule, now, instant) => {
    expect(schedule.words).toBe(words);
    expect(new Date(lastInstant(schedule, at(now))).toISOString()).toBe(new Date(at(instant)).toISOString());
  });
});

describe("what is due", () => {
  const nowMs = at("05-02T10:07:30");
  const minute = everyMinutes(1);

  test("a job that never ran does the newest instant, as if it had done the one before", () => {
    expect(dueOf(minute, { watermarkMs: null, nowMs })).toEqual({
      dueMs: at("05-02T10:07"),
      sinceMs: at("05-02T10:07"),
    });
  });

  test("nothing, when the newest instant is done", () => {
    expect(dueOf(minute, { watermarkMs: at("05-02T10:07"), nowMs })).toBeNull();
    expect(dueOf(minute, { watermarkMs: at("05-02T10:07:10"), nowMs })).toBeNull();
  });

  test("all that was missed at once, up to the newest instant", () => {
    expect(dueOf(minute, { watermarkMs: at("05-02T10:04"), nowMs })).toEqual({
      dueMs: at("05-02T10:07"),
      sinceMs: at("05-02T10:05"),
    });
  });

  test("nothing for a tick of the past", () => {
    expect(dueOf(minute, { watermarkMs: at("05-02T10:08"), nowMs })).toBeNull();
    expect(dueOf(minute, { watermarkMs: at("06-01T00:00"), nowMs })).toEqual(
      dueOf(minute, { watermarkMs: null, nowMs }),
    );
  });

  test("it is late when more than three intervals have passed since the first that was missed", () => {
    const due = { dueMs: at("05-02T10:07"), sinceMs: at("05-02T10:04:30") };
    expect(isLate(minute, due, nowMs)).toBe(false);
    expect(isLate(minute, due, nowMs + 1)).toBe(true);
    expect(isLate(minute, null, nowMs)).toBe(false);
  });
});

test("no two jobs have one name", () => {
  expect(new Set(jobNames).size).toBe(jobNames.length);
});

test.each([
  ["2026-11-21T12:00:00Z", "2026-11-22T03:00:00Z"],
  ["2026-11-22T02:59:59.999Z", "2026-11-22T03:00:00Z"],
  ["2026-11-22T03:00:00Z", "2026-11-22T03:00:00Z"],
  ["2026-11-22T03:00:00.001Z", "2026-11-29T03:00:00Z"],
])("badges that are earned at %s are awarded at %s", (at, award) => {
  expect(weeklyAwardMs(Date.parse(at))).toBe(Date.parse(award));
});
