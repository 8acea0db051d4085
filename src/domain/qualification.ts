import { namesFact } from "#domain/condition";
import { everMs } from "#domain/counter";
import type { CounterKey } from "#domain/counter";
import { dayMs } from "#domain/day";
import type { Facts } from "#domain/facts";
import type { ProgramDocument, Rule } from "#domain/program";

/**
 * What a rule asks of a referral before it counts, as text. Rules that ask the same share one count, and it
 * stays the same count whatever is published.
 */
export function criterionOf({ qualify, flow, when }: Pick<Rule, "qualify" | "flow" | "when">): string {
  return JSON.stringify([
    qualify?.verified ?? false,
    qualify?.stay_days ?? 0,
    flow?.referrer ?? null,
    flow?.referee ?? null,
    when ?? null,
  ]);
}

/** Asks nothing but a payment that is not wholly taken back: a paid conversion. */
export const paidCriterion = criterionOf({});

/** Whether a referral counts under a criterion. `waiting`: it will at `dueAtMs`, unless something happens. */
export type Qualification = {
  referralId: string;
  criterion: string;
  status: "waiting" | "counted" | "lost";
  dueAtMs: number | null;
  /** The payments that had passed when it was settled so; null where all of them do. */
  paymentRefs: string[] | null;
};

/** A payment that passes, and when all of it was lost again. */
export type PassingPayment = { atMs: number; lostAtMs: number | null };

/** With its payment_ref, and the facts that are known of it by now. */
export type Passing = PassingPayment & { subject: string; facts: Facts };

/**
 * How a referral stands at an instant: it counts from the end of the stay, which runs from the first payment,
 * as long as one payment is not lost. What ends it before that ends it for good.
 */
export function qualificationAt(
  payments: readonly PassingPayment[],
  { stayDays, endings, nowMs }: { stayDays: number; endings: readonly number[]; nowMs: number },
): Pick<Qualification, "status" | "dueAtMs"> | null {
  const first = payments.toSorted((a, b) => a.atMs - b.atMs)[0];
  if (first === undefined) return null;
  const dueAtMs = first.atMs + stayDays * dayMs;
  if (staysUnbroken(first, { dueAtMs, endings }) && payments.some(({ lostAtMs }) => lostAtMs === null)) {
    return nowMs >= dueAtMs ? { status: "counted", dueAtMs: null } : { status: "waiting", dueAtMs };
  }
  return { status: "lost", dueAtMs: null };
}

/** Whether neither an ending nor the loss of the first payment lies within the stay. */
export function staysUnbroken(
  first: PassingPayment,
  { dueAtMs, endings }: { dueAtMs: number; endings: readonly number[] },
): boolean {
  const breaks = first.lostAtMs === null ? endings : [...endings, first.lostAtMs];
  return !breaks.some((atMs) => atMs >= first.atMs && atMs < dueAtMs);
}

/** The counter of a referrer's referrals that count under a criterion. */
export function countKey(referrerId: string, criterion: string): CounterKey {
  return { scope: referrerId, endsAtMs: everMs, name: countName(criterion) };
}

export function countName(criterion: string): string {
  return `count:${criterion}`;
}

/** How many of one referrer's referrals count, by criterion; `counts` are his counters by name. */
export function countIn(counts: ReadonlyMap<string, number>): (criterion: string) => number {
  return (criterion) => counts.get(countName(criterion)) ?? 0;
}

/** The criteria under which a program counts referrals: those of its counts, and always the paid ones. */
export function criteriaOf({ rules }: Pick<ProgramDocument, "rules">): string[] {
  return [...new Set([...rules.filter(({ on }) => "count" in on).map(criterionOf), paidCriterion])];
}

/** Whether what a rule pays depends on how many others the referrer has brought. */
export function dependsOnConversions({ when, grant }: Pick<Rule, "when" | "grant">): boolean {
  const factors = grant.flatMap((one) => ("multiply" in one ? (one.multiply ?? []) : []));
  return [when, ...factors.map((factor) => factor.when)].some(
    (condition) => condition !== undefined && namesFact(condition, "referrer.conversions"),
  );
}
