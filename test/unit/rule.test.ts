import { describe, expect, test } from "vitest";
import type { Rule } from "#domain/program";
import { matchRule } from "#domain/rule";
import type { Occasion } from "#domain/rule";
import { aParticipant, aReward, aRule, nowMs } from "#support/domain-factories";

const parties = { referrer: aParticipant("ann"), referee: aParticipant("mike", { kind: "couple" }) };
const payment: Occasion = {
  event: "payment",
  subject: "inv-2",
  atMs: nowMs,
  facts: { "event.amount_minor": 100, "event.verified": false },
};

function outcome(rule: Partial<Rule>, earlier = [aReward()], occasion = payment) {
  const match = matchRule(aRule(rule), occasion, parties, earlier);
  return typeof match === "string" ? match : match.miss;
}

describe("matchRule", () => {
  test.each<[string, Partial<Rule>]>([
    ["not_meant", { on: { event: "signup", occurrence: "first" } }],
    ["wrong_flow", { flow: { referee: ["supplier"] } }],
    ["payment_unverified", { qualify: { verified: true } }],
    ["condition_unmet", { when: { gt: ["event.amount_minor", 100] } }],
    ["not_first", {}],
    ["met", { on: { event: "payment", occurrence: "every" } }],
    ["met", { flow: { referrer: ["supplier"], referee: ["couple"] }, on: { event: "payment", occurrence: "every" } }],
  ])("%s: %j", (expected, rule) => {
    expect(outcome(rule)).toBe(expected);
  });
  test("the first payment that passes counts as first, and one that was rewarded before does not count again", () => {
    expect(outcome({}, [])).toBe("met");
    expect(outcome({}, [aReward({ ruleKey: "another" })])).toBe("met");
    expect(outcome({}, [], { ...payment, facts: {} })).toBe("met");
    expect(outcome({}, [aReward({ subject: "inv-2", state: "reversed" })])).toBe("rewarded_before");
  });
});
