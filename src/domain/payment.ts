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
  /** What was known after each report, in commit order; the last one is what is known. */
  reports: PaymentReport[];
  refunds: { amountMinor: number; atMs: number }[];
  disputes: Dispute[];
  /** The earliest that any report says. */
  occurredAtMs: number;
};

/** `verified`: a signed provider delivery or a key with `payments:verify` had reported it by then. */
export type PaymentReport = { seq: number; plan: string | null; interval: "month" | "year" | null; verified: boolean };

/** All that was said under one dispute id. A terminal state wins, and of two the one that happened later. */
export type Dispute = { id: string; state: "opened" | "won" | "lost"; atMs: number };

/** The payments in a history, in the order of their first report. What came before its payment counts as well. */
export function foldPayments(history: readonly StoredEvent[]): Payment[] {
  const byPayment = Map.groupBy(history, ({ event }) => event.paymentRef);
  byPayment.delete(undefined);
  return [...byPayment.values()]
    .flatMap((about) => {
      const reports = about.filter(({ event }) => event.type === "payment");
      return reports.length === 0 ? [] : [{ first: reports[0]?.seq ?? 0, payment: foldPayment(reports, about) }];
    })
    .toSorted((a, b) => a.first - b.first)
    .map(({ payment }) => payment);
}

/** What is known of a payment by now. */
export function latestReport({ reports }: Payment): PaymentReport {
  return reports.at(-1) ?? { seq: 0, plan: null, interval: null, verified: false };
}

/** How much came back before an instant; never more than was paid. */
export function refundedBefore({ amountMinor, refunds }: Payment, endMs: number): number {
  const refunded = refunds.filter(({ atMs }) => atMs < endMs).reduce((sum, refund) => sum + refund.amountMinor, 0);
  return Math.min(refunded, amountMinor);
}

export function refundedOf(payment: Payment): number {
  return refundedBefore(payment, Infinity);
}

/** When all of it was gone: wholly refunded, or lost in a dispute; null while something is left. */
export function lostAtMs(payment: Payment): number | null {
  const times = payment.disputes.filter(({ state }) => state === "lost").map(({ atMs }) => atMs);
  const refunds = payment.refunds.toSorted((a, b) => a.atMs - b.atMs);
  let refunded = 0;
  for (const { amountMinor, atMs } of refunds) {
    refunded += amountMinor;
    if (refunded >= payment.amountMinor) {
      times.push(atMs);
      break;
    }
  }
  return times.length === 0 ? null : Math.min(...times);
}

export function isDisputed({ disputes }: Payment): boolean {
  return disputes.some(({ state }) => state === "opened");
}

/**
 * What stands, when a report contradicts the first: a payment with another amount, anything about the payment in
 * another currency or in the name of another person. Null when they agree.
 */
export function mismatchOf(
  history: readonly StoredEvent[],
  event: ReportedEvent,
  refereeId: string,
): { amountMinor: number; currency: string } | null {
  const first = history.find((known) => known.event.type === "payment" && known.event.paymentRef === event.paymentRef);
  if (first === undefined) return null;
  const { amountMinor = 0, currency = "" } = first.event;
  const isSameCurrency = event.currency === undefined || currency === event.currency;
  const isSameAmount = event.type !== "payment" || amountMinor === event.amountMinor;
  return isSameAmount && isSameCurrency && first.refereeId === refereeId ? null : { amountMinor, currency };
}

function foldPayment(reports: readonly StoredEvent[], all: readonly StoredEvent[]): Payment {
  // Safe because a group has the event that opened it.
  const first = reports[0] as StoredEvent;
  const { paymentRef = "", amountMinor = 0, currency = "" } = first.event;
  const about = all.filter(({ refereeId }) => refereeId === null || refereeId === first.refereeId);
  return {
    paymentRef,
    refereeId: first.refereeId,
    amountMinor,
    currency,
    reports: accumulate(reports),
    refunds: about
      .filter((stored) => isRefundOf(stored, currency))
      .map(({ event, occurredAtMs: atMs }) => ({
        // A refund without an amount is a whole one.
        amountMinor: event.amountMinor ?? amountMinor,
        atMs,
      })),
    disputes: foldDisputes(about),
    occurredAtMs: Math.min(...reports.map(({ occurredAtMs }) => occurredAtMs)),
  };
}

function accumulate(reports: readonly StoredEvent[]): PaymentReport[] {
  let known: Omit<PaymentReport, "seq"> = { plan: null, interval: null, verified: false };
  return reports.map(({ seq, event, verified }) => {
    known = {
      plan: known.plan ?? event.plan ?? null,
      interval: known.interval ?? event.interval ?? null,
      verified: known.verified || verified,
    };
    return { seq, ...known };
  });
}

/** One in another currency is not of this payment. */
function isRefundOf({ event }: StoredEvent, currency: string): boolean {
  return event.type === "refund" && (event.currency === undefined || event.currency === currency);
}

/** Whether this says what became of a payment, rather than of a person. */
export function isAboutPayment({ type }: Pick<ReportedEvent, "type">): boolean {
  return type === "refund" || Object.hasOwn(disputeStates, type);
}

const disputeStates = { dispute_opened: "opened", dispute_won: "won", dispute_lost: "lost" } as const;

function foldDisputes(about: readonly StoredEvent[]): Dispute[] {
  const said = about.flatMap(({ event, occurredAtMs: atMs }): Dispute[] => {
    const { type, paymentRef = "", disputeId = paymentRef } = event;
    return Object.hasOwn(disputeStates, type)
      ? [{ id: disputeId, state: disputeStates[type as keyof typeof disputeStates], atMs }]
      : [];
  });
  return [...Map.groupBy(said, ({ id }) => id).values()].flatMap((all) => all.toSorted(byFinality).slice(-1));
}

const finality: Record<Dispute["state"], number> = { opened: 0, won: 1, lost: 1 };

/** Terminal after open, later after earlier, and lost after won where both have one time. */
function byFinality(a: Dispute, b: Dispute): number {
  return finality[a.state] - finality[b.state] || a.atMs - b.atMs || (a.state < b.state ? 1 : -1);
}
