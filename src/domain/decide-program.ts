import { bindReferral, keepReferral } from "#domain/bind-referral";
import type { Bound } from "#domain/bind-referral";
import { decideCounts, leaveCounts } from "#domain/decide-counts";
import { isLive, takeBack } from "#domain/decide-reversals";
import { decideRewards } from "#domain/decide-rewards";
import type { EventType } from "#domain/event";
import type { ProgramInput } from "#domain/event-facts";
import type { ReviewStanding } from "#domain/fraud-evidence";
import { advanceFunnel, reachStep } from "#domain/funnel";
import { closeFindings } from "#domain/judge-work";
import { describeMessages } from "#domain/message";
import { describeOccasion } from "#domain/occasion";
import { latestReport, refundedOf } from "#domain/payment";
import type { Payment, StoredEvent } from "#domain/payment";
import type { ProgramPlan } from "#domain/plan";
import {
  advanceReferral,
  amendReward,
  closeWork,
  openWork,
  paymentNamed,
  programHistory,
  referralRewards,
} from "#domain/program-work";
import type { Setting, Work } from "#domain/program-work";
import type { Referral } from "#domain/referral";
import { formerSubject } from "#domain/reward";
import type { Occasion } from "#domain/rule";
import { settleRewards } from "#domain/settle-rewards";

/** What the current event does in one program; everything that waited is taken up when the referee binds. */
export function decideProgram(input: ProgramInput): ProgramPlan {
  const existing = input.facts.referrals.find((referral) => referral.programId === input.program.id);
  const bound = existing === undefined ? bindReferral(input) : keepReferral(input, existing);
  if (bound.plan.referral === null) return bound.plan;

  const { isNew, referral } = bound.plan.referral;
  const work = openWork(bound.plan, input, settingOf(input, referral, bound));
  const isMoved = input.current.event.type === "referral_reassigned" && moveReferral(work);
  const news = isNew || isMoved ? programHistory(input) : [input.current];
  for (const event of news) takeUp(work, event);
  settleRewards(work);
  decideCounts(work);
  const closed = closeWork(work);
  const plan = { ...closed, ...closeFindings(work, closed) };
  return { ...plan, messages: describeMessages(plan, input) };
}

type Effect = (work: Work, stored: StoredEvent, atMs: number) => void;

/** What each type of event does to a referral at once; what rewards and counts make of it is settled afterwards. */
const effects: Record<EventType, Effect> = {
  signup_started: takeUpStep,
  signup: takeUpStep,
  trial_started: takeUpStep,
  activated: takeUpStep,
  payment: takeUpPayment,
  refund: takeUpRefund,
  dispute_opened: takeUpStep,
  dispute_won: takeUpStep,
  dispute_lost: takeUpStep,
  subscription_canceled: takeUpStep,
  churned: takeUpStep,
  stay_ended: () => {},
  referral_reassigned: () => {},
  referral_rejected: () => {},
};

function takeUp(work: Work, stored: StoredEvent): void {
  effects[stored.event.type](work, stored, Math.min(stored.occurredAtMs, work.input.nowMs));
}

/** A step of the funnel: it happens once, so it is named by type and referral in what it earns. */
function takeUpStep(work: Work, stored: StoredEvent, atMs: number): void {
  const { type } = stored.event;
  advanceReferral(work, (funnel) => advanceFunnel(funnel, type, atMs));
  if (type !== "signup") work.plan.clauses.push({ code: "step_reported", type, atMs });
  earn(work, describeOccasion(work, { stored, subject: `${type}:${work.setting.referralId}`, atMs }));
}

/** Counts a payment once and lets it earn. */
function takeUpPayment(work: Work, stored: StoredEvent): void {
  const payment = paymentNamed(work, stored.event.paymentRef);
  if (payment === null) return;
  countPayment(work, payment, stored);
  const atMs = Math.min(payment.occurredAtMs, work.input.nowMs);
  advanceReferral(work, (funnel) => advanceFunnel(funnel, "payment", atMs));
  const occasion = describeOccasion(work, {
    stored,
    subject: payment.paymentRef,
    atMs,
    payment,
    report: latestReport(payment),
  });
  earn(work, occasion);
}

/** A refund of a payment that is not known yet waits in the history for it. */
function takeUpRefund(work: Work, stored: StoredEvent, atMs: number): void {
  const payment = paymentNamed(work, stored.event.paymentRef);
  if (payment === null) return;
  const { paymentRef, amountMinor, currency } = payment;
  work.plan.clauses.push({
    code: "payment_refunded",
    paymentRef,
    refundedMinor: refundedOf(payment),
    amountMinor,
    currency,
    atMs,
  });
}

function countPayment({ plan, input, setting }: Work, payment: Payment, stored: StoredEvent): void {
  const { paymentRef, amountMinor, currency } = payment;
  const programId = input.program.id;
  const atMs = Math.min(payment.occurredAtMs, input.nowMs);
  const known = input.facts.conversions.filter((conversion) => conversion.programId === programId);
  const conversions = [...known, ...plan.conversions];
  if (conversions.some((conversion) => conversion.paymentRef === paymentRef)) {
    if (plan.referral?.isMoved === true) return;
    plan.clauses.push({ code: stored.verified ? "payment_verified" : "payment_known", paymentRef, atMs });
    return;
  }
  const ordinal = conversions.length + 1;
  plan.conversions.push({ id: input.newId("cnv"), programId, paymentRef, referralId: setting.referralId, ordinal });
  plan.clauses.push({ code: "payment_counted", paymentRef, ordinal, amountMinor, currency, atMs });
}

function earn(work: Work, occasion: Occasion): void {
  decideRewards(work, occasion);
  const rules = work.setting.promised.document.rules.filter(({ on }) => "event" in on && on.event === occasion.event);
  for (const { subject, ruleKey, state } of referralRewards(work)) {
    if (subject !== occasion.subject || state === "denied" || !rules.some(({ key }) => key === ruleKey)) continue;
    advanceReferral(work, (funnel) => reachStep(funnel, "rewardedAtMs", occasion.atMs));
  }
}

/**
 * Another referrer from now on: what the former one got for this referral goes back, and its history is decided
 * again for the new one. False when he is the referrer already.
 */
function moveReferral(work: Work): boolean {
  const { plan, input, setting } = work;
  const { referrerId = "" } = input.current.event;
  const referrer = input.facts.owners.get(referrerId);
  if (plan.referral === null || referrer === undefined || referrerId === setting.parties.referrer.id) return false;
  const { referral } = plan.referral;
  for (const reward of referralRewards(work)) {
    if (reward.beneficiaryId !== referral.referrerId || !isLive(reward)) continue;
    const taken = takeBack(work, reward, { quantity: reward.quantity, reason: "reassigned" });
    // Frees the name of the promise: the referral may come back to him.
    amendReward(work, taken, { subject: formerSubject(reward) });
  }
  leaveCounts(work);
  forgetVerdict(work);
  plan.referral = { isNew: false, isMoved: true, isChanged: true, referral: { ...referral, referrerId } };
  plan.clauses.push({ code: "referral_reassigned", formerId: referral.referrerId, referrerId, atMs: input.nowMs });
  work.setting = { ...setting, parties: { ...setting.parties, referrer } };
  return true;
}

/** Of the two who are a pair from now on nobody has said anything. */
function forgetVerdict(work: Work): void {
  const { facts } = work.input;
  if (facts.fraud === null) return;
  const isKept = ({ referralId, status }: ReviewStanding) =>
    referralId !== work.setting.referralId || status === "open";
  const fraud = { ...facts.fraud, reviews: facts.fraud.reviews.filter(isKept) };
  work.input = { ...work.input, facts: { ...facts, fraud } };
}

function settingOf(
  { program, referee }: ProgramInput,
  referral: Referral,
  { promised, current, referrer }: Bound,
): Setting {
  if (promised === null || current === null || referrer === null)
    throw new Error("a bound referral has a version and a referrer");
  return {
    program,
    referralId: referral.id,
    campaign: referral.campaign,
    channel: referral.channel,
    parties: { referrer, referee },
    promised,
    current: current.document,
  };
}
