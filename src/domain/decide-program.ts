import { bindReferral, keepReferral } from "#domain/bind-referral";
import { decideReversals } from "#domain/decide-reversals";
import { decideRewards } from "#domain/decide-rewards";
import type { RewardSetting } from "#domain/decide-rewards";
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
  const plan = bound.plan;
  if (plan.referral === null || bound.promised === null) return plan;

  const news = plan.referral.isNew ? input.history.filter((event) => concerns(event.programId, input)) : [input.current];
  const setting = rewardSetting(input, plan.referral.referral, bound);
  for (const event of news) takeUp(plan, event, input, setting);
  plan.messages.push(...describeMessages(plan, input));
  return plan;
}

type Setting = Omit<RewardSetting, "rewards">;

function takeUp(plan: ProgramPlan, stored: StoredEvent, input: ProgramInput, setting: Setting): void {
  const { type, paymentRef } = stored.event;
  const atMs = Math.min(stored.occurredAtMs, input.nowMs);
  const payment = input.payments.find((known) => known.paymentRef === paymentRef);
  if (type === "payment" && payment !== undefined) {
    takeUpPayment(plan, payment, stored, input, setting);
  } else if (type !== "refund") {
    advance(plan, (referral) => advanceFunnel(referral, type, atMs));
    if (type !== "signup") plan.clauses.push({ code: "step_reported", type, atMs });
    earn(plan, { event: type, subject: type, atMs, facts: factsOf(plan, stored, null, setting) }, input, setting);
  }
  if ((type === "payment" || type === "refund") && payment !== undefined) reverse(plan, payment, input, setting, atMs);
}

function takeUpPayment(plan: ProgramPlan, payment: Payment, stored: StoredEvent, input: ProgramInput, setting: Setting): void {
  const { paymentRef, amountMinor, currency } = payment;
  const atMs = Math.min(payment.occurredAtMs, input.nowMs);
  const conversions = [...ofProgram(input.facts.conversions, input), ...plan.conversions];
  if (conversions.some((conversion) => conversion.paymentRef === paymentRef)) {
    plan.clauses.push({ code: stored.verified ? "payment_verified" : "payment_known", paymentRef, atMs });
  } else {
    const ordinal = conversions.length + 1;
    plan.conversions.push({ id: input.newId("cnv"), programId: input.program.id, paymentRef, referralId: setting.referralId, ordinal });
    plan.clauses.push({ code: "payment_counted", paymentRef, ordinal, amountMinor, currency, atMs });
  }
  advance(plan, (referral) => advanceFunnel(referral, "payment", atMs));
  earn(plan, { event: "payment", subject: paymentRef, atMs, facts: factsOf(plan, stored, payment, setting) }, input, setting);
}

function earn(plan: ProgramPlan, occasion: Occasion, input: ProgramInput, setting: Setting): void {
  const earned = decideRewards(occasion, { ...setting, rewards: rewardsSoFar(plan, input) });
  plan.rewards.push(...earned.rewards);
  plan.transitions.push(...earned.transitions);
  plan.postings.push(...earned.postings);
  plan.clauses.push(...earned.clauses);
  if (earned.postings.length > 0) advance(plan, (referral) => reachStep(referral, "rewardedAtMs", occasion.atMs));
}

function reverse(plan: ProgramPlan, payment: Payment, input: ProgramInput, setting: Setting, atMs: number): void {
  const { paymentRef, refundedMinor, amountMinor, currency } = payment;
  if (refundedMinor === 0) return;
  plan.clauses.push({ code: "payment_refunded", paymentRef, refundedMinor, amountMinor, currency, atMs });
  const { actor, nowMs, newId } = setting;
  const rules = setting.promised.document.rules;
  for (const reversal of decideReversals(payment, rewardsSoFar(plan, input), { rules, actor, atMs, nowMs, newId })) {
    const { id, reversedQuantity, state } = reversal.reward;
    plan.reversals.push({ rewardId: id, reversedQuantity, state });
    plan.transitions.push(reversal.transition);
    plan.postings.push(reversal.posting);
    plan.clauses.push(reversal.clause);
  }
}

/** Stored rewards and those of this plan, as they stand after its reversals. */
function rewardsSoFar(plan: ProgramPlan, input: ProgramInput) {
  return [...ofProgram(input.facts.rewards, input), ...plan.rewards].map((reward) => {
    const reversal = plan.reversals.findLast(({ rewardId }) => rewardId === reward.id);
    return reversal === undefined ? reward : { ...reward, ...reversal };
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
  { promised, current, referrer }: ReturnType<typeof bindReferral>,
): Setting {
  const { program, referee, rewardsEnabled, actor, nowMs, newId } = input;
  if (promised === null || current === null || referrer === null) throw new Error("a bound referral has a version and a referrer");
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

function factsOf(plan: ProgramPlan, stored: StoredEvent, payment: Payment | null, { parties }: Setting): Facts {
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
