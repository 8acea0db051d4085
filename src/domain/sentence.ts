import type { TouchDrop } from "#domain/binding";
import type { Clause, ClauseCode, DenialReason, RefusalReason, ReversalReason, RuleMiss } from "#domain/explanation";
import type { FraudAction } from "#domain/fraud-rules";
import type { HoldReason } from "#domain/hold";
import type { KeptReason } from "#domain/kept-reward";
import { wholeWeight } from "#domain/attribution";
import { formatMoney } from "#domain/money";
import type { AttributionModel, Limit } from "#domain/program";

/** Gives a participant's id the name to be read. */
export type NameOf = (participantId: string) => string;

/** A clause in words that a support agent can paste. */
export function sentenceOf(clause: Clause, nameOf: NameOf): string {
  // Safe because the row is picked by the clause's own code.
  return (sentences[clause.code] as (clause: Clause, nameOf: NameOf) => string)(clause, nameOf);
}

const sentences: { [C in ClauseCode]: (clause: Extract<Clause, { code: C }>, nameOf: NameOf) => string } = {
  event_parked: (c) => `The event ${c.type} is kept until a signup says who referred this person.`,
  touch_weighed: (c, nameOf) => {
    if (c.channel === "direct") return `The code ${c.touchCode} of ${nameOf(c.ownerId)} was given by hand.`;
    const click = `A click on ${nameOf(c.ownerId)}'s link ${c.touchCode} (${c.channel})`;
    const credit = c.weight > 0 ? `weighs ${percent(c.weight)}` : "earns nothing";
    return `${click} ${credit} (${modelNames[c.model]}).`;
  },
  touch_dropped: (c, nameOf) =>
    c.channel === "direct"
      ? `The code ${c.touchCode}${c.ownerId === null ? "" : ` of ${nameOf(c.ownerId)}`}, given by hand, does not count: ${dropReasons[c.reason]}.`
      : `A click on ${c.ownerId === null ? "the link" : `${nameOf(c.ownerId)}'s link`} ${c.touchCode} (${c.channel}) does not count: ${dropReasons[c.reason]}.`,
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
  referral_assessed: (c) =>
    `For the team: the risk of fraud is ${c.risk} (${c.grounds.length === 0 ? "by a person's verdict" : c.grounds.join(", ")}), so what is earned here ${actionWords[c.action]}.`,
  rule_missed: (c) =>
    `Rule ${c.rule} gives nothing here: ${missReasons[c.reason]}${c.condition === null ? "" : ` (${JSON.stringify(c.condition)})`}.`,
  reward_denied: (c, nameOf) =>
    `Rule ${c.rule} was met, but the ${c.side} ${nameOf(c.beneficiaryId)} is not rewarded: ${denialReasons[c.reason]}${limitText(c.limit)}.`,
  reward_granted: (c, nameOf) =>
    `Rule ${c.rule} was met: the ${c.side} ${nameOf(c.beneficiaryId)} earns ${valueText(c)}${worthText(c)}.`,
  reward_held: (c, nameOf) =>
    `Rule ${c.rule} was met: the ${c.side} ${nameOf(c.beneficiaryId)} earns ${valueText(c)}, which ${holdReasons[c.reason]}${(c.reason === "hold" || c.reason === "risk") && c.releaseAtMs !== null ? ` until ${momentText(c.releaseAtMs)}` : ""}.`,
  reward_disputed: (c, nameOf) =>
    `The payment is disputed: the reward of ${nameOf(c.beneficiaryId)} under rule ${c.rule} is held until that is settled.`,
  dispute_settled: (c, nameOf) =>
    `The dispute is settled: it no longer holds the reward of ${nameOf(c.beneficiaryId)} under rule ${c.rule}.`,
  reward_voided: (c, nameOf) =>
    `${valueText(c)} of the reward that ${nameOf(c.beneficiaryId)} was waiting for under rule ${c.rule} will not come${becauseText(c.reason)}; ${leftText(c)} is left.`,
  reward_reversed: (c, nameOf) =>
    `${valueText(c)} of the reward of ${nameOf(c.beneficiaryId)} under rule ${c.rule} was taken back${becauseText(c.reason)}; ${leftText(c)} is left.`,
  reward_kept: (c, nameOf) =>
    `The reward of ${nameOf(c.beneficiaryId)} under rule ${c.rule} stays as it is: ${keptReasons[c.reason]}.`,
  referral_waits: (c) => `The referral counts from ${momentText(c.untilMs)}, if the referee stays so long.`,
  referral_counted: (c, nameOf) => `The referral counts: it is number ${c.count} of ${nameOf(c.referrerId)}.`,
  referral_uncounted: (c, nameOf) => `The referral no longer counts: ${nameOf(c.referrerId)} has ${c.count}.`,
  referral_disqualified: () => "The referral will not count: the referee did not stay long enough.",
  referral_turned_away: () => "The referral does not count: it did not pass the program's checks.",
  referral_reassigned: (c, nameOf) =>
    `Support made ${nameOf(c.referrerId)} the referrer in place of ${nameOf(c.formerId)}.`,
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
  not_nth: "it pays only one of them, and this is not it",
  occurrences_used_up: "it has paid as often as it may",
  months_over: "the months in which it pays are over",
  nothing_to_pay: "what it pays comes to nothing for this amount, plan or currency",
};

const denialReasons: Record<DenialReason, string> = {
  self_referral: dropReasons.self_referral,
  referrer_suspended: dropReasons.referrer_suspended,
  referrer_ineligible: dropReasons.referrer_ineligible,
  program_paused: "the program is paused",
  rewards_disabled: "rewards are switched off for this deployment",
  limit_reached: "the limit is reached",
  budget_exhausted: "the budget does not cover it any more",
  budget_other_unit: "the budget is in another unit",
  fraud_rejected: "it did not pass the program's checks",
};

const holdReasons: Record<HoldReason, string> = {
  hold: "is held",
  risk: "is held while it is checked",
  review: "waits for a person to look at it",
  dispute: "waits for the end of a dispute",
};

const actionWords: Record<FraudAction, string> = {
  approve: "is given as promised",
  hold: "is held and scored again",
  review: "waits for a person",
  reject: "is denied",
};

const keptReasons: Record<KeptReason, string> = {
  not_reversed: "the rule takes nothing back for that",
  outside_days: "the days in which the rule takes it back are over",
  used: "it was used, and the rule lets that stand",
  indivisible: "it cannot be divided, and goes back with the whole payment only",
};

const reversalReasons: Record<ReversalReason, string> = {
  refund: "the payment was refunded",
  dispute_lost: "the dispute was lost",
  subscription_canceled: "the subscription was canceled",
  churned: "the referee left",
  stay_broken: "the referee did not stay long enough",
  count_lost: "a referral that it needs no longer counts",
  reassigned: "the referral was given to another referrer",
};

function percent(weight: number): string {
  return `${Math.round((weight * 1000) / wholeWeight) / 10} %`;
}

/** Stored clauses of an earlier version have no kind or label. */
type Said = { kind?: string; unit: string; quantity: number; label?: string | null };

/** What a reward comes to, in words: `1 free month`, `USD 10.00`, `the badge Referral Master`. */
export function valueText({ kind, unit, quantity, label }: Said): string {
  if (quantity > 0 && unit === "badges") return `the badge ${label}`;
  if (quantity > 0 && unit === "features") return `the feature ${label}`;
  const off = kind === "discount" && unit !== "percent_bps" ? " off" : "";
  return `${quantityText(quantity, unit)}${off}${label === null || label === undefined ? "" : ` (${label})`}`;
}

function leftText({ left, ...reward }: { unit: string; label?: string | null; left: number }): string {
  return left === 0 ? "nothing" : valueText({ ...reward, quantity: left });
}

/** A quantity of a unit in words: `1 free month`, `USD 10.00`, `37.50 credits`, `20 % off`. */
export function quantityText(quantity: number, unit: string): string {
  if (unit === "percent_bps") return `${quantity / 100} % off`;
  if (unit === "credits") return formatMoney(quantity, unit).replace(/^(credits) (.*)$/, "$2 $1");
  const noun = nouns[unit];
  return noun === undefined ? formatMoney(quantity, unit) : `${quantity} ${noun}${quantity === 1 ? "" : "s"}`;
}

const nouns: Record<string, string> = {
  free_months: "free month",
  premium_days: "premium day",
  points: "point",
  features: "feature",
  badges: "badge",
};

/** As people read it, without a platform type: `2026-05-16 10:00 UTC`. */
export function momentText(atMs: number): string {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: "UTC", dateStyle: "short", timeStyle: "short" });
  return `${format.format(atMs)} UTC`;
}

/** Who has it now, and what a review came to: never why. */
const useReasons = {
  fulfilled_by_stripe: "given at Stripe",
  fulfilled_by_webhook: "handed over by the app",
  not_approved: "not approved",
};

/** Why something was taken back, denied or used, in words; what is no such reason stays as it is. */
export function reasonText(reason: string): string {
  const reasons: Partial<Record<string, string>> = { ...reversalReasons, ...denialReasons, ...useReasons };
  return Object.hasOwn(reasons, reason) ? (reasons[reason] ?? reason) : reason;
}

/** Stored clauses of an earlier version have no reason. */
function becauseText(reason: ReversalReason | undefined): string {
  return reason === undefined ? "" : `, because ${reversalReasons[reason]}`;
}

function limitText(limit: Limit | null | undefined): string {
  if (limit === null || limit === undefined) return "";
  const most = "max" in limit ? String(limit.max) : quantityText(limit.budget.amount_minor, limit.budget.unit);
  const window =
    limit.window === undefined || limit.window === "ever" ? "" : ` and ${limit.window.replaceAll("_", " ")}`;
  return ` (${most} per ${limit.per}${window})`;
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
