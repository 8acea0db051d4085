import { describe, expect, test } from "vitest";
import { everMs } from "#domain/counter";
import { freedOf, freedPlaces, limitUses } from "#domain/limit";
import type { Limit, Rule } from "#domain/program";
import type { Reward } from "#domain/reward";
import { aDocument, aReward, aRule, nowMs } from "#support/domain-factories";

const both: Rule["grant"] = [
  { to: "referrer", kind: "credit", amount_minor: 1000, currency: "GBP" },
  { to: "referee", kind: "credit", amount_minor: 1000, currency: "GBP" },
];

function uses(
  limit: Limit,
  reward: Partial<Reward> = {},
  fields: { campaign?: string | null; rule?: Partial<Rule> } = {},
) {
  const rule = aRule({ grant: both, limit: [limit], ...fields.rule });
  const current = aDocument({ time_zone: "Europe/London", rules: [rule] });
  const found = limitUses(rule, aReward({ earnedAtMs: nowMs, ...reward }), {
    current,
    referrerId: "ptc_ann",
    refereeId: "ptc_mike",
    campaign: fields.campaign ?? null,
  });
  return found;
}

describe("limitUses", () => {
  test.each<[Limit["per"], string, string]>([
    ["referrer", "ptc_ann", "limit:rule:credit:referrer:number:ever"],
    ["pair", "ptc_mike", "limit:rule:credit:pair:ptc_ann:referrer:number:ever"],
    ["rule", "", "limit:rule:credit:number:ever"],
    ["program", "", "limit:program:number:ever"],
  ])("a limit per %s has a counter of its own", (per, scope, name) => {
    expect(uses({ per, max: 12 })).toMatchObject([{ place: { scope, name, amount: 1, endsAtMs: everMs }, cap: 12 }]);
  });
  test("a limit per person counts what that side gets", () => {
    expect(uses({ per: "referrer", max: 1 }, { side: "referee" })).toEqual([]);
    expect(uses({ per: "referee", max: 1 })).toEqual([]);
    expect(uses({ per: "referee", max: 1 }, { side: "referee" })).toMatchObject([{ place: { scope: "ptc_mike" } }]);
  });
  test("in a rule that pays the other side alone, it counts what that side gets", () => {
    const rule = { grant: both.slice(1) };
    const found = uses({ per: "referrer", max: 5 }, { side: "referee" }, { rule });
    expect(found).toMatchObject([{ place: { scope: "ptc_ann" } }]);
  });
  test("a limit per campaign is for referrals of a campaign", () => {
    expect(uses({ per: "campaign", max: 5 })).toEqual([]);
    expect(uses({ per: "campaign", max: 5 }, {}, { campaign: "fair" })).toMatchObject([
      { place: { name: "limit:campaign:fair:number:ever" } },
    ]);
  });
  test("a window ends with the calendar of the program's time zone", () => {
    const found = uses({ per: "rule", max: 1, window: "calendar_month" });
    expect(found).toMatchObject([{ place: { endsAtMs: Date.UTC(2026, 4, 31, 23) } }]);
  });

  const budget: Limit = { per: "program", budget: { unit: "GBP", amount_minor: 5000 } };
  test.each<[string, Partial<Reward>, object[] | "budget_other_unit"]>([
    ["value in its unit", {}, [{ place: { amount: 1000, byQuantity: true }, cap: 5000 }]],
    [
      "what a month is worth",
      { kind: "free_month", unit: "free_months", quantity: 1, worthMinor: 4900 },
      [{ place: { amount: 4900, byQuantity: false } }],
    ],
    [
      "nothing for what has no price",
      { kind: "badge", unit: "badges", quantity: 1, worthMinor: null, worthCurrency: null },
      [],
    ],
    ["no money of another currency", { unit: "USD", worthCurrency: "USD" }, "budget_other_unit"],
    [
      "no months of another worth",
      { kind: "free_month", unit: "free_months", quantity: 1, worthCurrency: "USD" },
      "budget_other_unit",
    ],
  ])("a budget counts %s", (_, reward, expected) => {
    const found = uses(budget, reward);
    if (expected === "budget_other_unit") expect(found).toBe(expected);
    else expect(found).toMatchObject(expected);
    if (Array.isArray(expected)) expect(found).toHaveLength(expected.length);
  });

  test("a limit of the program counts the rewards of every rule and stops those that state it", () => {
    const stating = aRule({ key: "stating", limit: [{ per: "program", max: 3 }] });
    const silent = aRule({ key: "silent" });
    const current = aDocument({ rules: [stating, silent] });
    const setting = { current, referrerId: "a", refereeId: "b", campaign: null };
    expect(limitUses(stating, aReward({ ruleKey: "stating" }), setting)).toMatchObject([{ cap: 3 }]);
    expect(limitUses(silent, aReward({ ruleKey: "silent" }), setting)).toMatchObject([{ cap: null }]);
  });
  test("a limit that two rules state is one counter, and takes one place", () => {
    const stated = (key: string, max: number) => aRule({ key, limit: [{ per: "program", max }] });
    const current = aDocument({ rules: [stated("a", 5), stated("b", 3)] });
    const found = limitUses(stated("a", 5), aReward(), { current, referrerId: "a", refereeId: "b", campaign: null });
    expect(found).toMatchObject([{ cap: 5 }]);
    expect(found).toHaveLength(1);
  });
  test("a rule that is no longer in force keeps the limits it was promised with", () => {
    const gone = aRule({ limit: [{ per: "rule", max: 7 }] });
    const setting = { current: aDocument({ rules: [] }), referrerId: "a", refereeId: "b", campaign: null };
    expect(limitUses(gone, aReward(), setting)).toMatchObject([{ cap: 7 }]);
  });
});

describe("places that become free", () => {
  const place = { scope: "", endsAtMs: 1, name: "n", amount: 1000, byQuantity: true };
  test("part by part where they go by quantity, and whole at the end", () => {
    expect(freedOf(aReward({ reversedQuantity: 300 }), place)).toBe(300);
    expect(freedOf(aReward({ reversedQuantity: 300 }), { ...place, byQuantity: false })).toBe(0);
    for (const state of ["reversed", "voided"] as const) expect(freedOf(aReward({ state }), place)).toBe(1000);
    for (const state of ["expired", "redeemed"] as const) expect(freedOf(aReward({ state }), place)).toBe(0);
  });
  test("a step gives back only what is new", () => {
    const before = aReward({ places: [place], reversedQuantity: 300 });
    expect(freedPlaces(before, { ...before, reversedQuantity: 500 })).toMatchObject([{ delta: -200 }]);
    expect(freedPlaces(before, { ...before, state: "reversed" })).toMatchObject([{ delta: -700, cap: null }]);
    expect(freedPlaces(before, before)).toEqual([]);
  });
});
