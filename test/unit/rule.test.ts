import { describe, expect, test } from "vitest";
import type { Rule } from "#domain/program";
import { countsReferrals, listensTo, missOf, missOfFacts, rankPayments, rewardsLeaders } from "#domain/rule";
import type { RankedPayment } from "#domain/rule";
import { aParticipant, aReward, aRule, nowMs } from "#support/domain-factories";

const parties = { referrer: aParticipant("ann"), referee: aParticipant("mike", { kind: "couple" }) };
const facts = { "event.amount_minor": 100, "event.verified": false };
const ranked = (subject: string, ...reports: RankedPayment["reports"]) => ({ subject, atMs: nowMs, reports });

test("a rule listens to its event, or counts referrals", () => {
  const counting = aRule({ on: { count: { every: 3 } } });
  expect([listensTo(aRule(), "payment"), listensTo(aRule(), "signup"), listensTo(counting, "payment")]).toEqual([
    true,
    false,
    false,
  ]);
  expect([countsReferrals(aRule()), countsReferrals(counting)]).toEqual([false, true]);
  const leading = aRule({ on: { leader: "month" } });
  expect([counting, leading].map(rewardsLeaders)).toEqual([false, true]);
  expect([countsReferrals(leading), listensTo(leading, "payment")]).toEqual([false, false]);
});

describe("missOfFacts", () => {
  test.each<[string | null, Partial<Rule>]>([
    ["wrong_flow", { flow: { referee: ["supplier"] } }],
    ["payment_unverified", { qualify: { verified: true } }],
    ["condition_unmet", { when: { gt: ["event.amount_minor", 100] } }],
    [null, {}],
    [null, { flow: { referrer: ["supplier"], referee: ["couple"] } }],
  ])("%s: %j", (expected, rule) => {
    expect(missOfFacts(aRule(rule), facts, parties)?.miss ?? null).toBe(expected);
  });
  test("an unmet condition names the part that failed", () => {
    const when = { all: [{ gte: ["event.amount_minor", 1] }, { eq: ["event.plan", "pro"] }] } as const;
    expect(missOfFacts(aRule({ when: when as never }), facts, parties)?.condition).toEqual({
      eq: ["event.plan", "pro"],
    });
  });
});

describe("rankPayments", () => {
  test("payments rank by when they came to pass, and those that never do have no rank", () => {
    const verified = { "event.verified": true };
    const late = ranked("late", { seq: 1, facts }, { seq: 5, facts: verified });
    const prompt = ranked("prompt", { seq: 3, facts: verified });
    const never = ranked("never", { seq: 2, facts });
    const order = rankPayments(aRule({ qualify: { verified: true } }), parties, [late, never, prompt]);
    expect(order.map(({ subject }) => subject)).toEqual(["prompt", "late"]);
  });
});

describe("missOf", () => {
  // Safe because the factory's rule listens to an event.
  const rule = aRule() as Rule & { on: { event: "payment"; occurrence: "first" } };
  const payments = [ranked("inv-1", { seq: 1, facts }), ranked("inv-2", { seq: 2, facts })];
  const occasion = { event: "payment" as const, subject: "inv-2", atMs: nowMs, facts };
  const past = { payments, rewards: [], timeZone: "UTC" };
  test("only the first that passes is the first", () => {
    expect(missOf(rule, occasion, parties, past)?.miss).toBe("not_first");
    expect(missOf(rule, { ...occasion, subject: "inv-1" }, parties, past)).toBeNull();
  });
  test("a first that was rewarded stays the first, even if it would no longer pass", () => {
    const rewards = [aReward({ subject: "inv-0", state: "reversed" })];
    expect(missOf(rule, { ...occasion, subject: "inv-1" }, parties, { ...past, rewards })?.miss).toBe("not_first");
  });
  test("what a former referrer got does not count against the new one", () => {
    const rewards = [aReward({ subject: "inv-0", beneficiaryId: "ptc_former" })];
    expect(missOf(rule, { ...occasion, subject: "inv-1" }, parties, { ...past, rewards })).toBeNull();
  });
});
