import { describe, expect, test } from "vitest";
import { foldPayments, mismatchOf } from "#domain/payment";
import { aPayment, anEvent, nowMs, stored } from "#support/domain-factories";

const refund = (amountMinor: number | undefined, currency?: string) =>
  stored(anEvent({ type: "refund", paymentRef: "inv-1", amountMinor, currency }));

describe("foldPayments", () => {
  test("two reports of one payment are one: verified if one is, at the earlier time", () => {
    const app = stored(aPayment({ plan: "pro" }), { occurredAtMs: nowMs + 5 });
    const provider = stored(aPayment({ id: "p2", interval: "year" }), { verified: true });
    for (const history of [
      [app, provider],
      [provider, app],
    ]) {
      expect(foldPayments(history)).toEqual([
        {
          paymentRef: "inv-1",
          refereeId: "ptc_mike",
          amountMinor: 10_000,
          currency: "GBP",
          plan: "pro",
          interval: "year",
          refundedMinor: 0,
          verified: true,
          occurredAtMs: nowMs,
        },
      ]);
    }
  });
  test.each([
    ["before and after add up", [refund(3000), stored(aPayment()), refund(2000)], 5000],
    ["never exceed the payment", [stored(aPayment()), refund(9000), refund(9000)], 10_000],
    ["without an amount are whole", [refund(undefined), stored(aPayment())], 10_000],
    ["in another currency are of something else", [stored(aPayment()), refund(10, "EUR")], 0],
  ])("refunds %s", (_what, history, refundedMinor) => {
    expect(foldPayments(history)).toMatchObject([{ refundedMinor }]);
  });
  test("a refund alone is no payment", () => {
    expect(foldPayments([refund(1)])).toEqual([]);
  });
});

describe("mismatchOf", () => {
  const history = [stored(aPayment())];

  test("a second report that agrees is none", () => {
    expect(mismatchOf(history, aPayment({ id: "p2" }), "ptc_mike")).toBeNull();
    expect(mismatchOf([], aPayment(), "ptc_mike")).toBeNull();
  });
  test.each([
    [{ amountMinor: 1 }, "ptc_mike"],
    [{ currency: "EUR" }, "ptc_mike"],
    [{}, "ptc_nina"],
  ])("one with %j by %s is, and the first stands", (fields, refereeId) => {
    expect(mismatchOf(history, aPayment(fields), refereeId)).toEqual({ amountMinor: 10_000, currency: "GBP" });
  });
});
