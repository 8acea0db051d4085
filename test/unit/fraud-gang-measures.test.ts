import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import {
  measureBadCompany,
  measureOneDomain,
  measureReferrerDoubles,
  measureRefundAfterRedemption,
  measureSharedDevice,
  measureSharedPayment,
} from "#domain/fraud-gang-measures";
import type { PastReferral } from "#domain/fraud-history";
import { nothing } from "#domain/fraud-measures";
import type { Participant } from "#domain/participant";
import { nowMs } from "#support/domain-factories";
import { aHistory, aPastReferral, aView, withEmail } from "#support/fraud-factories";

const many = (count: number, make: (index: number) => PastReferral) => Array.from({ length: count }, (_, i) => make(i));

test("others on one device are counted once each when it is used for longer than a stand, and the referrer always", () => {
  const on = (name: string, days: number) =>
    aPastReferral(name, { visitorId: "kiosk", signedUpAtMs: nowMs + days * dayMs });
  const others = [on("a", 2), on("a", 2), on("b", 0), aPastReferral("c")];
  expect(measureSharedDevice(aHistory({ referral: on("mike", 0), others }))).toMatchObject({
    ...{ measure: 2, participants: ["ptc_a", "ptc_b"] },
  });
  const stand = many(9, (index) => on(`guest${index}`, index / 5));
  expect(measureSharedDevice(aHistory({ referral: on("mike", 0), others: stand })).measure).toBe(0);
  const referrers = aHistory({ referral: on("mike", 0), referrerVisitorId: "kiosk" });
  expect(measureSharedDevice(referrers)).toMatchObject({ measure: 1, participants: ["ptc_ann"] });
  expect(measureSharedDevice(aHistory({ referral: aPastReferral("m", { visitorId: null }) }))).toBe(nothing);
});

test("others with one card are counted once each", () => {
  const referee = withEmail("mike", "mike@home.example", { paymentFingerprint: "card" });
  const referral = aPastReferral("mike", { referee });
  const samePayment = ["ptc_a", "ptc_a", "ptc_b", "ptc_mike"];
  expect(measureSharedPayment(aHistory({ referral, samePayment }))).toMatchObject({ measure: 2 });
  const firm = withEmail("ann", "ann@lens.example", { organization: "Lens" });
  expect(measureSharedPayment(aHistory({ referral, referrer: firm, samePayment })).measure).toBe(1);
  expect(measureSharedPayment(aHistory({ samePayment }))).toBe(nothing);
});

test("one refund after redemption is nobody's habit, two are a share of those who paid", () => {
  const measured = (paid: number, back: number) => {
    const all = many(paid, (index) => aPastReferral(`p${index}`, { isTakenBack: index < back }));
    const [referral = aPastReferral("x", { paidAtMs: null }), ...others] = all;
    return measureRefundAfterRedemption(aHistory({ referral, others })).measure;
  };
  expect([measured(1, 1), measured(4, 2), measured(2, 2), measured(0, 0)]).toEqual([0, 500_000, 1_000_000, null]);
});

describe("bad company", () => {
  const who = (name: string, fields: Partial<Participant> = {}, email = `${name}@home.example`) =>
    aPastReferral(name, { referee: withEmail(name, email, fields) });
  const fine = many(6, (index) => who(`fine${index}`));
  const card = (name: string) => who(name, { paymentFingerprint: "card" });
  const referrer = withEmail("ann", "ann@lens.example", { paymentFingerprint: "ann's" });
  const measured = (bad: PastReferral[]) =>
    measureBadCompany(aView({ referrer, others: [...fine, ...bad] }, ["throw.example"])).measure;

  test.each<[string, PastReferral[], number]>([
    ["nobody", [], 0],
    ["one careless mailbox", [who("a", {}, "a@throw.example")], 0],
    ["two throw-away mailboxes", [who("a", {}, "a@throw.example"), who("b", {}, "b@x.throw.example")], 250_000],
    [
      "a mailbox and a card of the referrer's",
      [who("a", {}, "ann+1@lens.example"), who("b", { paymentFingerprint: "ann's" })],
      250_000,
    ],
    ["three on one card", [card("a"), card("b"), card("c")], 0],
    ["four on one card", [card("a"), card("b"), card("c"), card("d")], 400_000],
    [
      "four on a card of which one has not paid",
      [card("a"), card("b"), card("c"), { ...card("d"), paidAtMs: null }],
      0,
    ],
  ])("of %s", (_, bad, share) => {
    expect(measured(bad)).toBe(share);
  });
});

describe("one domain", () => {
  const at = (name: string, domain: string) => aPastReferral(name, { referee: withEmail(name, `${name}@${domain}`) });
  const measured = (domain: string, others: PastReferral[], referrer = withEmail("ann", "ann@lens.example")) =>
    measureOneDomain(aHistory({ referral: at("mike", domain), others, referrer })).measure;
  const all = (domain: string) => many(5, (index) => at(`m${index}`, domain));

  test("of all referees is counted", () => expect(measured("pop.example", all("pop.example"))).toBe(5));
  test("of some is not", () => expect(measured("pop.example", [...all("pop.example"), at("x", "y.example")])).toBe(0));
  test("of a provider or of the referrer is not", () => {
    expect(["gmail.com", "hotmail.co.uk"].map((domain) => measured(domain, all(domain)))).toEqual([0, 0]);
    expect(measured("lens.example", all("lens.example"))).toBe(0);
  });
  test("of people most of whom only look is not", () => {
    const looking = all("pop.example").map((other) => ({ ...other, paidAtMs: null }));
    expect(measured("pop.example", looking)).toBe(0);
  });
  test("of people who pay when their trial ends is not", () => {
    const trying = all("pop.example").map((other) => ({ ...other, paidAtMs: other.signedUpAtMs + 14 * dayMs }));
    expect(measured("pop.example", trying)).toBe(0);
  });
});

test("the referrer's other accounts are counted once each, and never the referee's", () => {
  const referrerDoubles = ["ptc_b", "ptc_a", "ptc_b", "ptc_mike"];
  expect(measureReferrerDoubles(aView({ referrerDoubles, others: [] })).measure).toBe(0);
  expect(measureReferrerDoubles(aView({ referrerDoubles, others: [aPastReferral("x")] }))).toEqual({
    ...{ measure: 2, participants: ["ptc_a", "ptc_b"], note: null },
  });
});

test("shares are whole millionths, and one more honest friend never raises them", () => {
  const person = fc.record({
    email: fc.constantFrom("a@throw.example", "b@home.example"),
    paymentFingerprint: fc.constantFrom("card", "ann's", null),
    isTakenBack: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(person, { maxLength: 12 }), (people) => {
      const others = people.map(({ email, paymentFingerprint, isTakenBack }, index) =>
        aPastReferral(`p${index}`, { referee: withEmail(`p${index}`, email, { paymentFingerprint }), isTakenBack }),
      );
      for (const measure of [measureBadCompany, measureRefundAfterRedemption]) {
        const [before, after] = [others, [...others, aPastReferral("friend")]].map(
          (all) => measure(aView({ others: all }, ["throw.example"])).measure ?? 0,
        );
        expect(Number.isSafeInteger(before) && (before ?? 0) <= 1_000_000).toBe(true);
        expect(after).toBeLessThanOrEqual(before ?? 0);
      }
    }),
  );
});
