import { participantFacts } from "#domain/facts";
import type { Facts } from "#domain/facts";
import type { Payment, PaymentReport, StoredEvent } from "#domain/payment";
import { qualificationsOf, usedOf } from "#domain/program-work";
import type { Work } from "#domain/program-work";
import { countKey, paidCriterion } from "#domain/qualification";
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
  const { input } = work;
  const shared = referralFacts(work);
  return conversionsOf(work).map((payment) => ({
    subject: payment.paymentRef,
    atMs: Math.min(payment.occurredAtMs, input.nowMs),
    reports: payment.reports.map((report) => ({
      seq: report.seq,
      facts: { ...shared, "event.type": "payment", ...paymentFacts(payment, report) },
    })),
  }));
}

/** A payment of another program's event is none here. */
function conversionsOf({ input }: Work): Payment[] {
  const isReported = ({ paymentRef }: Payment) =>
    input.history.some(
      ({ event, programId }) =>
        event.type === "payment" &&
        event.paymentRef === paymentRef &&
        (programId === null || programId === input.program.id),
    );
  return input.payments.filter(isReported);
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
