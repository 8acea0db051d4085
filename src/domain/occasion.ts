import { participantFacts } from "#domain/facts";
import type { Facts } from "#domain/facts";
import { lostAtMs } from "#domain/payment";
import type { Payment, PaymentReport, StoredEvent } from "#domain/payment";
import { programHistory, qualificationsOf, usedOf } from "#domain/program-work";
import type { Rule } from "#domain/program";
import type { Ranking, Work } from "#domain/program-work";
import { countKey, paidCriterion } from "#domain/qualification";
import type { Passing } from "#domain/qualification";
import { rankPayments } from "#domain/rule";
import type { Occasion, RankedPayment } from "#domain/rule";

/** What happened to a referral, with the facts that conditions may name. */
export function describeOccasion(
  work: Work,
  what: { stored: StoredEvent; subject: string; atMs: number; payment?: Payment; report?: PaymentReport },
): Occasion {
  const { stored, subject, atMs, payment, report } = what;
  const { type, amountMinor, currency, plan, interval } = stored.event;
  const facts: Facts = {
    ...referralFacts(work),
    "event.type": type,
    "event.amount_minor": amountMinor ?? null,
    "event.currency": currency ?? null,
    "event.plan": plan ?? null,
    "event.interval": interval ?? null,
    "event.verified": stored.verified,
    ...(payment === undefined || report === undefined ? {} : paymentFacts(payment, report)),
  };
  return { event: type, subject, atMs, facts };
}

/** The payments that are conversions of this program, in commit order, as rules rank them. */
export function rankedPayments(work: Work): RankedPayment[] {
  return rankingOf(work).all;
}

/** The referee's payments that pass, by their dates. */
export function passingPayments(work: Work, rule: Pick<Rule, "qualify" | "flow" | "when">): Passing[] {
  const { all, passing } = rankingOf(work);
  const known = passing.get(rule) ?? findPassing(work, rule, all);
  passing.set(rule, known);
  return known;
}

function findPassing(
  work: Work,
  rule: Pick<Rule, "qualify" | "flow" | "when">,
  all: readonly RankedPayment[],
): Passing[] {
  const payments = new Map(work.input.payments.map((payment) => [payment.paymentRef, payment]));
  return rankPayments(rule, work.setting.parties, all)
    .flatMap(({ subject, atMs, reports }) => {
      const payment = payments.get(subject);
      const facts = reports.at(-1)?.facts ?? {};
      return payment === undefined ? [] : [{ subject, atMs, lostAtMs: lostAtMs(payment), facts }];
    })
    .toSorted((a, b) => a.atMs - b.atMs);
}

/** Made once for each referrer: nothing that a ranking depends on changes while one event is decided. */
function rankingOf(work: Work): Ranking {
  const { id } = work.setting.parties.referrer;
  const known = work.ranked.get(id) ?? { all: rank(work), passing: new Map() };
  work.ranked.set(id, known);
  return known;
}

function rank(work: Work): RankedPayment[] {
  const { input } = work;
  const shared = referralFacts(work);
  const payments = programHistory(input).filter(({ event }) => event.type === "payment");
  const reported = new Set(payments.map(({ event }) => event.paymentRef));
  return input.payments
    .filter(({ paymentRef }) => reported.has(paymentRef))
    .map((payment) => ({
      subject: payment.paymentRef,
      atMs: Math.min(payment.occurredAtMs, input.nowMs),
      reports: payment.reports.map((report) => ({
        seq: report.seq,
        facts: { ...shared, "event.type": "payment", ...paymentFacts(payment, report) },
      })),
    }));
}

function paymentFacts({ amountMinor, currency }: Payment, { plan, interval, verified }: PaymentReport): Facts {
  return {
    "event.amount_minor": amountMinor,
    "event.currency": currency,
    "event.plan": plan,
    "event.interval": interval,
    "event.verified": verified,
  };
}

function referralFacts(work: Work): Facts {
  const { parties, channel, campaign } = work.setting;
  return {
    "referral.channel": channel,
    "referral.campaign": campaign,
    ...participantFacts("referrer", parties.referrer),
    ...participantFacts("referee", parties.referee),
    "referrer.conversions": conversionsSoFar(work),
  };
}

/** The referrer's paid conversions, without the one that is being decided about. */
function conversionsSoFar(work: Work): number {
  const isCounted = qualificationsOf(work).some(
    ({ criterion, status }) => criterion === paidCriterion && status === "counted",
  );
  return usedOf(work, countKey(work.setting.parties.referrer.id, paidCriterion)) - (isCounted ? 1 : 0);
}
