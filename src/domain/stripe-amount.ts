import { roundHalfUp } from "#domain/money";

/**
 * Where Stripe counts a currency in other parts than ISO 4217 does (docs.stripe.com/currencies, special cases): so many
 * of Stripe's in a hundred of ours.
 */
const partsPerHundred: Partial<Record<string, bigint>> = { ISK: 10_000n, UGX: 10_000n, MGA: 1n };

/** An amount of money in Stripe's smallest part of its currency. */
export function stripeAmount(amountMinor: number, currency: string): number {
  return roundHalfUp(BigInt(amountMinor) * (partsPerHundred[currency] ?? 100n), 100n);
}

/** The same in our own smallest part. What is finer than that is rounded. */
export function amountOfStripe(stripeMinor: number, currency: string): number {
  return roundHalfUp(BigInt(stripeMinor) * 100n, partsPerHundred[currency] ?? 100n);
}
