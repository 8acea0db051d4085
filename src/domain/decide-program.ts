import { bindReferral, keepReferral } from "#domain/bind-referral";
import type { Bound } from "#domain/bind-referral";
import { decideReversals } from "#domain/decide-reversals";
import { decideRewards } from "#domain/decide-rewards";
import type { RewardSetting } from "#domain/decide-rewards";
import type { EventType } from "#domain/event";
import type { ProgramInput } from "#domain/event-facts";
import { participantFacts } from "#domain/facts";
import type { Facts } from "#domain/facts";
import { advanceFunnel, reachStep, stageOf } from "#domain/funnel";
import type { Funnel } from "#domain/funnel";
import { describeMessages } from "#domain/message";
import type { Payment, StoredEvent } from "#domain/payment";
import type { ProgramPlan } from "#domain/plan";
import type { Referral } from "#domain/referral";
import type { Occasion } from "#domain/rule";

/** What the current event does in one program; everything that waited is taken up when the referee binds. */
export function decideProgram(input: ProgramInput): ProgramPlan {
  const existing = input.facts.referrals.find((referral) => referral.programId === input.program.id);
  const bound = existing === undefined ? bindReferral(input) : keepReferral(input, existing);
  const { plan } = bound;
  if (plan.referral === null) return plan;

  const { isNew, referral } = plan.referral;
  const work: Work = { plan, input, setting: rewardSetting(input, referral, bound) };
  const news = isNew ? input.history.filter((event) => concerns(event.programId, input)) : [input.current];
  for (const event of news) takeUp(work, event);
  plan.messages.push(...describeMessages(plan, input));
  return plan;
}

/** The plan as it grows, with what it is decided on. */
type Work = { plan: ProgramPlan; input: ProgramInput; setting: Omit<RewardSetting, "rewards"> };

type Effect = (work: Work, stored: StoredEvent, atMs: number) => void;

/** What each type of event does to a referral. */
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
};

function takeUp(work: Work, stored: StoredEvent): void {
  effects[stored.event.type](work, stored, Math.min(stored.occurredAtMs, work.input.nowMs));
}

/** A step of the funnel: it happens once, so it is named by type and referral in what it earns. */
function takeUpStep(work: Work, stored: StoredEvent, atMs: number): void {
  const { type } = stored.event;
  advance(work.plan, (funnel) => advanceFunnel(funnel, type, atMs));
  if (type !== "signup") work.plan.clauses.push({ code: "step_reported", type, atMs });
  earn(work, { event: type, subject: `${type}:${work.setting.referralId}`, atMs, facts: factsOf(work, stored, null) });
}

/** Counts a payment once and lets it earn; refunds that came before it take back at once. */
function takeUpPayment(work: Work, stored: StoredEvent, atMs: number): void {
  const payment = paymentOf(work, stored);
  if (payment === null) return;
  countPayment(work, payment, stored);
  const firstAtMs = Math.min(payment.occurredAtMs, work.input.nowMs);
  advance(work.plan, (funnel) => advanceFunnel(funnel, "payment", firstAtMs));
  const facts = factsOf(work, stored, payment);
  earn(work, { event: "payment", subject: payment.paymentRef, atMs: firstAtMs, facts });
  takeBack(work, payment, atMs);
}

/** A refund of a payment that is not known yet waits in the history for it. */
function takeUpRefund(work: Work, stored: StoredEvent, atMs: number): void {
  const payment = paymentOf(work, stored);
  if (payment !== null) takeBack(work, payment, atMs);
}

function paymentOf({ input }: Work, { event }: StoredEvent): Payment | null {
  return input.payments.find(({ paymentRef }) => paymentRef === event.paymentRef) ?? null;
}

function countPayment({ plan, input, setting }: Work, payment: Payment, stored: StoredEvent): void {
  const { paymentRef, amountMinor, currency } = payment;
  const programId = input.program.id;
  const atMs = Math.min(payment.occurredAtMs, input.nowMs);
  const conversions = [...ofProgram(input.facts.conversions, input), ...plan.conversions];
  if (conversions.some((conversion) => conversion.paymentRef === paymentRef)) {
    plan.clauses.push({ code: stored.verified ? "payment_verified" : "payment_known", paymentRef, atMs });
    return;
  }
  const ordinal = conversions.length + 1;
  plan.conversions.push({ id: input.newId("cnv"), programId, paymentRef, referralId: setting.referralId, ordinal });
  plan.clauses.push({ code: "payment_counted", paymentRef, ordinal, amountMinor, currency, atMs });
}

function earn({ plan, input, setting }: Work, occasion: Occasion): void {
  const earned = decideRewards(occasion, { ...setting, rewards: rewardsSoFar(plan, input) });
  plan.rewards.push(...earned.rewards);
  plan.transitions.push(...earned.transitions);
  plan.postings.push(...earned.postings);
  plan.clauses.push(...earned.clauses);
  redate({ plan, input, setting }, occasion);
}

/** The earliest report of an occasion dates its rewards, so that the order of arrival does not matter. */
function redate({ plan, input, setting }: Work, { event, subject, atMs }: Occasion): void {
  const rules = setting.promised.document.rules.filter(({ on }) => on.event === event).map(({ key }) => key);
  for (const reward of rewardsSoFar(plan, input)) {
    if (reward.subject !== subject || reward.state === "denied" || !rules.includes(reward.ruleKey)) continue;
    if (reward.earnedAtMs > atMs) plan.redatings.push({ rewardId: reward.id, earnedAtMs: atMs });
    advance(plan, (funnel) => reachStep(funnel, "rewardedAtMs", atMs));
  }
}

/** What refunds take back, those included that came before the payment. */
function takeBack({ plan, input, setting }: Work, payment: Payment, atMs: number): void {
  const { paymentRef, refundedMinor, amountMinor, currency } = payment;
  if (refundedMinor === 0) return;
  plan.clauses.push({ code: "payment_refunded", paymentRef, refundedMinor, amountMinor, currency, atMs });
  const { actor, nowMs, newId } = setting;
  const { rules } = setting.promised.document;
  for (const reversal of decideReversals(payment, rewardsSoFar(plan, input), { rules, actor, atMs, nowMs, newId })) {
    const { id, reversedQuantity, state, position } = reversal.reward;
    plan.changes.push({ rewardId: id, reversedQuantity, state, position });
    plan.transitions.push(reversal.transition);
    if (reversal.posting !== null) plan.postings.push(reversal.posting);
    plan.clauses.push(reversal.clause);
  }
}

/** Stored rewards and those of this plan, as they stand after its changes. */
function rewardsSoFar(plan: ProgramPlan, input: ProgramInput) {
  return [...ofProgram(input.facts.rewards, input), ...plan.rewards].map((reward) => {
    const isOwn = ({ rewardId }: { rewardId: string }) => rewardId === reward.id;
    const { rewardId: _, ...changes } = {
      rewardId: reward.id,
      ...plan.changes.findLast(isOwn),
      ...plan.redatings.findLast(isOwn),
    };
    return { ...reward, ...changes };
  });
}

function advance(plan: ProgramPlan, step: (funnel: Funnel) => Funnel): void {
  if (plan.referral === null) return;
  const before = plan.referral.referral;
  const after = step(before);
  if (after === before) return;
  plan.referral = { ...plan.referral, isChanged: true, referral: { ...before, ...after, stage: stageOf(after) } };
}

function rewardSetting(
  input: ProgramInput,
  referral: Referral,
  { promised, current, referrer }: Bound,
): Work["setting"] {
  const { program, referee, rewardsEnabled, actor, nowMs, newId } = input;
  if (promised === null || current === null || referrer === null)
    throw new Error("a bound referral has a version and a referrer");
  return {
    program,
    referralId: referral.id,
    parties: { referrer, referee },
    promised,
    current: current.document,
    rewardsEnabled,
    actor,
    nowMs,
    newId,
  };
}

function factsOf({ plan, setting }: Work, stored: StoredEvent, payment: Payment | null): Facts {
  const { parties } = setting;
  const { event } = stored;
  return {
    "event.type": event.type,
    "event.amount_minor": payment?.amountMinor ?? event.amountMinor ?? null,
    "event.currency": payment?.currency ?? event.currency ?? null,
    "event.plan": payment?.plan ?? event.plan ?? null,
    "event.interval": payment?.interval ?? event.interval ?? null,
    "event.verified": payment?.verified ?? stored.verified,
    "referral.channel": plan.referral?.referral.channel ?? null,
    "referral.campaign": plan.referral?.referral.campaign ?? null,
    ...participantFacts("referrer", parties.referrer),
    ...participantFacts("referee", parties.referee),
  };
}

function concerns(programId: string | null, input: ProgramInput): boolean {
  return programId === null || programId === input.program.id;
}

function ofProgram<T extends { programId: string }>(rows: readonly T[], input: ProgramInput): T[] {
  return rows.filter((row) => row.programId === input.program.id);
}
