import { expect, test } from "vitest";
import type { Grant } from "#domain/grant";
import { checkLimits } from "#domain/limit-check";
import type { Limit, LimitScope } from "#domain/program";
import { aRule } from "#support/domain-factories";

const pounds: Grant = { to: "referrer", kind: "credit", amount_minor: 100, currency: "GBP" };
const credits: Grant = { to: "referrer", kind: "credit", amount_minor: 100, currency: "credits" };
const share: Grant = { to: "referrer", kind: "credit", rate_bps: 500 };
const month: Grant = { to: "referrer", kind: "free_month", quantity: 1 };
const dearMonth: Grant = { ...month, worth: { amount_minor: 4900, currency: "GBP" } };
const days: Grant = { to: "referrer", kind: "premium_days", quantity: 30 };
const points: Grant = { to: "referrer", kind: "points", quantity: 5 };
const quarterOff: Grant = { to: "referrer", kind: "discount", percent_bps: 2500 };
const euroOff: Grant = { to: "referrer", kind: "discount", amount_minor: 100, currency: "EUR" };
const badge: Grant = { to: "referrer", kind: "badge", badge: "Master" };

function complaints(grant: Grant[], limit: Limit[]): string[] {
  return checkLimits(aRule({ grant, limit }), "rules[0]").map(({ path, message }) => `${path} ${message}`);
}

function budget(unit: string, per: LimitScope = "rule"): Limit {
  return { per, budget: { unit, amount_minor: 10_000 } };
}

test.each<[string, Grant[]]>([
  ["GBP", [pounds]],
  ["USD", [share]],
  ["credits", [credits]],
  ["free_months", [month]],
  ["free_months", [dearMonth]],
  ["GBP", [dearMonth]],
  ["GBP", [dearMonth, month]],
  ["GBP", [pounds, badge, quarterOff, days]],
  ["premium_days", [days]],
  ["points", [points]],
  ["EUR", [euroOff]],
])("a budget in %s counts %j", (unit, grant) => {
  expect(complaints(grant, [budget(unit)])).toEqual([]);
});

test.each<[string, Grant[], number]>([
  ["USD", [pounds], 0],
  ["GBP", [credits], 0],
  ["credits", [share], 0],
  ["points", [points, month], 1],
  ["free_months", [month, pounds], 1],
  ["USD", [dearMonth], 0],
  ["GBP", [euroOff], 0],
  ["credits", [credits, badge], 1],
  ["points", [quarterOff], 0],
])("a budget in %s can never pay one of %j", (unit, grant, index) => {
  expect(complaints(grant, [budget(unit)])).toEqual([
    `rules[0].limit[0].budget.unit must be the unit of what it limits: grant[${index}] never comes to ${unit}`,
  ]);
});

test("a budget that nothing takes from is refused, but where other rules may", () => {
  const message = "rules[0].limit[0].budget.unit counts nothing: no grant of the rule comes to GBP";
  expect(complaints([month, badge], [budget("GBP")])).toEqual([message]);
  expect(complaints([month, badge], [budget("GBP", "program")])).toEqual([]);
});

test("a budget pays each grant at least once", () => {
  const least = (grant: Grant, unit: string, amount: number) =>
    complaints([grant], [{ per: "program", budget: { unit, amount_minor: amount } }]).map((text) => text.slice(9));
  const never = (amount: number) => [
    `limit[0].budget.amount_minor must be at least ${amount}, or it never pays grant[0] once`,
  ];
  const plans = { by_plan: { starter: 500, pro: 900 }, default_minor: 0 };
  const halved = [{ when: { eq: ["event.plan", "pro"] satisfies [string, string] }, by_bps: 5000 }];
  expect([least(pounds, "GBP", 100), least(pounds, "GBP", 99)]).toEqual([[], never(100)]);
  expect([least(dearMonth, "GBP", 4900), least(dearMonth, "GBP", 4899)]).toEqual([[], never(4900)]);
  expect([least(dearMonth, "free_months", 1), least(days, "premium_days", 29)]).toEqual([[], never(30)]);
  expect([least(points, "points", 4), least(euroOff, "EUR", 99)]).toEqual([never(5), never(100)]);
  const byPlan: Grant = { to: "referrer", kind: "points", ...plans };
  expect([least(byPlan, "points", 500), least(byPlan, "points", 499)]).toEqual([[], never(500)]);
  expect([least(share, "GBP", 1), least({ ...pounds, multiply: halved }, "GBP", 50)]).toEqual([[], []]);
});

test("a budget per person counts what that side gets", () => {
  const both = [pounds, { ...credits, to: "referee" as const }];
  expect(complaints(both, [budget("GBP", "referrer"), budget("credits", "referee")])).toEqual([]);
  expect(complaints(both, [budget("credits", "referrer")])).toHaveLength(1);
  // It pays the referrer alone: what a referee brings is counted.
  expect(complaints([pounds], [budget("GBP", "referee")])).toEqual([]);
});

test("a limit is stated once", () => {
  const yearly: Limit = { per: "referrer", max: 12, window: "calendar_year" };
  const ever: Limit = { per: "referrer", max: 100 };
  const twice = "is stated twice: another limit counts the same in the same window";
  expect(complaints([pounds], [yearly, ever, budget("GBP", "referrer")])).toEqual([]);
  expect(complaints([pounds], [yearly, { ...yearly, max: 3 }])).toEqual([`rules[0].limit[1] ${twice}`]);
  expect(complaints([pounds], [ever, { ...ever, window: "ever" }])).toEqual([`rules[0].limit[1] ${twice}`]);
  expect(complaints([pounds], [budget("GBP"), budget("GBP")])).toEqual([`rules[0].limit[1] ${twice}`]);
});
