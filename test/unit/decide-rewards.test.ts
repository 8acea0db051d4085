import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { decideRewards } from "#domain/decide-rewards";
import type { RewardSetting } from "#domain/decide-rewards";
import type { Rule } from "#domain/program";
import { aDocument, aParticipant, aProgram, aReward, aRule, countingIds, nowMs } from "#support/domain-factories";

const payment = { event: "payment" as const, subject: "inv-1", atMs: nowMs - 5, facts: { "event.verified": false } };

function setting(rules: Rule[], fields: Partial<RewardSetting> = {}): RewardSetting {
  const document = aDocument({ rules });
  return {
    program: aProgram(),
    referralId: "ref_1",
    parties: { referrer: aParticipant("ann"), referee: aParticipant("mike") },
    promised: { version: 3, document, publishedAtMs: 0 },
    current: document,
    rewards: [],
    rewardsEnabled: true,
    actor: "key:key_test",
    nowMs,
    newId: countingIds(),
    ...fields,
  };
}

describe("decideRewards", () => {
  test("every grant of a rule that is met is a reward, a posting, a transition and a clause", () => {
    const rule = aRule({
      grant: [
        { to: "referrer", kind: "credit", amount_minor: 1000, currency: "GBP" },
        { to: "referee", kind: "free_month", quantity: 1 },
      ],
      expires_days: 365,
    });
    const { rewards, postings, transitions, clauses } = decideRewards(payment, setting([rule]));
    expect(rewards).toMatchObject([
      {
        beneficiaryId: "ptc_ann",
        side: "referrer",
        grantIndex: 0,
        quantity: 1000,
        unit: "GBP",
        version: 3,
        earnedAtMs: nowMs - 5,
        expiresAtMs: nowMs + 365 * dayMs,
      },
      {
        beneficiaryId: "ptc_mike",
        side: "referee",
        grantIndex: 1,
        quantity: 1,
        unit: "free_months",
        state: "available",
      },
    ]);
    expect(postings.map(({ toOwner, quantity }) => [toOwner, quantity])).toEqual([
      ["ptc_ann", 1000],
      ["ptc_mike", 1],
    ]);
    expect(transitions).toMatchObject([
      { fromState: null, toState: "available", reason: "rule_met" },
      { toState: "available" },
    ]);
    expect(clauses.map(({ code }) => code)).toEqual(["reward_granted", "reward_granted"]);
  });

  test.each<[string, Partial<RewardSetting>]>([
    ["program_paused", { program: aProgram({ status: "paused" }) }],
    [
      "referrer_suspended",
      { parties: { referrer: aParticipant("ann", { status: "suspended" }), referee: aParticipant("mike") } },
    ],
    ["referrer_ineligible", { current: aDocument({ eligibility: { referrer: { eq: ["referrer.kind", "couple"] } } }) }],
    [
      "self_referral",
      {
        parties: {
          referrer: aParticipant("ann", { organization: "Lens" }),
          referee: aParticipant("mike", { organization: "lens" }),
        },
      },
    ],
  ])("%s: the reward is a row that says so, and nothing is posted", (reason, fields) => {
    const { rewards, postings, clauses, transitions } = decideRewards(payment, setting([aRule()], fields));
    expect(rewards).toMatchObject([{ state: "denied" }]);
    expect(postings).toEqual([]);
    expect(transitions).toMatchObject([{ toState: "denied", reason }]);
    expect(clauses).toMatchObject([{ code: "reward_denied", reason }]);
  });

  test("a suspended referrer does not cost the referee his part", () => {
    const parties = { referrer: aParticipant("ann", { status: "suspended" }), referee: aParticipant("mike") };
    const rule = aRule({ grant: [{ to: "referee", kind: "free_month", quantity: 1 }] });
    expect(decideRewards(payment, setting([rule], { parties })).rewards).toMatchObject([{ state: "available" }]);
  });
  test("a rule that is missed says why; one that is not meant or was paid says nothing", () => {
    const missed = aRule({ key: "missed", qualify: { verified: true } });
    const notMeant = aRule({ key: "other", on: { event: "signup", occurrence: "first" } });
    const decided = decideRewards(payment, setting([missed, notMeant, aRule()], { rewards: [aReward()] }));
    expect(decided).toMatchObject({
      rewards: [],
      clauses: [{ code: "rule_missed", rule: "missed", reason: "payment_unverified" }],
    });
    expect(decided.clauses).toHaveLength(1);
  });
  test("with rewards switched off what was earned is denied", () => {
    expect(decideRewards(payment, setting([aRule()], { rewardsEnabled: false }))).toMatchObject({
      rewards: [{ state: "denied" }],
      postings: [],
      clauses: [{ code: "reward_denied", reason: "rewards_disabled" }],
    });
  });
});
