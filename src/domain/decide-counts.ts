import { isLive, takeBack } from "#domain/decide-reversals";
import { dayMs } from "#domain/day";
import { reachStep } from "#domain/funnel";
import { releaseTime } from "#domain/hold";
import { passingPayments, timesOf } from "#domain/losses";
import type { Passing } from "#domain/losses";
import type { Rule } from "#domain/program";
import { promiseReward } from "#domain/promise-reward";
import { addCount, advanceReferral, qualificationsOf, usedOf } from "#domain/program-work";
import type { Work } from "#domain/program-work";
import { countKey, criteriaOf, criterionOf, paidCriterion, qualificationAt } from "#domain/qualification";
import type { Qualification } from "#domain/qualification";
import type { Reward } from "#domain/reward";
import { countsReferrals } from "#domain/rule";

/** Whether the referral counts by now, under each criterion of the program, and what the referrer's count earns or loses by it. */
export function decideCounts(work: Work): void {
  const endings = [...timesOf(work, "subscription_canceled"), ...timesOf(work, "churned")];
  for (const criterion of criteriaOf(work.setting.promised.document)) {
    const rule: Pick<Rule, "qualify" | "flow" | "when"> = ruleUnder(work, criterion) ?? {};
    const passing = passingPayments(work, rule);
    const stayDays = rule.qualify?.stay_days ?? 0;
    const stands = qualificationAt(passing, { stayDays, endings, nowMs: work.input.nowMs });
    if (stands !== null) settle(work, { ...stands, criterion, referralId: work.setting.referralId }, passing);
  }
}

/** What a referrer loses who is no longer the referrer: the referral is taken off all his counts. */
export function leaveCounts(work: Work): void {
  for (const { criterion, status } of qualificationsOf(work)) {
    if (status !== "counted") continue;
    countDown(work, criterion);
    setQualification(work, { referralId: work.setting.referralId, criterion, status: "lost", dueAtMs: null });
  }
}

function settle(work: Work, next: Qualification, passing: readonly Passing[]): void {
  const before = qualificationsOf(work).find(({ criterion }) => criterion === next.criterion) ?? null;
  if (before?.status === next.status && before.dueAtMs === next.dueAtMs) return;
  if (before === null && next.status === "lost") return;
  setQualification(work, next);
  const { plan, setting } = work;
  if (next.status === "waiting" && next.dueAtMs !== null)
    plan.clauses.push({ code: "referral_waits", untilMs: next.dueAtMs, atMs: work.input.nowMs });
  if (next.status === "counted") countUp(work, next.criterion, passing);
  else if (before?.status === "counted") countDown(work, next.criterion);
  else if (next.status === "lost")
    plan.clauses.push({
      code: "referral_disqualified",
      referrerId: setting.parties.referrer.id,
      atMs: work.input.nowMs,
    });
}

function countUp(work: Work, criterion: string, passing: readonly Passing[]): void {
  const { referrer } = work.setting.parties;
  const key = countKey(referrer.id, criterion);
  const count = usedOf(work, key) + 1;
  addCount(work, { ...key, delta: 1, cap: null, expected: count - 1 });
  const counted = passing.find(({ lostAtMs }) => lostAtMs === null);
  if (counted === undefined || isOnlyAFact(work, criterion)) return;
  const stayDays = ruleUnder(work, criterion)?.qualify?.stay_days ?? 0;
  const atMs = Math.min(work.input.nowMs, counted.atMs + stayDays * dayMs);
  if (stayDays > 0) advanceReferral(work, (funnel) => reachStep(funnel, "retainedAtMs", atMs));
  work.plan.clauses.push({ code: "referral_counted", referrerId: referrer.id, count, atMs });
  for (const rule of work.setting.promised.document.rules) {
    if (!countsReferrals(rule) || criterionOf(rule) !== criterion || !isReached(rule, count)) continue;
    const subject = subjectOf(work, rule, count);
    rule.grant.forEach((grant, index) =>
      promiseReward(
        work,
        { rule, grant, index },
        {
          subject,
          atMs,
          facts: counted.facts,
          ordinal: count,
          releaseAtMs: releaseTime(rule, { earnedAtMs: atMs, firstPaymentAtMs: null }),
          needsReview: false,
          disputed: false,
        },
      ),
    );
  }
}

/** The newest reward that the count no longer covers goes back. */
function countDown(work: Work, criterion: string): void {
  const { referrer } = work.setting.parties;
  const key = countKey(referrer.id, criterion);
  const count = usedOf(work, key);
  addCount(work, { ...key, delta: -1, cap: null, expected: count });
  if (isOnlyAFact(work, criterion)) return;
  work.plan.clauses.push({
    code: "referral_uncounted",
    referrerId: referrer.id,
    count: count - 1,
    atMs: work.input.nowMs,
  });
  const { promised, current } = work.setting;
  const rules = [...promised.document.rules, ...current.rules];
  const keys = rules.filter((rule) => countsReferrals(rule) && criterionOf(rule) === criterion).map((rule) => rule.key);
  for (const reward of countRewards(work, referrer.id)) {
    if (reward.ordinal !== count || !keys.includes(reward.ruleKey) || !isLive(reward)) continue;
    takeBack(work, reward, { quantity: reward.quantity, reason: "count_lost" });
  }
}

/** Counted for a condition's sake alone: nobody needs to be told. */
function isOnlyAFact(work: Work, criterion: string): boolean {
  return criterion === paidCriterion && ruleUnder(work, criterion) === undefined;
}

function isReached(rule: Rule, count: number): boolean {
  if (!("count" in rule.on)) return false;
  const { count: asked } = rule.on;
  return "every" in asked ? count % asked.every === 0 : count === asked.reaches;
}

/** A count that was lost and reached again is earned again, under a name of its own. */
function subjectOf(work: Work, rule: Rule, count: number): string {
  const earlier = countRewards(work, work.setting.parties.referrer.id).filter(
    ({ ruleKey, ordinal }) => ruleKey === rule.key && ordinal === count,
  );
  const times = new Set(earlier.map(({ subject }) => subject)).size;
  return times === 0 ? `ordinal:${count}` : `ordinal:${count}#${times + 1}`;
}

function countRewards({ rewards }: Work, referrerId: string): Reward[] {
  return [...rewards.values()].filter(({ ordinal, beneficiaryId }) => ordinal !== null && beneficiaryId === referrerId);
}

function ruleUnder({ setting }: Work, criterion: string): Rule | undefined {
  return setting.promised.document.rules.find((rule) => countsReferrals(rule) && criterionOf(rule) === criterion);
}

function setQualification({ plan }: Work, row: Qualification): void {
  plan.qualifications = [...plan.qualifications.filter(({ criterion }) => criterion !== row.criterion), row];
}
