import type { Condition } from "#domain/condition";
import type { Rule } from "#domain/program";
import { bind } from "#support/reference-binding";
import type { Bond } from "#support/reference-binding";
import { stages, timesOf, withoutCopies } from "#support/reference-history";
import type {
  ModelConversion,
  ModelDelivery,
  ModelInput,
  ModelReferral,
  ModelReward,
  ModelState,
} from "#support/reference-history";

/**
 * What the specification says must come of a set of events, written from its text and not from the
 * engine: whole histories folded at once, exact arithmetic, no increments. Where the text leaves a
 * choice to commit order, the order of `deliveries` decides.
 */
export function expectedState(input: ModelInput): ModelState {
  const deliveries = withoutCopies(input.deliveries);
  const bonds = bind(input, deliveries);
  const conversions = bonds.flatMap((bond) => convert(bond, deliveries));
  const rewards = bonds.flatMap((bond) => reward(input, bond, conversions, deliveries));
  return {
    referrals: bonds.map((bond) => describe(bond, conversions, rewards, deliveries)),
    conversions: conversions.map(({ atMs: _, ...conversion }) => conversion),
    rewards,
    balances: balance(rewards),
  };
}

type Conversion = ModelConversion & { atMs: number };

/** By payment_ref, whoever reports it; a report that contradicts the first one is refused. */
function convert({ referee }: Bond, deliveries: ModelDelivery[]): Conversion[] {
  const payments = deliveries.filter(({ event }) => event.type === "payment" && event.paymentRef !== undefined);
  return [...Map.groupBy(payments, ({ event }) => event.paymentRef ?? "")].flatMap(([paymentRef, all]) => {
    const first = all[0]?.event;
    if (first?.amountMinor === undefined || first.currency === undefined) return [];
    if (first.referee?.externalId !== referee.externalId) return [];
    const { amountMinor, currency } = first;
    const reports = all.filter(({ event }) => event.amountMinor === amountMinor && event.currency === currency);
    return {
      paymentRef,
      referee: referee.externalId,
      amountMinor,
      currency,
      verified: reports.some(({ verified }) => verified),
      refundedMinor: refunded(paymentRef, amountMinor, deliveries),
      atMs: Math.min(...reports.map(({ event }) => event.occurredAtMs)),
    };
  });
}

/** A refund without an amount is a full one; nothing more than was paid comes back. */
function refunded(paymentRef: string, amountMinor: number, deliveries: ModelDelivery[]): number {
  const refunds = deliveries.filter(({ event }) => event.type === "refund" && event.paymentRef === paymentRef);
  const total = refunds.reduce((sum, { event }) => sum + (event.amountMinor ?? amountMinor), 0);
  return Math.min(total, amountMinor);
}

type Occasion = {
  subject: string;
  atMs: number;
  facts: Record<string, unknown>;
  verified: boolean;
  conversion: Conversion | null;
};

function reward(input: ModelInput, bond: Bond, all: Conversion[], deliveries: ModelDelivery[]): ModelReward[] {
  const conversions = all.filter(({ referee }) => referee === bond.referee.externalId);
  return input.document.rules.flatMap((rule) => {
    if (rule.flow?.referrer?.includes(bond.referrer.kind) === false) return [];
    if (rule.flow?.referee?.includes(bond.referee.kind) === false) return [];
    const passing = occasionsOf(rule, bond, conversions, deliveries)
      .filter(({ verified }) => rule.qualify?.verified !== true || verified)
      .filter(({ facts }) => rule.when === undefined || holds(rule.when, facts));
    const earning = rule.on.occurrence === "first" ? passing.slice(0, 1) : passing;
    return earning.flatMap((occasion) => kept(rule, bond, occasion));
  });
}

function occasionsOf(rule: Rule, bond: Bond, conversions: Conversion[], deliveries: ModelDelivery[]): Occasion[] {
  if (rule.on.event === "payment") {
    return conversions.map((conversion) => ({
      subject: conversion.paymentRef,
      atMs: conversion.atMs,
      verified: conversion.verified,
      facts: { "event.amount_minor": conversion.amountMinor, "event.currency": conversion.currency },
      conversion,
    }));
  }
  const times = timesOf([rule.on.event], bond.referee.externalId, deliveries);
  const happened = { subject: rule.on.event, atMs: Math.min(...times), verified: false, facts: {}, conversion: null };
  return times.length > 0 ? [happened] : [];
}

function holds(condition: Condition, facts: Record<string, unknown>): boolean {
  if ("all" in condition) return condition.all.every((part) => holds(part, facts));
  if ("any" in condition) return condition.any.some((part) => holds(part, facts));
  if ("not" in condition) return !holds(condition.not, facts);
  if ("eq" in condition) return facts[condition.eq[0]] === condition.eq[1];
  if ("gte" in condition) return Number(facts[condition.gte[0]]) >= condition.gte[1];
  if ("lt" in condition) return Number(facts[condition.lt[0]]) < condition.lt[1];
  throw new Error("the model knows all, any, not, eq, gte and lt");
}

function kept(rule: Rule, bond: Bond, { subject, atMs, conversion }: Occasion): ModelReward[] {
  return rule.grant.map((grant, index) => {
    const [unit, quantity] =
      grant.kind === "credit" ? [grant.currency, grant.amount_minor] : (["free_months", grant.quantity] as const);
    const reversed = rule.reverse === undefined ? 0 : takenBack(rule.reverse.policy, grant.kind, quantity, conversion);
    return {
      rule: rule.key,
      grant: index,
      referee: bond.referee.externalId,
      subject,
      side: grant.to,
      beneficiary: grant.to === "referrer" ? bond.referrer.externalId : bond.referee.externalId,
      unit,
      quantity,
      reversed,
      state: reversed === quantity ? "reversed" : "available",
      earnedAtMs: atMs,
    };
  });
}

function takenBack(policy: string, kind: string, quantity: number, conversion: Conversion | null): number {
  if (conversion === null || conversion.refundedMinor === 0) return 0;
  if (policy === "full") return quantity;
  const isWhole = conversion.refundedMinor === conversion.amountMinor;
  if (kind === "free_month") return isWhole ? quantity : 0;
  // What is left is rounded half-up: twice the fraction and one, halved without the rest.
  const paid = BigInt(conversion.amountMinor);
  const kept = BigInt(quantity) * (paid - BigInt(conversion.refundedMinor));
  return quantity - Number((2n * kept + paid) / (2n * paid));
}

function describe(
  bond: Bond,
  conversions: Conversion[],
  rewards: ModelReward[],
  deliveries: ModelDelivery[],
): ModelReferral {
  const referee = bond.referee.externalId;
  const earliest = (types: string[]) => timesOf(types, referee, deliveries).toSorted((a, b) => a - b)[0];
  const own = conversions.filter((conversion) => conversion.referee === referee);
  const earned = rewards.filter((reward) => reward.referee === referee);
  const times = {
    link_created: bond.referrer.linkCreatedAtMs,
    link_clicked: bond.clickedAtMs ?? undefined,
    signup_started: earliest(["signup_started"]),
    signed_up: earliest(["signup"]),
    activated: earliest(["trial_started", "activated"]),
    converted: own.map(({ atMs }) => atMs).toSorted((a, b) => a - b)[0],
    rewarded: earned.map(({ earnedAtMs }) => earnedAtMs).toSorted((a, b) => a - b)[0],
  };
  return {
    referee,
    referrer: bond.referrer.externalId,
    evidence: bond.evidence,
    stage: stages.findLast((stage) => times[stage] !== undefined) ?? "link_created",
    times,
    churnedAtMs: earliest(["subscription_canceled", "churned"]),
    weights: bond.weights,
  };
}

function balance(rewards: ModelReward[]): Record<string, number> {
  const balances: Record<string, number> = {};
  for (const { beneficiary, unit, quantity, reversed } of rewards) {
    const key = `${beneficiary} ${unit}`;
    balances[key] = (balances[key] ?? 0) + quantity - reversed;
  }
  return Object.fromEntries(Object.entries(balances).filter(([, total]) => total !== 0));
}
