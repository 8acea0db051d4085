import { describe, expect, test } from "vitest";
import { isMet, unmetPart } from "#domain/condition";
import type { Condition } from "#domain/condition";

const facts = { "event.amount_minor": 100, "event.currency": "GBP", "event.plan": null } as const;

describe("isMet", () => {
  test.each<[Condition, boolean]>([
    [{ eq: ["event.currency", "GBP"] }, true],
    [{ ne: ["event.currency", "GBP"] }, false],
    [{ gt: ["event.amount_minor", 100] }, false],
    [{ gte: ["event.amount_minor", 100] }, true],
    [{ lt: ["event.amount_minor", 101] }, true],
    [{ lte: ["event.amount_minor", 99] }, false],
    [{ in: ["event.currency", ["EUR", "GBP"]] }, true],
    [{ not: { eq: ["event.currency", "GBP"] } }, false],
    [{ all: [] }, true],
    [{ any: [] }, false],
    [{ any: [{ lt: ["event.amount_minor", 1] }, { eq: ["event.currency", "GBP"] }] }, true],
    [{ all: [{ lt: ["event.amount_minor", 1] }, { eq: ["event.currency", "GBP"] }] }, false],
  ])("%j is %s", (condition, expected) => {
    expect(isMet(condition, facts)).toBe(expected);
  });
  test("a fact that is not known is null, and no ordering holds for it", () => {
    expect(isMet({ eq: ["event.plan", null] }, facts)).toBe(true);
    for (const condition of [{ lt: ["event.interval", 1] }, { gte: ["event.plan", 0] }] as Condition[]) {
      expect(isMet(condition, facts)).toBe(false);
    }
  });
});

test("the first part that failed is named, however deep", () => {
  const failed: Condition = { gte: ["event.amount_minor", 500] };
  expect(unmetPart({ all: [{ eq: ["event.currency", "GBP"] }, { all: [failed] }] }, facts)).toEqual(failed);
  expect(unmetPart({ all: [] }, facts)).toBeNull();
});
