import { expect, test } from "vitest";
import {
  measureClickStuffing,
  measureEmbeddedTouch,
  measureRefundAfterRedemption,
  measureSharedDevice,
  measureSharedPayment,
} from "#domain/fraud-added-measures";
import { nothing } from "#domain/fraud-measures";
import { aHistory, aPastReferral, withEmail } from "#support/fraud-factories";

test("a touch that was loaded as a part of a page is whole; else the share of such clicks counts, from twenty on", () => {
  const referral = aPastReferral("mike", { via: "image" });
  expect(measureEmbeddedTouch(aHistory({ referral }))).toMatchObject({ measure: 1_000_000, note: "image" });
  expect(measureEmbeddedTouch(aHistory({ clicks: { clicks: 40, embedded: 10 } })).measure).toBe(250_000);
  expect(measureEmbeddedTouch(aHistory({ clicks: { clicks: 19, embedded: 19 } }))).toBe(nothing);
});

test("clicks are shared out among the referrals of their days", () => {
  const clicks = { clicks: 700, embedded: 0 };
  expect(measureClickStuffing(aHistory({ clicks })).measure).toBe(700);
  expect(measureClickStuffing(aHistory({ clicks, others: [aPastReferral("a"), aPastReferral("b")] })).measure).toBe(
    233,
  );
});

test("others on one device are counted once each, the referrer among them", () => {
  const on = (name: string) => aPastReferral(name, { visitorId: "kiosk" });
  const others = [on("a"), on("a"), on("b"), aPastReferral("c")];
  expect(measureSharedDevice(aHistory({ referral: on("mike"), others }))).toMatchObject({
    ...{ measure: 2, participants: ["ptc_a", "ptc_b"] },
  });
  const referrers = aHistory({ referral: on("mike"), referrerVisitorId: "kiosk" });
  expect(measureSharedDevice(referrers)).toMatchObject({ measure: 1, participants: ["ptc_ann"] });
  expect(measureSharedDevice(aHistory({ referral: aPastReferral("m", { visitorId: null }) }))).toBe(nothing);
});

test("others with one card are counted once each", () => {
  const referee = withEmail("mike", "mike@home.example", { paymentFingerprint: "card" });
  const referral = aPastReferral("mike", { referee });
  const samePayment = ["ptc_a", "ptc_a", "ptc_b", "ptc_mike"];
  expect(measureSharedPayment(aHistory({ referral, samePayment }))).toMatchObject({ measure: 2 });
  expect(measureSharedPayment(aHistory({ samePayment }))).toBe(nothing);
});

test("one refund after redemption is nobody's habit, two are a share", () => {
  const measured = (paid: number, afterRedemption: number) =>
    measureRefundAfterRedemption(aHistory({ refunds: { paid, afterRedemption } })).measure;
  expect([measured(1, 1), measured(4, 2), measured(2, 3), measured(0, 0)]).toEqual([0, 500_000, 1_000_000, null]);
});
