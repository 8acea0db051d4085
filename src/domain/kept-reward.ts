import { dayMs } from "#domain/day";
import type { EventType } from "#domain/event";
import { isDivisible } from "#domain/grant-value";
import { isLive } from "#domain/decide-reversals";
import { refundedOf } from "#domain/payment";
import type { Payment } from "#domain/payment";
import { reversalEvents } from "#domain/program";
import type { Rule } from "#domain/program";
import type { Reward } from "#domain/reward";

/** Why a loss took nothing back. */
export type KeptReason = "not_reversed" | "outside_days" | "used" | "indivisible";

/** What was lost just now: the payment that earned the reward, or the referee himself. */
export type Loss = { type: EventType; atMs: number; payment: Payment | null };

/** Why a reward stands although something was lost that rules may take rewards back for; null where there is nothing to say. */
export function keptReason(rule: Rule, reward: Reward, { type, atMs, payment }: Loss): KeptReason | null {
  const lost = reversalEvents.find((event) => event === type);
  if (lost === undefined || !isLive(reward)) return null;
  const isOfPayment = lost === "refund" || lost === "dispute_lost";
  if (isOfPayment && payment === null) return null;
  const { reverse } = rule;
  if (reverse === undefined || !reverse.on.includes(lost)) return isOfPayment ? "not_reversed" : null;
  const { within_days: days, after_redemption: after } = reverse;
  if (days !== undefined && atMs >= reward.earnedAtMs + days * dayMs) return "outside_days";
  if (after === "keep" && reward.redeemedQuantity > 0) return "used";
  const isPart = lost === "refund" && payment !== null && refundedOf(payment) < payment.amountMinor;
  return isPart && reverse.policy === "proportional" && !isDivisible(reward.kind) ? "indivisible" : null;
}
