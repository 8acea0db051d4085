import { expect, test } from "vitest";
import { counterId } from "#domain/counter";
import { describeOccasion, rankedPayments } from "#domain/occasion";
import { latestReport } from "#domain/payment";
import { countKey, paidCriterion } from "#domain/qualification";
import { aParticipant, aPayment, anEvent, aWork, nowMs, stored } from "#support/domain-factories";

test("the facts of a payment are those of all its reports, and of the people", () => {
  const history = [
    stored(aPayment({ plan: "pro" })),
    stored(aPayment({ id: "p2", interval: "year" }), { verified: true }),
  ];
  const parties = { referrer: aParticipant("ann", { category: "florist" }), referee: aParticipant("mike") };
  const work = aWork({ history, setting: { parties, channel: "qr", campaign: "fair" } });
  const [payment] = work.input.payments;
  if (payment === undefined) throw new Error("no payment");
  const report = latestReport(payment);
  const [first] = history;
  if (first === undefined) throw new Error("no event");
  expect(describeOccasion(work, { stored: first, subject: "inv-1", atMs: nowMs, payment, report })).toMatchObject({
    event: "payment",
    subject: "inv-1",
    facts: {
      "event.type": "payment",
      "event.amount_minor": 10_000,
      "event.plan": "pro",
      "event.interval": "year",
      "event.verified": true,
      "referrer.category": "florist",
      "referee.kind": "supplier",
      "referral.channel": "qr",
      "referral.campaign": "fair",
      "referrer.conversions": 0,
    },
  });
});

test("another step has the facts that it reports", () => {
  const signup = stored(anEvent({ plan: "pro" }));
  const { facts } = describeOccasion(aWork(), { stored: signup, subject: "signup:ref_1", atMs: nowMs });
  expect(facts).toMatchObject({ "event.type": "signup", "event.plan": "pro", "event.amount_minor": null });
});

test("payments of another program are not ranked in this one", () => {
  const history = [stored(aPayment(), { programId: "prg_2" }), stored(aPayment({ id: "p2", paymentRef: "inv-2" }))];
  expect(rankedPayments(aWork({ history })).map(({ subject }) => subject)).toEqual(["inv-2"]);
});

test("conversions so far leave out the referee's own", () => {
  const counters = new Map([[counterId("prg_1", countKey("ptc_ann", paidCriterion)), 3]]);
  const own = {
    referralId: "ref_1",
    criterion: paidCriterion,
    status: "counted" as const,
    dueAtMs: null,
    paymentRefs: null,
  };
  const soFar = (qualifications: (typeof own)[]) =>
    rankedPayments(aWork({ facts: { counters, qualifications } }))[0]?.reports[0]?.facts["referrer.conversions"];
  expect([soFar([]), soFar([own])]).toEqual([3, 2]);
});
