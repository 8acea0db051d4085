import type { TouchDrop } from "#domain/binding";
import type { Clause, ClauseCode, DenialReason, RefusalReason, RuleMiss } from "#domain/explanation";
import { wholeWeight } from "#domain/attribution";
import { formatMoney } from "#domain/money";
import type { AttributionModel } from "#domain/program";

/** Gives a participant's id the name to be read. */
export type NameOf = (participantId: string) => string;

/** A clause in words that a support agent can paste. */
export function sentenceOf(clause: Clause, nameOf: NameOf): string {
  // Safe because the row is picked by the clause's own code.
  return (sentences[clause.code] as (clause: Clause, nameOf: NameOf) => string)(clause, nameOf);
}

const sentences: { [C in ClauseCode]: (clause: Extract<Clause, { code: C }>, nameOf: NameOf) => string } = {
  event_parked: (c) => `The event ${c.type} is kept until a signup says who referred this person.`,
  touch_weighed: (c, nameOf) =>
    c.weight > 0
      ? `A click on ${nameOf(c.ownerId)}'s link ${c.touchCode} (${c.channel}) weighs ${percent(c.weight)} (${modelNames[c.model]}).`
      : `A click on ${nameOf(c.ownerId)}'s link ${c.touchCode} (${c.channel}) earns nothing (${modelNames[c.model]}).`,
  touch_dropped: (c, nameOf) =>
    `A click on ${c.ownerId === null ? "the link" : `${nameOf(c.ownerId)}'s link`} ${c.touchCode} (${c.channel}) does not count: ${dropReasons[c.reason]}.`,
  referral_bound: (c, nameOf) =>
    `${nameOf(c.referrerId)} is the referrer, by ${evidenceNames[c.evidence]}, under version ${c.version} of the program.`,
  referral_refused: (c) => `The signup was not credited to anybody: ${refusalReasons[c.reason]}.`,
  referral_kept: (c, nameOf) => `Another signup was reported; ${nameOf(c.referrerId)} stays the referrer.`,
  step_reported: (c) => `The event ${c.type} was reported.`,
  payment_known: (c) => `Payment ${c.paymentRef} was reported again and counts once.`,
  payment_counted: (c) =>
    `Payment ${c.paymentRef} of ${formatMoney(c.amountMinor, c.currency)} counts as conversion number ${c.ordinal}.`,
  payment_verified: (c) => `Payment ${c.paymentRef}, counted before, was verified.`,
  payment_refunded: (c) =>
    `${formatMoney(c.refundedMinor, c.currency)} of the ${formatMoney(c.amountMinor, c.currency)} of payment ${c.paymentRef} is refunded.`,
  rule_missed: (c) =>
    `Rule ${c.rule} gives nothing here: ${missReasons[c.reason]}${c.condition === null ? "" : ` (${JSON.stringify(c.condition)})`}.`,
  reward_denied: (c, nameOf) =>
    `Rule ${c.rule} was met, but the ${c.side} ${nameOf(c.beneficiaryId)} is not rewarded: ${denialReasons[c.reason]}.`,
  reward_granted: (c, nameOf) =>
    `Rule ${c.rule} was met: the ${c.side} ${nameOf(c.beneficiaryId)} earns ${quantityText(c.quantity, c.unit)}${worthText(c)}.`,
  reward_reversed: (c, nameOf) =>
    `${quantityText(c.quantity, c.unit)} of the reward of ${nameOf(c.beneficiaryId)} under rule ${c.rule} was taken back; ${quantityText(c.left, c.unit)} is left.`,
};

const modelNames: Record<AttributionModel, string> = {
  first_touch: "first_touch: the first click is credited",
  last_touch: "last_touch: the last click is credited",
  linear: "linear: all clicks share alike",
  time_decay: "time_decay: later clicks weigh more",
  position_based: "position_based: the first and last click weigh most",
};

const evidenceNames = {
  typed: "a code typed in by hand",
  journey: "the clicks in the signed journey",
  url: "the code in the URL",
};

const dropReasons: Record<TouchDrop, string> = {
  code_unknown: "the code is not known",
  code_other_program: "the code belongs to another program",
  code_paused: "the code was paused",
  code_expired: "the code had expired",
  outside_window: "the click lies outside the window before the signup",
  after_signup: "the click came after the signup",
  existing_participant: "the account existed before the click",
  self_referral: "nobody can refer himself (same person, mailbox, organisation or card)",
  referral_cycle: "the referee already stands above this referrer, and a circle would close",
  referrer_suspended: "the referrer's account is not active",
  referrer_ineligible: "the referrer does not meet the program's conditions",
};

const refusalReasons: Record<RefusalReason, string> = {
  ...dropReasons,
  no_evidence: "it carried no code and no click",
  program_paused: "the program was paused",
  referrals_disabled: "new referrals were switched off for this deployment",
};

const missReasons: Record<RuleMiss, string> = {
  wrong_flow: "it is meant for other kinds of participants",
  payment_unverified: "the payment has not been verified by a provider yet",
  condition_unmet: "its condition is not met",
  not_first: "it pays only the first one",
};

const denialReasons: Record<DenialReason, string> = {
  self_referral: dropReasons.self_referral,
  referrer_suspended: dropReasons.referrer_suspended,
  referrer_ineligible: dropReasons.referrer_ineligible,
  program_paused: "the program is paused",
  rewards_disabled: "rewards are switched off for this deployment",
};

function percent(weight: number): string {
  return `${Math.round((weight * 1000) / wholeWeight) / 10} %`;
}

/** A quantity of a ledger unit in words: `1 free month`, `USD 10.00`. */
export function quantityText(quantity: number, unit: string): string {
  return unit === "free_months" ? `${quantity} free month${quantity === 1 ? "" : "s"}` : formatMoney(quantity, unit);
}

function worthText({
  unit,
  worthMinor,
  worthCurrency,
}: {
  unit: string;
  worthMinor: number | null;
  worthCurrency: string | null;
}): string {
  return unit === worthCurrency || worthMinor === null || worthCurrency === null
    ? ""
    : ` (worth ${formatMoney(worthMinor, worthCurrency)})`;
}
