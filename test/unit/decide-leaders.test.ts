import { expect, test } from "vitest";
import { decideLeaders, leaderSubject } from "#domain/decide-leaders";
import type { LeaderFacts } from "#domain/decide-leaders";
import { dayMs } from "#domain/day";
import { aDocument, aParticipant, aProgram, aRule, countingIds, nowMs } from "#support/domain-factories";

const month = aRule({
  key: "monthly_leader",
  on: { leader: "month" },
  grant: [
    { to: "referrer", kind: "feature", feature: "portrait" },
    { to: "referrer", kind: "free_month", quantity: 1 },
  ],
  expires_days: 60,
  claim: "manual",
});
const category = aRule({
  key: "category_leader",
  on: { leader: "category_month" },
  grant: [{ to: "referrer", kind: "points", quantity: 10 }],
});
const [ann, mike] = [aParticipant("ann", { category: "florist" }), aParticipant("mike", { category: "dj" })];
const closed = { month: "2026-04", closedAtMs: nowMs - dayMs };
const document = aDocument({ rules: [aRule(), month, category] });

function facts(fields: Partial<LeaderFacts> = {}): LeaderFacts {
  const leaders = [
    { category: "", participant: ann },
    { category: "dj", participant: mike },
    { category: "florist", participant: ann },
  ];
  const promised = { version: 3, document, publishedAtMs: 0 };
  return { program: aProgram(), closed, promised, current: document, leaders, given: [], ...fields };
}
const setting = { actor: "job:reward_leaders", nowMs, newId: countingIds(), rewardsEnabled: true };
const given = (fields: Partial<LeaderFacts> = {}, change = {}) =>
  decideLeaders(facts(fields), { ...setting, ...change }).plan.rewards.map(
    ({ ruleKey, grantIndex, subject, beneficiaryId, state }) =>
      `${ruleKey} ${grantIndex} ${subject} ${beneficiaryId} ${state}`,
  );
const all = [
  "monthly_leader 0 2026-04 ptc_ann available",
  "monthly_leader 1 2026-04 ptc_ann available",
  "category_leader 0 2026-04:dj ptc_mike available",
  "category_leader 0 2026-04:florist ptc_ann available",
];

test("the first overall and the first of each category get what their rules grant, as promised", () => {
  expect(given()).toEqual(all);
  const { plan, isDone } = decideLeaders(facts(), setting);
  expect(isDone).toBe(true);
  expect(plan).toMatchObject({
    rewards: [
      { version: 3, claim: "manual", earnedAtMs: closed.closedAtMs, expiresAtMs: nowMs + 60 * dayMs },
      {},
      {},
      {},
    ],
    steps: [{ transition: { reason: "month_led" } }, {}, {}, {}],
    messages: [{ type: "reward.available" }, {}, {}, {}],
  });
});

test("what a leader has of the month is not given again", () => {
  const half = decideLeaders(facts(), setting).plan.rewards.slice(0, 3);
  expect(given({ given: half })).toEqual(all.slice(3));
  expect(given({ given: decideLeaders(facts(), setting).plan.rewards })).toEqual([]);
});

test("what may not be given is denied with its reason, so that the month is over; of an erased person nothing is said", () => {
  const reasons = (fields: Partial<LeaderFacts>, change = {}) =>
    decideLeaders(facts(fields), { ...setting, ...change }).plan.steps.map(({ transition }) => transition.reason);
  expect(reasons({}, { rewardsEnabled: false })).toEqual(Array.from({ length: 4 }, () => "rewards_disabled"));
  expect(new Set(reasons({ program: aProgram({ status: "paused" }) }))).toEqual(new Set(["program_paused"]));
  const away = { ...mike, status: "suspended" as const };
  expect(reasons({ leaders: [{ category: "dj", participant: away }] })).toEqual(["referrer_suspended"]);
  const ineligible = aDocument({ eligibility: { referrer: { eq: ["referrer.category", "dj"] } } });
  expect(reasons({ current: ineligible })).toContain("referrer_ineligible");
  expect(reasons({ leaders: [{ category: "dj", participant: { ...mike, externalId: "erased:x" } }] })).toEqual([]);
});

test("a month with more leaders than one batch takes is done in several", () => {
  const leaders = Array.from({ length: 45 }, (_, n) => ({ category: `c${n}`, participant: aParticipant(`p${n}`) }));
  const first = decideLeaders(facts({ leaders }), setting);
  expect([first.isDone, first.plan.rewards.length]).toEqual([false, 20]);
  const second = decideLeaders(facts({ leaders, given: first.plan.rewards }), setting);
  const third = decideLeaders(facts({ leaders, given: [...first.plan.rewards, ...second.plan.rewards] }), setting);
  expect([second.isDone, third.isDone, third.plan.rewards.length]).toEqual([false, true, 5]);
});

test("a version without rules on leaders promises nothing", () => {
  const promised = { version: 1, document: aDocument(), publishedAtMs: 0 };
  expect(decideLeaders(facts({ promised }), setting)).toMatchObject({ isDone: true, plan: { rewards: [] } });
  expect(leaderSubject("2026-04", "")).toBe("2026-04");
});
