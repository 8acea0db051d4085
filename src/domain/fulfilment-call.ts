import { hourMs } from "#domain/day";
import type { CallAction, FulfilmentCall, FulfilmentFacts } from "#domain/fulfilment";
import { shareOf } from "#domain/money";
import type { BalanceChange, CouponGift, CouponWithdrawal } from "#domain/outside";
import type { Reward } from "#domain/reward";
import { quantityText } from "#domain/sentence";
import { stripeAmount } from "#domain/stripe-amount";

/** So much of the reward, to be given or taken back under a key. */
export type Need = { action: CallAction; quantity: number; idempotencyKey: string };

/** A call to Stripe. The same need makes the same call, whenever it is made: Stripe compares what comes under one key. */
export type StripeCall = Need &
  (
    | { action: "credit" | "debit"; change: BalanceChange }
    | { action: "coupon"; gift: CouponGift }
    | { action: "withdraw_coupon"; withdrawal: CouponWithdrawal }
  );

/** Stripe forgets a key after 24 hours at the earliest. */
const keyLifeMs = 23 * hourMs;

/** Null where the reward says nothing that money could be made of. */
export function describeCall(
  need: Need,
  facts: FulfilmentFacts,
  { customerId, nowMs }: { customerId: string; nowMs: number },
): StripeCall | null {
  const { reward, documents, program, fulfilment, attempts } = facts;
  const { action, quantity, idempotencyKey } = need;
  const same = attempts.filter((attempt) => attempt.idempotencyKey === idempotencyKey);
  const basis = { rewardId: reward.id, customerId, idempotencyKey, lookSinceMs: lookSince(same, { action, nowMs }) };
  // A version never changes, so neither does its name.
  const name = documents.promised?.name ?? program.key;
  if (action === "withdraw_coupon") return { ...need, action, withdrawal: basis };
  if (action === "coupon") {
    const off = offOf(reward);
    const months = reward.kind === "free_month" ? quantity : null;
    return off === null ? null : { ...need, action, gift: { ...basis, name, off, months } };
  }
  const { givenQuantity: given } = fulfilment;
  const span = action === "credit" ? { from: given, to: given + quantity } : { from: given - quantity, to: given };
  const money = moneyOf(reward, span);
  if (money === null) return null;
  const amountMinor = action === "credit" ? money.amountMinor : -money.amountMinor;
  const description = `${name}: ${quantityText(quantity, reward.unit)}${action === "debit" ? ", taken back" : ""}`;
  return { ...need, action, change: { ...basis, ...money, amountMinor, description } };
}

/** Since when to look for what an earlier attempt did: its key may be forgotten, or bound to an answer of 500. */
function lookSince(
  same: readonly FulfilmentCall[],
  { action, nowMs }: { action: CallAction; nowMs: number },
): number | null {
  const first = same[0];
  if (first === undefined) return null;
  // What Stripe answers again says nothing of what was done with a coupon since.
  if (action === "coupon") return first.atMs;
  const isForgotten = nowMs - first.atMs > keyLifeMs;
  return isForgotten || same.some(({ responseStatus }) => (responseStatus ?? 0) >= 500) ? first.atMs : null;
}

/** What a part of a reward is worth in Stripe's smallest parts; parts that follow each other sum to the whole. */
function moneyOf(reward: Reward, { from, to }: { from: number; to: number }) {
  const { kind, unit, quantity, worthMinor, worthCurrency } = reward;
  const [total, currency] = kind === "credit" && unit !== "credits" ? [quantity, unit] : [worthMinor, worthCurrency];
  if (total === null || currency === null) return null;
  const upTo = (part: number) => stripeAmount(shareOf(total, part, quantity), currency);
  return { amountMinor: upTo(to) - upTo(from), currency };
}

function offOf({ kind, unit, quantity }: Reward): CouponGift["off"] | null {
  if (kind === "free_month") return { percentBps: 10_000 };
  if (kind !== "discount") return null;
  return unit === "percent_bps"
    ? { percentBps: quantity }
    : { amountMinor: stripeAmount(quantity, unit), currency: unit };
}
