import type { EventType } from "#domain/event";
import { rankedPayments } from "#domain/occasion";
import { lostAtMs } from "#domain/payment";
import type { Payment } from "#domain/payment";
import type { Facts } from "#domain/facts";
import type { Rule } from "#domain/program";
import type { Work } from "#domain/program-work";
import type { PassingPayment } from "#domain/qualification";
import { rankPayments } from "#domain/rule";

/** What may take a reward back, as the whole history says by now. */
export type Losses = {
  /** The one that earned the reward; null for what no payment earned. */
  payment: Payment | null;
  /** The first payment that passes the rule, for its stay. */
  firstPayment: PassingPayment | null;
  cancellations: readonly number[];
  churns: readonly number[];
};

export function lossesOf(work: Work, rule: Rule, subject: string): Losses {
  const isByPayment = "event" in rule.on && rule.on.event === "payment";
  const payment = work.input.payments.find(({ paymentRef }) => paymentRef === subject) ?? null;
  return {
    payment: isByPayment ? payment : null,
    firstPayment: firstPassing(work, rule),
    cancellations: timesOf(work, "subscription_canceled"),
    churns: timesOf(work, "churned"),
  };
}

/** When this was reported of the referee, by the program's clock. */
export function timesOf({ input }: Work, type: EventType): number[] {
  return input.history
    .filter(({ event, programId }) => event.type === type && (programId === null || programId === input.program.id))
    .map(({ occurredAtMs }) => Math.min(occurredAtMs, input.nowMs));
}

/** A payment that passes a rule, with the facts that are known of it by now. */
export type Passing = PassingPayment & { facts: Facts };

/** The referee's payments that pass, by their dates. */
export function passingPayments(work: Work, rule: Pick<Rule, "qualify" | "flow" | "when">): Passing[] {
  const { parties } = work.setting;
  return rankPayments(rule, parties, rankedPayments(work))
    .flatMap(({ subject, atMs, reports }) => {
      const payment = work.input.payments.find(({ paymentRef }) => paymentRef === subject);
      return payment === undefined ? [] : [{ atMs, lostAtMs: lostAtMs(payment), facts: reports.at(-1)?.facts ?? {} }];
    })
    .toSorted((a, b) => a.atMs - b.atMs);
}

export function firstPassing(work: Work, rule: Pick<Rule, "qualify" | "flow" | "when">): Passing | null {
  return passingPayments(work, rule)[0] ?? null;
}
