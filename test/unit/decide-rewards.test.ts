import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { decideRewards } from "#domain/decide-rewards";
import type { Rule } from "#domain/program";
import { closeWork } from "#domain/program-work";
import type { Work } from "#domain/program-work";
import {
  aDocument,
  aPayment,
  aProgram,
  aReward,
  aRule,
  anEvent,
  aWork,
  nowMs,
  stored,
} from "#support/domain-factories";
import { aParticipant } from "#support/domain-factories";

const payment = { event: "payment" as const, subject: "inv-1", atMs: nowMs - 5, facts: { "event.verified": false } };

/** What the decision about one payment comes to. */
function decide(work: Work, occasion = payment) {
  decideRewards(work, occasion);
  return closeWork(work);
}

/** So many payments, each a day after the one before, the last one now. */
function payments(count: number) {
  return Array.from({ length: count }, (_, index) =>
    stored(aPayment({ id: `p${index + 1}`, paymentRef: `inv-${index + 1}` }), {
      seq: index + 1,
      occurredAtMs: nowMs - (count - 1 - index) * dayMs,
    }),
  );
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
    const { rewards, steps, clauses } = decide(aWork({ rules: [rule] }));
    expect(rewards).toMatchObject([
      {
        beneficiaryId: "ptc_ann",
        side: "referrer",
        grantIndex: 0,
        quantity: 1000,
        unit: "GBP",
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
    expect(steps.map(({ posting }) => [posting?.toOwner, posting?.quantity])).toEqual([
      ["ptc_ann", 1000],
      ["ptc_mike", 1],
    ]);
    expect(steps.map(({ transition }) => transition)).toMatchObject([
      { fromState: null, toState: "available", reason: "rule_met" },
      { toState: "available" },
    ]);
    expect(clauses.map(({ code }) => code)).toEqual(["reward_granted", "reward_granted"]);
  });

  test.each<[string, Parameters<typeof aWork>[0]]>([
    ["program_paused", { input: { program: aProgram({ status: "paused" }) } }],
    [
      "referrer_suspended",
      {
        setting: { parties: { referrer: aParticipant("ann", { status: "suspended" }), referee: aParticipant("mike") } },
      },
    ],
    ["referrer_ineligible", { current: { eligibility: { referrer: { eq: ["referrer.kind", "couple"] } } } }],
    [
      "self_referral",
      {
        setting: {
          parties: {
            referrer: aParticipant("ann", { organization: "Lens" }),
            referee: aParticipant("mike", { organization: "lens" }),
          },
        },
      },
    ],
    ["rewards_disabled", { input: { rewardsEnabled: false } }],
    ["limit_reached", { rules: [aRule({ limit: [{ per: "rule", max: 0 }] })] }],
  ])("%s: the reward is a row that says so, and nothing is posted", (reason, fields) => {
    const { rewards, clauses, steps, counts } = decide(aWork(fields));
    expect(rewards).toMatchObject([{ state: "denied", places: null }]);
    expect(steps).toMatchObject([{ posting: null, transition: { toState: "denied", reason } }]);
    expect(clauses).toMatchObject([{ code: "reward_denied", reason }]);
    expect(counts).toEqual([]);
  });

  test("a suspended referrer does not cost the referee his part", () => {
    const parties = { referrer: aParticipant("ann", { status: "suspended" }), referee: aParticipant("mike") };
    const rule = aRule({ grant: [{ to: "referee", kind: "free_month", quantity: 1 }] });
    expect(decide(aWork({ rules: [rule], setting: { parties } })).rewards).toMatchObject([{ state: "available" }]);
  });
  test("a rule that is missed says why; one that is not meant or was paid says nothing", () => {
    const missed = aRule({ key: "missed", qualify: { verified: true } });
    const notMeant = aRule({ key: "other", on: { event: "signup", occurrence: "first" } });
    const work = aWork({ rules: [missed, notMeant, aRule()], facts: { rewards: [aReward()] } });
    const { rewards, clauses } = decide(work);
    expect(rewards).toEqual([]);
    expect(clauses).toMatchObject([{ code: "rule_missed", rule: "missed", reason: "payment_unverified" }]);
  });
  test("what comes to nothing is no reward", () => {
    const rule = aRule({ grant: [{ to: "referrer", kind: "credit", rate_bps: 1 }] });
    const facts = { "event.amount_minor": 10, "event.currency": "GBP" };
    const { rewards, clauses } = decide(aWork({ rules: [rule] }), {
      ...payment,
      facts: { ...payment.facts, ...facts },
    });
    expect(rewards).toEqual([]);
    expect(clauses).toMatchObject([{ code: "rule_missed", reason: "nothing_to_pay" }]);
  });
});

describe("a reward that waits", () => {
  test.each<[string, Partial<Rule>, object]>([
    ["its hold", { hold: { days: 14 } }, { releaseAtMs: nowMs - 5 + 14 * dayMs, needsReview: false }],
    ["the referee's stay", { qualify: { stay_days: 30 } }, { releaseAtMs: nowMs + 30 * dayMs }],
    ["the later of both", { qualify: { stay_days: 3 }, hold: { days: 14 } }, { releaseAtMs: nowMs - 5 + 14 * dayMs }],
    ["a person, above the value", { review: { over_minor: 9999 } }, { needsReview: true }],
  ])("waits for %s: pending, and nothing is posted", (_, fields, expected) => {
    const { rewards, steps, clauses } = decide(aWork({ rules: [aRule(fields)] }));
    expect(rewards).toMatchObject([{ state: "pending", expiresAtMs: null, ...expected }]);
    expect(steps).toMatchObject([{ change: "hold", posting: null }]);
    expect(clauses).toMatchObject([{ code: "reward_held" }]);
  });
  test("a value up to the bound needs no person", () => {
    const work = aWork({ rules: [aRule({ review: { over_minor: 10_000 } })] });
    expect(decide(work).rewards).toMatchObject([{ state: "available" }]);
  });
  test("a hold that is over already keeps nothing back", () => {
    const rule = aRule({ hold: { days: 14 } });
    const late = { ...payment, atMs: nowMs - 14 * dayMs };
    expect(decide(aWork({ rules: [rule] }), late).rewards).toMatchObject([{ state: "available" }]);
  });
  test("a disputed payment earns what waits for the end of the dispute", () => {
    const rule = aRule({ reverse: { on: ["dispute_lost"], policy: "full" } });
    const dispute = stored(anEvent({ type: "dispute_opened", paymentRef: "inv-1", disputeId: "d1" }), { seq: 2 });
    const work = aWork({ rules: [rule], history: [stored(aPayment()), dispute] });
    expect(decide(work).rewards).toMatchObject([{ state: "pending", disputed: true }]);
  });
});

describe("occurrences", () => {
  const rewardOf = (count: number) => aReward({ id: `rwd_${count}`, subject: `inv-${count}` });
  test.each<[string, Rule["on"], number, number, string | null]>([
    ["first", { event: "payment", occurrence: "first" }, 1, 0, null],
    ["first", { event: "payment", occurrence: "first" }, 2, 1, "not_first"],
    ["every", { event: "payment", occurrence: "every" }, 9, 8, null],
    ["the third", { event: "payment", occurrence: { nth: 3 } }, 2, 0, "not_nth"],
    ["the third", { event: "payment", occurrence: { nth: 3 } }, 3, 0, null],
    ["the third", { event: "payment", occurrence: { nth: 3 } }, 4, 0, "not_nth"],
    ["twelve at most", { event: "payment", occurrence: { every: true, at_most: 12 } }, 12, 11, null],
    ["twelve at most", { event: "payment", occurrence: { every: true, at_most: 12 } }, 13, 12, "occurrences_used_up"],
    ["a month long", { event: "payment", occurrence: { every: true, for_months: 1 } }, 30, 0, null],
    ["a month long", { event: "payment", occurrence: { every: true, for_months: 1 } }, 31, 0, "months_over"],
  ])("%s: payment %#", (...row) => {
    const [, on, count, rewarded, miss] = row;
    const rewards = Array.from({ length: rewarded }, (_unused, index) => rewardOf(index + 1));
    const work = aWork({ rules: [aRule({ on })], history: payments(count), facts: { rewards } });
    const plan = decide(work, { ...payment, subject: `inv-${count}`, atMs: nowMs });
    expect(plan.rewards).toHaveLength(miss === null ? 1 : 0);
    if (miss !== null) expect(plan.clauses).toMatchObject([{ code: "rule_missed", reason: miss }]);
  });
  test("a payment that was verified late takes its rank late", () => {
    const history = [
      stored(aPayment({ id: "p1", paymentRef: "inv-1" }), { seq: 1 }),
      stored(aPayment({ id: "p2", paymentRef: "inv-2" }), { seq: 2, verified: true }),
      stored(aPayment({ id: "p1-again", paymentRef: "inv-1" }), { seq: 3, verified: true }),
    ];
    const rule = aRule({ qualify: { verified: true } });
    const verified = { ...payment, facts: { "event.verified": true } };
    expect(decide(aWork({ rules: [rule], history }), verified).clauses).toMatchObject([{ reason: "not_first" }]);
    const second = decide(aWork({ rules: [rule], history }), { ...verified, subject: "inv-2" });
    expect(second.rewards).toHaveLength(1);
  });
});

describe("limits", () => {
  const rule = aRule({ limit: [{ per: "referrer", max: 1 }] });
  test("a place is counted with its cap, and kept on the reward", () => {
    const { rewards, counts } = decide(aWork({ rules: [rule] }));
    expect(counts).toMatchObject([{ scope: "ptc_ann", delta: 1, cap: 1 }]);
    expect(rewards[0]?.places).toMatchObject([{ scope: "ptc_ann", amount: 1 }]);
  });
  test("the current version says how much there is, whatever was promised", () => {
    const current = aDocument({ rules: [{ ...rule, limit: [{ per: "referrer", max: 0 }] }] });
    expect(decide(aWork({ rules: [rule], current })).rewards).toMatchObject([{ state: "denied" }]);
  });
  test("two grants of one decision share the places that are left", () => {
    const both = aRule({
      grant: [
        { to: "referrer", kind: "credit", amount_minor: 600, currency: "GBP" },
        { to: "referee", kind: "credit", amount_minor: 600, currency: "GBP" },
      ],
      limit: [{ per: "rule", budget: { unit: "GBP", amount_minor: 1000 } }],
    });
    const { rewards, clauses, counts } = decide(aWork({ rules: [both] }));
    expect(rewards.map(({ state }) => state)).toEqual(["available", "denied"]);
    expect(clauses[1]).toMatchObject({ code: "reward_denied", reason: "budget_exhausted", limit: both.limit?.[0] });
    expect(counts).toMatchObject([{ delta: 600, cap: 1000 }]);
  });
});
