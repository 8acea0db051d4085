import { expect, test } from "vitest";
import type { Condition } from "#domain/condition";
import { prospectOf } from "#domain/prospect";
import type { KnownReferrer } from "#domain/prospect";
import { aRule } from "#support/domain-factories";

const supplier: KnownReferrer = { kind: "supplier" };

test.each<[Condition | undefined, KnownReferrer, string]>([
  [undefined, supplier, "certain"],
  [{ gt: ["event.amount_minor", 0] }, supplier, "certain"],
  [{ gte: ["event.amount_minor", 500] }, supplier, "open"],
  [{ eq: ["event.currency", "GBP"] }, supplier, "open"],
  [{ eq: ["referrer.status", "active"] }, supplier, "certain"],
  [{ eq: ["referrer.kind", "supplier"] }, supplier, "certain"],
  [{ eq: ["referrer.kind", "couple"] }, supplier, "never"],
  [{ not: { eq: ["referrer.kind", "supplier"] } }, supplier, "never"],
  [{ eq: ["referrer.category", "dj"] }, supplier, "open"],
  [{ eq: ["referrer.category", "dj"] }, { ...supplier, category: "dj" }, "certain"],
  [{ eq: ["referrer.location", "Leeds"] }, { ...supplier, location: null }, "never"],
  [{ any: [{ eq: ["referrer.kind", "supplier"] }, { eq: ["event.plan", "pro"] }] }, supplier, "certain"],
  [{ any: [{ eq: ["referrer.kind", "couple"] }, { eq: ["event.plan", "pro"] }] }, supplier, "open"],
])("%j before %j has referred: %s", (when, referrer, outcome) => {
  expect(prospectOf(aRule({ when }), referrer).outcome).toBe(outcome);
});

test("the currency is told where only one passes", () => {
  const currencyOf = (when: Condition) => prospectOf(aRule({ when }), supplier).currency;
  expect(currencyOf({ all: [{ gte: ["event.amount_minor", 1] }, { eq: ["event.currency", "GBP"] }] })).toBe("GBP");
  expect(currencyOf({ in: ["event.currency", ["GBP", "EUR"]] })).toBeUndefined();
  expect(currencyOf({ gte: ["event.amount_minor", 1] })).toBeUndefined();
});
