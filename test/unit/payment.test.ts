import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import {
  foldPayments,
  isAboutPayment,
  isDisputed,
  latestReport,
  lostAtMs,
  mismatchOf,
  refundedBefore,
  refundedOf,
} from "#domain/payment";
import type { Payment, StoredEvent } from "#domain/payment";
import { aPayment, anEvent, nowMs, stored } from "#support/domain-factories";

const refund = (amountMinor: number | undefined, currency?: string, day = 0) =>
  stored(anEvent({ type: "refund", paymentRef: "inv-1", amountMinor, currency }), {
    occurredAtMs: nowMs + day * dayMs,
  });
const dispute = (type: "dispute_opened" | "dispute_won" | "dispute_lost", day = 0, disputeId = "d1") =>
  stored(anEvent({ type, paymentRef: "inv-1", disputeId }), { occurredAtMs: nowMs + day * dayMs });

function fold(...history: StoredEvent[]): Payment {
  const [payment] = foldPayments(history);
  if (payment === undefined) throw new Error("no payment");
  return payment;
}

describe("foldPayments", () => {
  test("two reports of one payment are one: verified if one is, at the earlier time", () => {
    const app = stored(aPayment({ plan: "pro" }), { occurredAtMs: nowMs + 5 });
    const provider = stored(aPayment({ id: "p2", interval: "year" }), { verified: true });
    for (const history of [
      [app, provider],
      [provider, app],
    ]) {
      expect(foldPayments(history)).toHaveLength(1);
      expect(fold(...history)).toMatchObject({ refereeId: "ptc_mike", amountMinor: 10_000, occurredAtMs: nowMs });
      expect(latestReport(fold(...history))).toMatchObject({ plan: "pro", interval: "year", verified: true });
    }
  });
  test("what was known after each report is kept", () => {
    const { reports } = fold(
      stored(aPayment(), { seq: 3 }),
      stored(aPayment({ id: "p2" }), { seq: 7, verified: true }),
    );
    expect(reports.map(({ seq, verified }) => [seq, verified])).toEqual([
      [3, false],
      [7, true],
    ]);
  });
  test.each([
    ["before and after add up", [refund(3000), stored(aPayment()), refund(2000)], 5000],
    ["never exceed the payment", [stored(aPayment()), refund(9000), refund(9000)], 10_000],
    ["without an amount are whole", [refund(undefined), stored(aPayment())], 10_000],
    ["in another currency are of something else", [stored(aPayment()), refund(10, "EUR")], 0],
  ])("refunds %s", (_what, history, refundedMinor) => {
    expect(refundedOf(fold(...history))).toBe(refundedMinor);
  });
  test("refunds from an instant on do not count before it", () => {
    const payment = fold(stored(aPayment()), refund(3000, "GBP", 1), refund(2000, "GBP", 2));
    expect(refundedBefore(payment, nowMs + 2 * dayMs)).toBe(3000);
  });
  test("a refund alone is no payment", () => {
    expect(foldPayments([refund(1)])).toEqual([]);
  });
});

describe("lostAtMs", () => {
  test.each<[string, StoredEvent[], number | null]>([
    ["not while something is left", [refund(9999)], null],
    [
      "when the last part is refunded, in whatever order it is told",
      [refund(4000, "GBP", 3), refund(6000, "GBP", 1)],
      3,
    ],
    ["when a dispute is lost", [dispute("dispute_lost", 5)], 5],
    ["at the earlier of both", [dispute("dispute_lost", 5), refund(undefined, "GBP", 4)], 4],
    ["not by a dispute that was won", [dispute("dispute_opened"), dispute("dispute_won", 1)], null],
  ])("%s", (_, events, day) => {
    expect(lostAtMs(fold(stored(aPayment()), ...events))).toBe(day === null ? null : nowMs + day * dayMs);
  });
});

describe("disputes", () => {
  test.each<[string, StoredEvent[], boolean]>([
    ["opened", [dispute("dispute_opened")], true],
    ["won, and told before the opening", [dispute("dispute_won", 2), dispute("dispute_opened", 3)], false],
    ["lost", [dispute("dispute_opened"), dispute("dispute_lost", 1)], false],
    ["one won, another open", [dispute("dispute_won"), dispute("dispute_opened", 1, "d2")], true],
  ])("%s", (_, events, isOpen) => {
    expect(isDisputed(fold(stored(aPayment()), ...events))).toBe(isOpen);
  });
  test("of two ends the later stands, and a loss where they are told of one moment", () => {
    const ends = (won: number, lost: number) =>
      fold(stored(aPayment()), dispute("dispute_lost", lost), dispute("dispute_won", won)).disputes;
    expect([ends(2, 1), ends(1, 2), ends(1, 1)].map(([end]) => end?.state)).toEqual(["won", "lost", "lost"]);
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

test("refunds and disputes are about a payment, whomever they name", () => {
  const types = ["refund", "dispute_opened", "dispute_won", "dispute_lost", "payment", "churned"] as const;
  expect(types.filter((type) => isAboutPayment({ type }))).toEqual(types.slice(0, 4));
});
