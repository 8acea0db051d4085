import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import type { EventType } from "#domain/event";
import { keptReason } from "#domain/kept-reward";
import type { KeptReason } from "#domain/kept-reward";
import { foldPayments } from "#domain/payment";
import type { Rule } from "#domain/program";
import type { Reward } from "#domain/reward";
import { aPayment, aReward, aRule, anEvent, nowMs, stored } from "#support/domain-factories";

const refunded = (amountMinor: number) =>
  foldPayments([stored(aPayment()), stored(anEvent({ type: "refund", paymentRef: "inv-1", amountMinor }))])[0] ?? null;
const reverse = { on: ["refund"], policy: "proportional" } as const satisfies Rule["reverse"];
const month = { kind: "free_month", unit: "free_months", quantity: 1 } as const;

type Case = { rule?: Partial<Rule>; reward?: Partial<Reward>; type?: EventType; atMs?: number; paid?: number | null };

test.each<[KeptReason | null, string, Case]>([
  ["not_reversed", "a rule that takes nothing back", {}],
  [
    "not_reversed",
    "a dispute that the rule does not name",
    { rule: { reverse: { ...reverse, on: [...reverse.on] } }, type: "dispute_lost" },
  ],
  [
    "outside_days",
    "a refund at the end of the days",
    { rule: { reverse: { ...reverse, on: ["refund"], within_days: 3 } }, atMs: nowMs + 3 * dayMs },
  ],
  [
    "used",
    "what was used",
    { rule: { reverse: { ...reverse, on: ["refund"], after_redemption: "keep" } }, reward: { redeemedQuantity: 1 } },
  ],
  [
    "indivisible",
    "a part of a month",
    { rule: { reverse: { ...reverse, on: ["refund"] } }, reward: month, paid: 5000 },
  ],
  [null, "a reward that is gone", { reward: { state: "reversed" } }],
  [null, "another event", { type: "activated" }],
  [null, "another payment", { paid: null }],
  [null, "leaving, where the rule does not care", { type: "churned" }],
])("%s: %s", (expected, _, { rule, reward, type = "refund", atMs = nowMs, paid = 10_000 }) => {
  const payment = paid === null ? null : refunded(paid);
  expect(keptReason(aRule(rule), aReward(reward), { type, atMs, payment })).toBe(expected);
});
