import * as fc from "fast-check";
import { expect, test } from "vitest";
import { accuracyOf, reportFraud, reportProgram, shareWithin } from "#domain/fraud-report";
import type { JudgedAssessment } from "#domain/fraud-report";

function judged(isAbuse: boolean, fields: Partial<JudgedAssessment> = {}): JudgedAssessment {
  return { programId: "prg_1", isAbuse, action: "approve", signals: [], rules: [], ...fields };
}

test.each([
  [0, 10, 0, 0, 277_540],
  [10, 10, 1_000_000, 722_460, 1_000_000],
  [8, 10, 800_000, 490_157, 943_318],
  [50, 100, 500_000, 403_830, 596_170],
])("%i of %i is %i, and with good confidence from %i to %i", (...numbers) => {
  const [part, whole, ratio, low, high] = numbers;
  const share = shareWithin(part, whole);
  expect(share).toMatchObject({ part, whole, ratio });
  expect(Math.abs((share?.low ?? 0) - low)).toBeLessThanOrEqual(2);
  expect(Math.abs((share?.high ?? 0) - high)).toBeLessThanOrEqual(2);
});

test("of nothing there is no share", () => {
  expect(shareWithin(0, 0)).toBeNull();
});

test("a share lies within its bounds, which close in as more is counted", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.nat({ max: 1000 }), (whole, part) => {
      const [one, ten] = [shareWithin(part % (whole + 1), whole), shareWithin(10 * (part % (whole + 1)), 10 * whole)];
      if (one === null || ten === null) throw new Error("something was counted");
      expect(one.low).toBeLessThanOrEqual(one.ratio);
      expect(one.high).toBeGreaterThanOrEqual(one.ratio);
      expect(ten.high - ten.low).toBeLessThanOrEqual(one.high - one.low);
    }),
  );
});

test("precision is of what was caught, recall of what was abuse", () => {
  const all = [judged(true), judged(true, { action: "hold" }), judged(false, { action: "review" }), judged(false)];
  expect(accuracyOf(all, ({ action }) => action !== "approve")).toMatchObject({
    ...{ caughtAbuse: 1, missedAbuse: 1, caughtHonest: 1, passedHonest: 1 },
    precision: { part: 1, whole: 2, ratio: 500_000 },
    recall: { part: 1, whole: 2, ratio: 500_000 },
  });
});

test("each program is told by itself, and each signal and rule by its own catch", () => {
  const report = reportFraud([
    judged(true, { programId: "prg_2", action: "reject", rules: ["self_referral"] }),
    judged(true, { action: "hold", signals: ["velocity", "timing"] }),
    judged(false, { action: "hold", signals: ["velocity"] }),
  ]);
  expect(report.map(({ programId, verdicts }) => [programId, verdicts])).toEqual([
    ["prg_1", 2],
    ["prg_2", 1],
  ]);
  const [first, second] = report;
  expect(first?.signals.velocity.precision).toMatchObject({ part: 1, whole: 2 });
  expect(first?.signals.timing).toMatchObject({ precision: { part: 1, whole: 1 }, recall: { part: 1, whole: 1 } });
  expect(first?.signals.similarity).toMatchObject({ precision: null, recall: { part: 0, whole: 1 } });
  expect(second?.rules.self_referral).toMatchObject({ caughtAbuse: 1, caughtHonest: 0 });
});

test("of honest people is told how many were turned away unseen, and how many were looked at", () => {
  const honest = (["reject", "review", "hold", "approve"] as const).map((action) => judged(false, { action }));
  const { denied, reviewed } = reportProgram("prg_1", [...honest, judged(true, { action: "reject" })]);
  expect([denied, reviewed]).toMatchObject([
    { part: 1, whole: 4 },
    { part: 1, whole: 4 },
  ]);
});
