import type { EventType } from "#domain/event";
import { passingPayments } from "#domain/occasion";
import type { Payment } from "#domain/payment";
import type { Rule } from "#domain/program";
import { paymentNamed, programHistory } from "#domain/program-work";
import type { Work } from "#domain/program-work";
import type { Passing, PassingPayment } from "#domain/qualification";

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
  return {
    payment: isByPayment ? paymentNamed(work, subject) : null,
    firstPayment: firstPassing(work, rule, subject),
    cancellations: timesOf(work, "subscription_canceled"),
    churns: timesOf(work, "churned"),
  };
}

/** When this was reported of the referee, by the program's clock. */
export function timesOf({ input }: Work, type: EventType): number[] {
  return programHistory(input)
    .filter(({ event }) => event.type === type)
    .map(({ occurredAtMs }) => Math.min(occurredAtMs, input.nowMs));
}

/** Asks nothing. One object, so that its answer is kept. */
export const anyPayment = {};

/**
 * The first payment that passes, by its date. The one that has earned something passed when it did, whatever has
 * become of the facts about people since: a promise does not depend on asking again.
 */
export function firstPassing(
  work: Work,
  rule: Pick<Rule, "qualify" | "flow" | "when">,
  earned: string,
): Passing | null {
  const [first] = passingPayments(work, rule);
  const own = passingPayments(work, anyPayment).find(({ subject }) => subject === earned);
  if (first === undefined || own === undefined) return first ?? own ?? null;
  return own.atMs < first.atMs ? own : first;
}
