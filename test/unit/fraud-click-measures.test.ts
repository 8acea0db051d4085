import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  measureClickStuffing,
  measureEmbeddedTouch,
  measureHastySignups,
  measureIdleClicks,
} from "#domain/fraud-click-measures";
import type { ClickVia, PastReferral } from "#domain/fraud-history";
import { nothing } from "#domain/fraud-measures";
import { nowMs } from "#support/domain-factories";
import { aPastReferral, aView } from "#support/fraud-factories";

/** One who signed up so many seconds after the click; null for a code typed by hand. */
const after = (name: string, seconds: number | null, fields: Partial<PastReferral> = {}) =>
  aPastReferral(name, { clickedAtMs: seconds === null ? null : nowMs - seconds * 1000, ...fields });
const several = (count: number, seconds: number | null, fields: Partial<PastReferral> = {}) =>
  Array.from({ length: count }, (_, index) => after(`s${seconds}_${index}`, seconds, fields));
const clicks = (all: number, embedded = 0) => ({ clicks: all, embedded });
const [minute, hour] = [60, 3600];

test.each<[string, ClickVia, number | null, [all: number, embedded: number, measure: number | null]]>([
  ["embedded itself, with as many others", "image", minute, [10, 5, 500_000]],
  ["embedded itself, and hardly another was", "iframe", minute, [200, 2, 10_000]],
  ["embedded itself, of few clicks", "image", minute, [9, 9, null]],
  ["a navigation that was followed at once", "navigation", hour - 1, [100, 90, null]],
  ["a navigation that was not", "navigation", hour, [20, 10, 500_000]],
  ["a navigation that was not, of few clicks", "navigation", hour, [19, 19, null]],
  ["a code typed by hand", "navigation", null, [100, 90, null]],
])("a touch that was %s", (_, via, seconds, [all, embedded, measure]) => {
  const view = aView({ referral: after("mike", seconds, { via }), clicks: clicks(all, embedded) });
  expect(measureEmbeddedTouch(view).measure).toBe(measure);
});

test("clicks are shared out among the signups that followed at once, and one more", () => {
  const referral = after("mike", 10 * minute);
  const measured = (others: PastReferral[]) => measureClickStuffing(aView({ referral, others, clicks: clicks(600) }));
  expect(measured([]).measure).toBe(600);
  expect(measured(several(3, hour)).measure).toBe(600);
  expect(measured([...several(1, minute), ...several(1, null), ...several(1, hour)]).measure).toBe(200);
  // Where most came at once, and of an audience, nothing is said.
  expect(measured(several(2, minute))).toBe(nothing);
  expect([measured(several(7, hour)).measure, measured(several(8, hour)).measure]).toEqual([600, null]);
  expect(measureClickStuffing(aView({ referral: after("mike", minute), clicks: clicks(600) }))).toBe(nothing);
});

test("idle clicks are many, and of three referees at least", () => {
  const measured = (others: PastReferral[], all = 30, seconds = hour) =>
    measureIdleClicks(aView({ referral: after("mike", seconds), others, clicks: clicks(all) })).measure;
  expect(measured(several(2, hour))).toBe(1_000_000);
  expect(measured([...several(2, hour), ...several(1, minute)], 40)).toBe(750_000);
  expect([measured(several(1, hour)), measured(several(2, hour), 29), measured(several(2, hour), 30, minute)]).toEqual([
    ...[null, null, null],
  ]);
  expect([measured(several(9, hour), 99), measured(several(9, hour), 100)]).toEqual([null, 1_000_000]);
});

test("of four signups right after the click a share is made, of fewer none; typed codes have no click", () => {
  const measured = (others: PastReferral[]) =>
    measureHastySignups(aView({ referral: after("mike", 29), others })).measure;
  expect(measured(several(2, 5))).toBe(0);
  expect(measured([...several(3, 5), ...several(4, 30), ...several(9, null)])).toBe(500_000);
  expect(measureHastySignups(aView({ referral: after("mike", null) }))).toBe(nothing);
});

test("shares are whole millionths whatever was counted", () => {
  const anyone = fc.record({ seconds: fc.option(fc.nat({ max: 9000 })), hasPaid: fc.boolean() });
  fc.assert(
    fc.property(fc.array(anyone, { maxLength: 20 }), fc.nat({ max: 500 }), (all, some) => {
      const others = all.map(({ seconds, hasPaid }, index) =>
        after(`p${index}`, seconds, hasPaid ? {} : { paidAtMs: null }),
      );
      const view = (count: number) => aView({ referral: after("mike", hour), others, clicks: clicks(count, count) });
      for (const measure of [measureEmbeddedTouch, measureIdleClicks, measureHastySignups]) {
        const share = measure(view(some)).measure ?? 0;
        expect(Number.isSafeInteger(share) && share >= 0 && share <= 1_000_000).toBe(true);
      }
    }),
  );
});
