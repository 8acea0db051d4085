import { isLive, takeBack } from "#domain/decide-reversals";
import { dayMs } from "#domain/day";
import { reachStep } from "#domain/funnel";
import { releaseTime } from "#domain/hold";
import { isRejected, isTurnedAway } from "#domain/judge-work";
import { anyPayment, timesOf } from "#domain/losses";
import { passingPayments } from "#domain/occasion";
import type { Rule } from "#domain/program";
import { promiseReward } from "#domain/promise-reward";
import { addCount, advanceReferral, qualificationsOf, usedOf } from "#domain/program-work";
import type { Work } from "#domain/program-work";
import { countKey, criteriaOf, criterionOf, paidCriterion, qualificationAt } from "#domain/qualification";
import type { Passing, Qualification } from "#domain/qualification";
import type { Reward, RewardState } from "#domain/reward";
import { countsReferrals } from "#domain/rule";

/** Whether the referral counts by now, under each criterion of the program, and what the referrer's count earns or loses by it. */
export function decideCounts(work: Work): void {
  if (isRejected(work)) return leaveCounts(work);
  const endings = [...timesOf(work, "subscription_canceled"), ...timesOf(work, "churned")];
  for (const criterion of criteriaOf(work.setting.promised.document)) {
    const before = qualificationsOf(work).find((row) => row.criterion === criterion) ?? null;
    const paid = countedPayments(work, criterion, before);
    const stayDays = stayDaysOf(work, criterion);
    const stands = qualificationAt(paid, { stayDays, endings, nowMs: work.input.nowMs });
    if (stands === null) continue;
    const paymentRefs = paid.map(({ subject }) => subject);
    const next = { ...stands, criterion, referralId: work.setting.referralId, paymentRefs };
    settle(work, { before, next }, paid);
  }
}

/**
 * The payments that make the referral count: those that pass, and those that did when that was settled last. Facts
 * about people change, and what has counted is not asked again: then all that matters is what is lost of it.
 */
function countedPayments(work: Work, criterion: string, before: Qualification | null): Passing[] {
  const passing = new Set(
    passingPayments(work, ruleUnder(work, criterion) ?? anyPayment).map(({ subject }) => subject),
  );
  const passed = new Set(before?.paymentRefs);
  return passingPayments(work, anyPayment).filter(
    ({ subject, facts }) => (passing.has(subject) || passed.has(subject)) && Number(facts["event.amount_minor"]) > 0,
  );
}

/** What a referrer loses who is not the referrer any more, or whose referral is rejected: it is taken off all his counts. */
export function leaveCounts(work: Work): void {
  for (const { criterion, status } of qualificationsOf(work)) {
    if (status === "lost") continue;
    if (status === "counted") countDown(work, criterion);
    const { referralId } = work.setting;
    setQualification(work, { referralId, criterion, status: "lost", dueAtMs: null, paymentRefs: [] });
  }
}

type Change = { before: Qualification | null; next: Qualification };

function settle(work: Work, { before, next }: Change, paid: readonly Passing[]): void {
  if (before?.status === next.status && before.dueAtMs === next.dueAtMs) return;
  if (before === null && next.status === "lost") return;
  // Decided on an older instant than the one that counted it: the stay was over then, and stays so.
  if (before?.status === "counted" && next.status === "waiting") return;
  const news = before?.status !== "lost" && !isOnlyAFact(work, next.criterion);
  if (next.status === "counted" && isTurnedAway(work, { news })) return turnAway(work, { before, next });
  setQualification(work, next);
  const { plan, setting } = work;
  const told = { referrerId: setting.parties.referrer.id, atMs: work.input.nowMs };
  if (next.status === "waiting" && next.dueAtMs !== null)
    plan.clauses.push({ code: "referral_waits", untilMs: next.dueAtMs, atMs: told.atMs });
  if (next.status === "counted") countUp(work, next.criterion, paid);
  else if (before?.status === "counted") countDown(work, next.criterion);
  else if (next.status === "lost") plan.clauses.push({ code: "referral_disqualified", ...told });
}

/** It may count later, should whatever speaks against it be gone when something is reported. Told once. */
function turnAway(work: Work, { before, next }: Change): void {
  if (before?.status === "lost") return;
  setQualification(work, { ...next, status: "lost", dueAtMs: null });
  if (isOnlyAFact(work, next.criterion)) return;
  const referrerId = work.setting.parties.referrer.id;
  work.plan.clauses.push({ code: "referral_turned_away", referrerId, atMs: work.input.nowMs });
}

function countUp(work: Work, criterion: string, paid: readonly Passing[]): void {
  const { referrer } = work.setting.parties;
  const key = countKey(referrer.id, criterion);
  const count = usedOf(work, key) + 1;
  const counted = paid.find(({ lostAtMs }) => lostAtMs === null);
  if (counted === undefined || isOnlyAFact(work, criterion)) {
    addCount(work, { ...key, delta: 1, cap: null, expected: null });
    return;
  }
  addCount(work, { ...key, delta: 1, cap: null, expected: count - 1 });
  const stayDays = stayDaysOf(work, criterion);
  const atMs = Math.min(work.input.nowMs, counted.atMs + stayDays * dayMs);
  if (stayDays > 0) advanceReferral(work, (funnel) => reachStep(funnel, "retainedAtMs", atMs));
  work.plan.clauses.push({ code: "referral_counted", referrerId: referrer.id, count, atMs });
  for (const rule of work.setting.promised.document.rules) {
    if (criterionOf(rule) === criterion && isReached(rule, count))
      earnCount(work, rule, { count, atMs, facts: counted.facts });
  }
}

/** What a rule promises for a count: once, unless it was lost again; then it is earned again under a name of its own. */
function earnCount(
  work: Work,
  rule: Rule,
  { count, atMs, facts }: { count: number; atMs: number; facts: Passing["facts"] },
): void {
  const earlier = countRewards(work).filter(({ ruleKey, ordinal }) => ruleKey === rule.key && ordinal === count);
  if (earlier.some(({ state }) => !isLost(state))) return;
  const times = new Set(earlier.map(({ subject }) => subject)).size;
  const earning = {
    subject: times === 0 ? `ordinal:${count}` : `ordinal:${count}#${times + 1}`,
    atMs,
    facts,
    ordinal: count,
    criterion: criterionOf(rule),
    releaseAtMs: releaseTime(rule, { earnedAtMs: atMs, firstPaymentAtMs: null }),
    needsReview: false,
    disputed: false,
  };
  rule.grant.forEach((grant, index) => promiseReward(work, { rule, grant, index }, earning));
}

/** What the count no longer covers goes back. */
function countDown(work: Work, criterion: string): void {
  const { referrer } = work.setting.parties;
  const key = countKey(referrer.id, criterion);
  const count = usedOf(work, key);
  const isFact = isOnlyAFact(work, criterion);
  addCount(work, { ...key, delta: -1, cap: null, expected: isFact ? null : count });
  if (isFact) return;
  const atMs = work.input.nowMs;
  work.plan.clauses.push({ code: "referral_uncounted", referrerId: referrer.id, count: count - 1, atMs });
  for (const reward of countRewards(work)) {
    if (reward.ordinal === count && reward.criterion === criterion && isLive(reward))
      takeBack(work, reward, { quantity: reward.quantity, reason: "count_lost" });
  }
}

/** Counted for a condition's sake alone: nobody needs to be told, and nobody waits for another. */
function isOnlyAFact(work: Work, criterion: string): boolean {
  return criterion === paidCriterion && ruleUnder(work, criterion) === undefined;
}

function isReached(rule: Rule, count: number): boolean {
  if (!("count" in rule.on)) return false;
  const { count: asked } = rule.on;
  return "every" in asked ? count % asked.every === 0 : count === asked.reaches;
}

/** Nothing was kept of the promise, so that it can be made again. */
function isLost(state: RewardState): boolean {
  return state === "reversed" || state === "voided" || state === "denied";
}

function countRewards({ rewards, setting }: Work): Reward[] {
  const { id } = setting.parties.referrer;
  return [...rewards.values()].filter(({ ordinal, beneficiaryId }) => ordinal !== null && beneficiaryId === id);
}

function stayDaysOf(work: Work, criterion: string): number {
  return ruleUnder(work, criterion)?.qualify?.stay_days ?? 0;
}

function ruleUnder({ setting }: Work, criterion: string): Rule | undefined {
  return setting.promised.document.rules.find((rule) => countsReferrals(rule) && criterionOf(rule) === criterion);
}

function setQualification({ plan }: Work, row: Qualification): void {
  plan.qualifications = [...plan.qualifications.filter(({ criterion }) => criterion !== row.criterion), row];
}
