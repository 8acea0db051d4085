import type { EventAnswer, ProgramOutcome, ReportedEvent } from "#domain/event";
import type { EventFacts } from "#domain/event-facts";
import type { Clause } from "#domain/explanation";
import type { ProgramPlan } from "#domain/plan";

/** What an event's reporter is told, in each program that it concerned. */
export function answerEvent(event: ReportedEvent, facts: EventFacts, programs: readonly ProgramPlan[]): EventAnswer {
  const isTakenUp = programs.some(({ referral }) => referral !== null);
  return {
    eventId: event.id,
    status: isTakenUp ? "applied" : "parked",
    outcomes: programs.map((plan) => outcomeOf(plan, facts, event)),
  };
}

function outcomeOf(plan: ProgramPlan, facts: EventFacts, event: ReportedEvent): ProgramOutcome {
  const referral = plan.referral?.referral ?? null;
  const conversion =
    [...plan.conversions, ...facts.conversions].find(
      ({ paymentRef, programId }) => paymentRef === event.paymentRef && programId === plan.programId,
    ) ?? null;
  return {
    programId: plan.programId,
    program: facts.programs.find(({ id }) => id === plan.programId)?.key ?? "",
    referralId: referral?.id ?? null,
    referrerId: referral?.referrerId ?? null,
    stage: referral?.stage ?? null,
    conversion: conversion && { id: conversion.id, paymentRef: conversion.paymentRef, ordinal: conversion.ordinal },
    rewards: plan.rewards.map((reward) => ({
      id: reward.id,
      rule: reward.ruleKey,
      to: reward.side,
      beneficiaryId: reward.beneficiaryId,
      kind: reward.kind,
      quantity: reward.quantity,
      unit: reward.unit,
      state: reward.state,
    })),
    denials: denialsOf(plan.clauses),
  };
}

type Denial = ProgramOutcome["denials"][number];

/** Each reason once; that nobody was bound is left out where a touch gives the same reason and says whose it was. */
function denialsOf(clauses: readonly Clause[]): Denial[] {
  const denials = new Map(clauses.flatMap(denialOf).map((denial) => [JSON.stringify(denial), denial]));
  const told = new Set(
    [...denials.values()].filter(({ participantId }) => participantId !== null).map(({ code }) => code),
  );
  return [...denials.values()].filter(
    ({ code, rule, participantId }) => rule !== null || participantId !== null || !told.has(code),
  );
}

function denialOf(clause: Clause): Denial[] {
  if (clause.code === "reward_denied")
    return [{ code: clause.reason, rule: clause.rule, participantId: clause.beneficiaryId }];
  if (clause.code === "rule_missed") return [{ code: clause.reason, rule: clause.rule, participantId: null }];
  if (clause.code === "touch_dropped") return [{ code: clause.reason, rule: null, participantId: clause.ownerId }];
  return clause.code === "referral_refused" ? [{ code: clause.reason, rule: null, participantId: null }] : [];
}
