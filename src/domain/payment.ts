import type { ReportedEvent } from "#domain/event";

/** An event as the inbox holds it. `seq` is the commit order; the one being decided comes last. */
export type StoredEvent = {
  seq: number;
  event: ReportedEvent;
  refereeId: string | null;
  programId: string | null;
  occurredAtMs: number;
  verified: boolean;
};

/** What all reports about one payment say together. */
export type Payment = {
  paymentRef: string;
  refereeId: string | null;
  amountMinor: number;
  currency: string;
  plan: string | null;
  interval: "month" | "year" | null;
  /** Never more than the amount. */
  refundedMinor: number;
  /** A signed provider delivery or a key with `payments:verify` reported it. */
  verified: boolean;
  occurredAtMs: number;
};

/** The payments in a history, in the order of their first report. Refunds count whether they came before or after. */
export function foldPayments(history: readonly StoredEvent[]): Payment[] {
  const payments = new Map<string, Payment>();
  for (const report of history) {
    const { type, paymentRef } = report.event;
    if (type !== "payment" || paymentRef === undefined) continue;
    const known = payments.get(paymentRef);
    payments.set(paymentRef, known === undefined ? firstReport(report, paymentRef) : mergeReport(known, report));
  }
  return [...payments.values()].map((payment) => ({ ...payment, refundedMinor: refundedOf(payment, history) }));
}

/**
 * What stands, when a report contradicts the first: a payment with another amount, or anything about
 * the payment in the name of another person. Null when they agree.
 */
export function mismatchOf(
  history: readonly StoredEvent[],
  event: ReportedEvent,
  refereeId: string,
): { amountMinor: number; currency: string } | null {
  const first = history.find((known) => known.event.type === "payment" && known.event.paymentRef === event.paymentRef);
  if (first === undefined) return null;
  const { amountMinor = 0, currency = "" } = first.event;
  const isSameAmount = event.type !== "payment" || (amountMinor === event.amountMinor && currency === event.currency);
  return isSameAmount && first.refereeId === refereeId ? null : { amountMinor, currency };
}

function firstReport({ event, refereeId, verified, occurredAtMs }: StoredEvent, paymentRef: string): Payment {
  return {
    paymentRef,
    refereeId,
    amountMinor: event.amountMinor ?? 0,
    currency: event.currency ?? "",
    plan: event.plan ?? null,
    interval: event.interval ?? null,
    refundedMinor: 0,
    verified,
    occurredAtMs,
  };
}

function mergeReport(known: Payment, report: StoredEvent): Payment {
  return {
    ...known,
    plan: known.plan ?? report.event.plan ?? null,
    interval: known.interval ?? report.event.interval ?? null,
    verified: known.verified || report.verified,
    occurredAtMs: Math.min(known.occurredAtMs, report.occurredAtMs),
  };
}

/** A refund without an amount is a whole one; one in another currency or of another person is not of this payment. */
function refundedOf(payment: Payment, history: readonly StoredEvent[]): number {
  let refunded = 0;
  for (const { event, refereeId } of history) {
    if (event.type !== "refund" || event.paymentRef !== payment.paymentRef) continue;
    if (event.currency !== undefined && event.currency !== payment.currency) continue;
    if (refereeId !== null && refereeId !== payment.refereeId) continue;
    refunded += event.amountMinor ?? payment.amountMinor;
  }
  return Math.min(refunded, payment.amountMinor);
}
