import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Holding } from "#domain/holding";
import { discountOf, offerForInvoice, planInvoice } from "#domain/invoice";
import type { InvoiceAccount, Period } from "#domain/invoice";
import type { Reward } from "#domain/reward";
import { aReward, countingIds, nowMs } from "#support/domain-factories";
import { anOperation } from "#support/operation-factories";

test.each<[number, Period, number]>([
  [59_400, { months: 12 }, 4950],
  [4900, { months: 1 }, 4900],
  [9900, { months: 3 }, 3300],
  [6, { months: 12 }, 1],
  [5, { months: 12 }, 0],
  [18, { months: 12 }, 2],
  [4900, { days: 30 }, 4900],
  [4900, { days: 31 }, 4742],
  [4900, { days: 29 }, 4900],
  [4900, { days: 1 }, 4900],
  [36_500, { days: 365 }, 3000],
  [0, { months: 1 }, 0],
  [999_999_999_999, { months: 7 }, 142_857_142_857],
])("%i over %o is %i off", (amountMinor, period, discount) => {
  expect(discountOf(amountMinor, period)).toBe(discount);
});

test("a discount is the exact share, halves up, and never more than the amount", () => {
  const amount = fc.nat({ max: 1_000_000_000_000 });
  fc.assert(
    fc.property(amount, fc.integer({ min: 1, max: 3660 }), (amountMinor, days) => {
      const discount = discountOf(amountMinor, { days });
      expect(discount).toBeLessThanOrEqual(amountMinor);
      // 2 × (discount − exact share) × days lies in (−days, days].
      const twice = 2n * (BigInt(discount) * BigInt(days) - BigInt(amountMinor) * 30n);
      const isHalfUp = twice > BigInt(-days) && twice <= BigInt(days);
      expect(days <= 30 ? discount === amountMinor : isHalfUp).toBe(true);
    }),
  );
  fc.assert(
    fc.property(amount, fc.integer({ min: 1, max: 120 }), (amountMinor, months) => {
      expect(discountOf(amountMinor, { months })).toBe(discountOf(amountMinor, { days: months * 30 }));
    }),
  );
});

function month(id: string, reward: Partial<Reward> = {}, fields: Partial<Holding> = {}): Holding {
  const fresh = { kind: "free_month", unit: "free_months", quantity: 1, reversedQuantity: 0, redeemedQuantity: 0 };
  return {
    reward: aReward({ id, ...fresh, claim: "automatic", ...reward }),
    fulfilment: "invoice_api",
    program: "p",
    clockMs: null,
    ...fields,
  };
}

const invoice = { amountMinor: 4900, period: { months: 1 } };
const one: InvoiceAccount[] = [{ programId: "prg_1", balance: 1 }];

function used(holdings: Holding[], accounts: InvoiceAccount[] = one): string | null {
  return offerForInvoice(invoice, { holdings, accounts }, nowMs).month?.reward.id ?? null;
}

test("the month that expires first is used, over all programs", () => {
  const accounts = [...one, { programId: "prg_2", balance: 1 }];
  const there = month("rwd_2", { programId: "prg_2", expiresAtMs: nowMs + 1 });
  expect(used([month("rwd_1", { expiresAtMs: nowMs + 2 }), there, month("rwd_0")], accounts)).toBe("rwd_2");
});

test("each program's clock says what has expired", () => {
  const expiresAtMs = nowMs + 10;
  expect(used([month("rwd_1", { expiresAtMs }, { clockMs: expiresAtMs })])).toBeNull();
  expect(used([month("rwd_1", { expiresAtMs }, { clockMs: expiresAtMs - 1 })])).toBe("rwd_1");
});

test("a debt leaves nothing to use; what has expired pays it first", () => {
  const expired = month("rwd_0", { expiresAtMs: nowMs });
  expect(used([month("rwd_1")], [{ programId: "prg_1", balance: 0 }])).toBeNull();
  expect(used([month("rwd_1")], [])).toBeNull();
  expect(used([month("rwd_1"), expired])).toBe("rwd_1");
  expect(used([expired])).toBeNull();
  expect(used([month("rwd_1", { claim: "manual" }), month("rwd_2", { expiresAtMs: nowMs + 1 })])).toBeNull();
});

test("a month that takes off nothing is not offered", () => {
  const free = offerForInvoice({ ...invoice, amountMinor: 0 }, { holdings: [month("rwd_1")], accounts: one }, nowMs);
  expect(free).toEqual({ discountMinor: 0, month: null, reason: "nothing_to_discount" });
  const none = offerForInvoice(invoice, { holdings: [], accounts: one }, nowMs);
  expect(none).toEqual({ discountMinor: 0, month: null, reason: "no_free_month" });
});

test("applying uses one unit, in one movement that names the reward and the invoice", () => {
  const { reward } = month("rwd_1", { quantity: 2 });
  const operation = anOperation({ kind: "invoice", operationId: "inv-1", unit: "free_months", quantity: 1 });
  const plan = planInvoice(operation, reward, { actor: "key:key_1", nowMs, newId: countingIds() });
  expect(plan.parts).toEqual([{ rewardId: "rwd_1", quantity: 1 }]);
  expect(plan.steps).toMatchObject([{ reward: { state: "available", redeemedQuantity: 1 }, posting: null }]);
  expect(plan.postings).toMatchObject([
    {
      transactionId: operation.transactionId,
      type: "withdrawal",
      rewardId: "rwd_1",
      fromOwner: "ptc_ann",
      toOwner: "house:redeemed",
      quantity: 1,
      metadata: { operation: "invoice", operation_id: "inv-1" },
    },
  ]);
});
