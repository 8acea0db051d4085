import { expect, test } from "vitest";
import { counterId } from "#domain/counter";
import { closeWork } from "#domain/program-work";
import { promiseReward } from "#domain/promise-reward";
import { countKey, paidCriterion } from "#domain/qualification";
import { aDocument, aRule, aWork, nowMs } from "#support/domain-factories";

const earning = {
  subject: "inv-1",
  atMs: nowMs,
  facts: {},
  ordinal: null,
  criterion: null,
  releaseAtMs: null,
  needsReview: false,
  disputed: false,
};
const badge = { to: "referrer", kind: "badge", badge: "Referral Master" } as const;

test("what has no balance is granted without a movement, and says what it is", () => {
  const rule = aRule({ grant: [badge], claim: "manual", expires_days: 30 });
  const work = aWork({ rules: [rule] });
  promiseReward(work, { rule, grant: badge, index: 0 }, earning);
  const { rewards, steps, clauses } = closeWork(work);
  expect(rewards).toMatchObject([
    { label: "Referral Master", unit: "badges", quantity: 1, claim: "manual", expiresDays: 30 },
  ]);
  expect(steps).toMatchObject([{ posting: null }]);
  expect(clauses).toMatchObject([{ code: "reward_granted", label: "Referral Master" }]);
});

test("a badge of the catalogue is kept by its key, and told of by its name", () => {
  const grant = { to: "referrer", kind: "badge", badge: "master" } as const;
  const rule = aRule({ grant: [grant] });
  const badges = [{ key: "master", name: "Referral Master", icon: "cup", description: "Five", color: "#00ff00" }];
  const promised = { version: 1, document: aDocument({ rules: [rule], badges }), publishedAtMs: 0 };
  const work = aWork({ rules: [rule], setting: { promised } });
  promiseReward(work, { rule, grant, index: 0 }, earning);
  const { rewards, clauses } = closeWork(work);
  expect([rewards[0]?.label, clauses]).toMatchObject(["master", [{ label: "Referral Master" }]]);
});

test.each([
  [{ disputed: true, needsReview: true }, "dispute"],
  [{ needsReview: true, releaseAtMs: nowMs + 1 }, "review"],
  [{ releaseAtMs: nowMs + 1 }, "hold"],
])("%j: the reason that lasts longest is told", (fields, reason) => {
  const rule = aRule();
  const work = aWork({ rules: [rule] });
  const [grant] = rule.grant;
  if (grant === undefined) throw new Error("no grant");
  promiseReward(work, { rule, grant, index: 0 }, { ...earning, ...fields });
  expect(closeWork(work)).toMatchObject({
    rewards: [{ state: "pending" }],
    clauses: [{ code: "reward_held", reason }],
  });
});

test("an amount that depends on the conversions so far is committed only while they are so", () => {
  const rule = aRule({
    grant: [
      {
        to: "referrer",
        kind: "credit",
        amount_minor: 1000,
        currency: "GBP",
        multiply: [{ when: { lt: ["referrer.conversions", 3] }, by_bps: 15_000 }],
      },
    ],
  });
  const key = countKey("ptc_ann", paidCriterion);
  const work = aWork({ rules: [rule], facts: { counters: new Map([[counterId("prg_1", key), 2]]) } });
  const [grant] = rule.grant;
  if (grant === undefined) throw new Error("no grant");
  promiseReward(work, { rule, grant, index: 0 }, { ...earning, facts: { "referrer.conversions": 2 } });
  expect(closeWork(work)).toMatchObject({
    rewards: [{ quantity: 1500 }],
    counts: [{ ...key, delta: 0, expected: 2 }],
  });
});
