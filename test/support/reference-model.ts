import { dayMs } from "#domain/day";
import type { Condition } from "#domain/condition";
import type { Rule } from "#domain/program";
import { bind } from "#support/reference-binding";
import type { Bond } from "#support/reference-binding";
import { stages, timesOf, withoutCopies } from "#support/reference-history";
import type {
  ModelConversion,
  ModelDelivery,
  ModelInput,
  ModelLoss,
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
    conversions: conversions.map(({ atMs: _, losses: _losses, isDisputed: _isDisputed, ...conversion }) => conversion),
    rewards,
    balances: balance(rewards),
  };
}

type Conversion = ModelConversion & { atMs: number; losses: ModelLoss[]; isDisputed: boolean };

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
      ...lost(paymentRef, amountMinor, deliveries),
      atMs: Math.min(...reports.map(({ event }) => event.occurredAtMs)),
    };
  });
}

/** A refund without an amount is a full one; nothing more than was paid comes back. An end of a dispute stands over its opening. */
function lost(paymentRef: string, amountMinor: number, deliveries: ModelDelivery[]) {
  const about = deliveries.filter(({ event }) => event.paymentRef === paymentRef).map(({ event }) => event);
  const refunds = about.filter(({ type }) => type === "refund");
  const said = (type: string) => about.filter((event) => event.type === type);
  const losses: ModelLoss[] = [
    ...refunds.map((event) => ({
      atMs: event.occurredAtMs,
      amountMinor: event.amountMinor ?? amountMinor,
      by: "refund" as const,
    })),
    ...said("dispute_lost").map(({ occurredAtMs: atMs }) => ({ atMs, amountMinor, by: "dispute_lost" as const })),
  ];
  const refunded = refunds.reduce((sum, event) => sum + (event.amountMinor ?? amountMinor), 0);
  const isDisputed =
    said("dispute_opened").length > 0 && said("dispute_won").length === 0 && said("dispute_lost").length === 0;
  return { refundedMinor: Math.min(refunded, amountMinor), losses, isDisputed };
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
    const departed = (type: string) => timesOf([type], bond.referee.externalId, deliveries);
    const departures = { subscription_canceled: departed("subscription_canceled"), churned: departed("churned") };
    return earning(rule, passing).flatMap((occasion) => kept(rule, bond, { ...occasion, departures }));
  });
}

/** In the sets nobody pays oftener than three times, or longer than a year after the first payment. */
function earning(rule: Rule, passing: Occasion[]): Occasion[] {
  if (!("event" in rule.on)) throw new Error("the model knows no counts");
  return rule.on.occurrence === "first" ? passing.slice(0, 1) : passing;
}

function occasionsOf(rule: Rule, bond: Bond, conversions: Conversion[], deliveries: ModelDelivery[]): Occasion[] {
  if (!("event" in rule.on)) throw new Error("the model knows no counts");
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

type Departures = Record<"subscription_canceled" | "churned", number[]>;

/** All is told long after every hold, so only an open dispute keeps anything. */
function kept(
  rule: Rule,
  bond: Bond,
  { subject, atMs, conversion, departures }: Occasion & { departures: Departures },
): ModelReward[] {
  return rule.grant.map((grant, index) => {
    const { unit, quantity } = worthOf(grant);
    const loss = { kind: grant.kind, quantity, atMs, conversion, departures };
    const reversed = Math.max(takenBack(rule, loss), isStayBroken(rule, loss) ? quantity : 0);
    const isHeld = rule.reverse?.on.includes("dispute_lost") === true && conversion?.isDisputed === true;
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
      state: reversed === quantity ? "reversed" : isHeld ? "pending" : "available",
      earnedAtMs: atMs,
    };
  });
}

function worthOf(grant: Rule["grant"][number]): { unit: string; quantity: number } {
  if (grant.kind === "credit" && "amount_minor" in grant) return { unit: grant.currency, quantity: grant.amount_minor };
  if (grant.kind === "free_month") return { unit: "free_months", quantity: grant.quantity };
  throw new Error("the model knows credits of an amount and free months");
}

type Loss = {
  kind: string;
  quantity: number;
  atMs: number;
  conversion: Conversion | null;
  departures: Departures;
};

/** Within the days that the rule gives, what asks back the most. */
function takenBack({ reverse }: Rule, { kind, quantity, atMs, conversion, departures }: Loss): number {
  if (reverse === undefined) return 0;
  const endMs = reverse.within_days === undefined ? Infinity : atMs + reverse.within_days * dayMs;
  const counts = (by: string, lostAtMs: number) => reverse.on.some((on) => on === by) && lostAtMs < endMs;
  const left = (["subscription_canceled", "churned"] as const).some((by) =>
    departures[by].some((leftAtMs) => leftAtMs >= atMs && counts(by, leftAtMs)),
  );
  const losses = (conversion?.losses ?? []).filter((loss) => counts(loss.by, loss.atMs));
  if (left || losses.some(({ by }) => by === "dispute_lost")) return quantity;
  if (conversion === null || losses.length === 0) return 0;
  const refunds = losses.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (reverse.policy === "full" || refunds >= conversion.amountMinor) return quantity;
  if (kind === "free_month") return 0;
  // What is left is rounded half-up: twice the fraction and one, halved without the rest.
  const paid = BigInt(conversion.amountMinor);
  const stays = BigInt(quantity) * (paid - BigInt(refunds));
  return quantity - Number((2n * stays + paid) / (2n * paid));
}

/** Leaving, or losing all of the payment, before the days of the stay are over. */
function isStayBroken({ qualify }: Rule, { atMs, conversion, departures }: Loss): boolean {
  if (qualify?.stay_days === undefined || conversion === null) return false;
  const breaks = [...departures.subscription_canceled, ...departures.churned];
  let lostMinor = 0;
  for (const loss of conversion.losses.toSorted((a, b) => a.atMs - b.atMs)) {
    lostMinor += loss.amountMinor;
    if (lostMinor >= conversion.amountMinor) {
      breaks.push(loss.atMs);
      break;
    }
  }
  const endMs = atMs + qualify.stay_days * dayMs;
  return breaks.some((breakMs) => breakMs >= atMs && breakMs < endMs);
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
  for (const { beneficiary, unit, quantity, reversed, state } of rewards) {
    if (state === "pending") continue;
    const key = `${beneficiary} ${unit}`;
    balances[key] = (balances[key] ?? 0) + quantity - reversed;
  }
  return Object.fromEntries(Object.entries(balances).filter(([, total]) => total !== 0));
}
