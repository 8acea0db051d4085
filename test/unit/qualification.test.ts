import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import {
  countKey,
  criteriaOf,
  criterionOf,
  dependsOnConversions,
  paidCriterion,
  qualificationAt,
} from "#domain/qualification";
import { aDocument, aRule, nowMs } from "#support/domain-factories";

const at = (day: number) => nowMs + day * dayMs;
const paid = (day: number, lostDay: number | null = null) => ({
  atMs: at(day),
  lostAtMs: lostDay === null ? null : at(lostDay),
});

describe("a criterion", () => {
  test("is what a rule asks of a referral, and not what it earns or limits", () => {
    const counting = aRule({ on: { count: { every: 3 } }, qualify: { stay_days: 30 } });
    const alike = { ...counting, key: "other", grant: [], limit: [] };
    expect(criterionOf(alike)).toBe(criterionOf(counting));
    expect(criterionOf(aRule({ qualify: { stay_days: 31 } }))).not.toBe(criterionOf(counting));
    expect(criterionOf(aRule({ when: { eq: ["event.plan", "pro"] } }))).not.toBe(paidCriterion);
  });
  test("is counted where a program counts by it, and paid conversions always", () => {
    const staying = aRule({ on: { count: { reaches: 1 } }, qualify: { stay_days: 3 } });
    expect(criteriaOf(aDocument())).toEqual([paidCriterion]);
    expect(criteriaOf(aDocument({ rules: [staying, staying] }))).toEqual([criterionOf(staying), paidCriterion]);
  });
  test("of others matters to what a rule pays where it or a factor of it names the fact", () => {
    const few = { not: { all: [{ gte: ["referrer.conversions", 3] }] } } as const;
    const grant = [
      { to: "referrer", kind: "points", quantity: 5, multiply: [{ when: few as never, by_bps: 15_000 }] } as const,
    ];
    expect(dependsOnConversions(aRule({ when: few as never }))).toBe(true);
    expect(dependsOnConversions(aRule({ grant: grant as never }))).toBe(true);
    expect(dependsOnConversions(aRule({ when: { eq: ["event.plan", "pro"] } }))).toBe(false);
  });
  test("is one counter of each referrer", () => {
    expect(countKey("ptc_ann", paidCriterion)).toMatchObject({ scope: "ptc_ann", name: `count:${paidCriterion}` });
  });
});

describe("qualificationAt", () => {
  const stands = (payments: ReturnType<typeof paid>[], day: number, endings: number[] = [], stayDays = 30) =>
    qualificationAt(payments, { stayDays, endings: endings.map(at), nowMs: at(day) });

  test("without a payment that passes there is nothing to say", () => {
    expect(stands([], 99)).toBeNull();
  });
  test.each<[string, ReturnType<typeof paid>[], number, number[], "waiting" | "counted" | "lost"]>([
    ["before the end of the stay", [paid(0)], 29, [], "waiting"],
    ["at its end", [paid(0)], 30, [], "counted"],
    ["the stay runs from the earliest payment", [paid(20), paid(0)], 30, [], "counted"],
    ["an ending on its last day", [paid(0)], 40, [29], "lost"],
    ["an ending at its end", [paid(0)], 40, [30], "counted"],
    ["an ending before the payment", [paid(0)], 40, [-1], "counted"],
    ["the first payment lost within it, though another stands", [paid(0, 3), paid(2)], 40, [], "lost"],
    ["the first payment lost after it, while another stands", [paid(0, 31), paid(2)], 40, [], "counted"],
    ["all payments lost after it", [paid(0, 31)], 40, [], "lost"],
  ])("%s", (...row) => {
    const [, payments, day, endings, status] = row;
    expect(stands(payments, day, endings)?.status).toBe(status);
  });
  test("the end of the stay is told while it is waited for", () => {
    expect([stands([paid(0)], 1)?.dueAtMs, stands([paid(0)], 30)?.dueAtMs]).toEqual([at(30), null]);
  });
  test("without a stay a payment counts at once, as long as one is not lost", () => {
    expect(stands([paid(0)], 0, [], 0)?.status).toBe("counted");
    expect(stands([paid(0, 0), paid(1)], 2, [], 0)?.status).toBe("counted");
    expect(stands([paid(0, 0)], 2, [], 0)?.status).toBe("lost");
  });
});
