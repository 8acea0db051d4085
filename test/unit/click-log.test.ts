import * as fc from "fast-check";
import { expect, test } from "vitest";
import { clickClasses, clickTallies } from "#domain/click";
import type { Click } from "#domain/click";
import {
  clickLogShard,
  clickLogShards,
  clicksByDay,
  countClicks,
  emptyClickDay,
  flushedCounts,
  isFlushDue,
  packClicks,
  takeDirty,
  unpackClicks,
} from "#domain/click-log";
import { dayMs } from "#domain/day";
import { clickVias } from "#domain/fraud-history";
import { channels } from "#domain/journey";

const click: fc.Arbitrary<Click> = fc.record({
  code: fc.stringMatching(/^[A-Z0-9]{3,8}$/),
  atMs: fc.integer({ min: 0, max: 5 * dayMs }),
  channel: fc.constantFrom(...channels),
  class: fc.constantFrom(...clickClasses),
  repeat: fc.boolean(),
  visitorId: fc.option(fc.string()),
  addressHash: fc.option(fc.string()),
  via: fc.constantFrom(null, ...clickVias),
});

function plainClick(code: string): Click {
  const nothingKnown = { visitorId: null, addressHash: null, via: null };
  return { code, atMs: 0, channel: "link", class: "human", repeat: false, ...nothingKnown };
}

/** A day in which so many codes were clicked, so often each. */
function dayWith(codes: number, clicksEach: number, receivedAtMs = 0) {
  const day = emptyClickDay(0);
  for (let code = 0; code < codes; code += 1) {
    for (let turn = 0; turn < clicksEach; turn += 1) countClicks(day, [plainClick(`C${code}`)], receivedAtMs);
  }
  return day;
}

test("clicks read back as they were packed", () => {
  fc.assert(
    fc.property(fc.array(click), (clicks) => {
      expect(unpackClicks(packClicks(clicks))).toEqual(clicks);
    }),
  );
});

test("clicks that an earlier version packed are read, without how they were loaded", () => {
  const text = '[["ABC",7,1,0,1,"visitor","hash"]]';
  const known = { code: "ABC", atMs: 7, channel: "qr", class: "human", repeat: true };
  expect(unpackClicks(text)).toEqual([{ ...known, visitorId: "visitor", addressHash: "hash", via: null }]);
});

test("counts add up to the clicks, whatever groups they come in", () => {
  fc.assert(
    fc.property(fc.array(fc.array(click)), (groups) => {
      const days = new Map<number, ReturnType<typeof emptyClickDay>>();
      for (const group of groups) {
        for (const [day, clicks] of clicksByDay(group)) {
          const clickDay = days.get(day) ?? emptyClickDay(day);
          days.set(day, clickDay);
          countClicks(clickDay, clicks, 0);
        }
      }
      const counts = [...days.values()].flatMap((day) => [...day.counts.values()]);
      expect(counts.reduce((sum, count) => sum + clickTallies.reduce((all, tally) => all + count[tally], 0), 0)).toBe(
        groups.flat().length,
      );
      expect([...days.values()].reduce((sum, day) => sum + day.unflushedClicks, 0)).toBe(groups.flat().length);
    }),
  );
});

test("human clicks and their repeats are also counted by how they were loaded, and those of machines are not", () => {
  const day = emptyClickDay(0);
  const ofClass = (change: Partial<Click>) => ({ ...plainClick("AAA"), ...change });
  const embedded: Partial<Click>[] = [{ via: "image" }, { via: "iframe", repeat: true }, { via: "script" }];
  const others: Partial<Click>[] = [{ via: "navigation" }, { via: null }, { via: "image", class: "bot" }];
  countClicks(day, [...embedded, ...others].map(ofClass), 0);
  const expected = { human: 4, repeat: 1, bot: 1, preview: 0, prefetch: 0, embedded: 3 };
  expect([...day.counts.values()]).toEqual([{ code: "AAA", day: 0, channel: "link", ...expected }]);
});

test("a flush waits for ten clicks a count, unless counts are few or the oldest click is two hours old", () => {
  const twoHoursMs = 2 * 3_600_000;
  expect(isFlushDue([emptyClickDay(0)], twoHoursMs * 10)).toBe(false);
  expect(isFlushDue([dayWith(20, 1)], 0)).toBe(true);
  expect(isFlushDue([dayWith(21, 1)], 0)).toBe(false);
  expect(isFlushDue([dayWith(21, 9)], 0)).toBe(false);
  expect(isFlushDue([dayWith(21, 10)], 0)).toBe(true);
  expect(isFlushDue([dayWith(21, 1, 1000)], 1000 + twoHoursMs - 1)).toBe(false);
  expect(isFlushDue([dayWith(21, 1, 1000)], 1000 + twoHoursMs)).toBe(true);
  expect(isFlushDue([dayWith(11, 1), dayWith(10, 1)], 0)).toBe(false);
});

test("codes are shared out evenly and always to the same object", () => {
  const shards = Array.from({ length: 4000 }, (_, index) => clickLogShard(`CODE${index}`, 4));
  for (const name of ["0-of-4", "1-of-4", "2-of-4", "3-of-4"]) {
    expect(shards.filter((shard) => shard === name).length).toBeGreaterThan(850);
  }
  expect(clickLogShard("CODE7", 4)).toBe(shards[7]);
});

test("what the database should have is told page by page, without what the next flush will bring", () => {
  const day = dayWith(5, 1);
  takeDirty(day);
  countClicks(day, [plainClick("CODE9")], 0);
  const first = flushedCounts(day, { after: null, limit: 3 });
  const second = flushedCounts(day, { after: first.next, limit: 3 });
  expect(first.counts).toHaveLength(3);
  expect(second.next).toBeNull();
  expect([...first.counts, ...second.counts].map(({ code }) => code)).toEqual(
    [...day.counts.values()]
      .map(({ code }) => code)
      .filter((code) => code !== "CODE9")
      .toSorted(),
  );
});

test("every object that logs clicks is one that codes are shared out to", () => {
  expect(clickLogShards(3)).toEqual(["0-of-3", "1-of-3", "2-of-3"]);
  expect(clickLogShards(3)).toContain(clickLogShard("CODE", 3));
});
