/** Basis points in a whole: rates are integers, never fractions. */
const wholeBps = 10_000n;

/**
 * numerator ÷ denominator, halves up (0.5 → 1, −0.5 → 0). The only rounding in the product. Exact for
 * any product of safe integers, because it is done in BigInt.
 */
export function roundHalfUp(numerator: bigint, denominator: bigint): number {
  const doubled = 2n * numerator + denominator;
  const divisor = 2n * denominator;
  const quotient = doubled / divisor;
  const floored = doubled % divisor < 0n ? quotient - 1n : quotient;
  return Number(floored);
}

/** An amount times factors in basis points, in the same minor units: 10 % is 1000, half as much again 15000. */
export function multiplyBps(amount: number, factors: readonly number[]): number {
  const numerator = factors.reduce((product, factor) => product * BigInt(factor), BigInt(amount));
  return roundHalfUp(numerator, wholeBps ** BigInt(factors.length));
}

/** A rate of an amount, but at most `max` before the factors. What is rounded is compared unrounded. */
export function multiplyBpsUpTo(
  { amount, rateBps, max }: { amount: number; rateBps: number; max: number },
  factors: readonly number[],
): number {
  const isCapped = BigInt(amount) * BigInt(rateBps) > BigInt(max) * wholeBps;
  return isCapped ? multiplyBps(max, factors) : multiplyBps(amount, [rateBps, ...factors]);
}

/** The share `part`/`whole` of an amount. */
export function shareOf(amount: number, part: number, whole: number): number {
  return roundHalfUp(BigInt(amount) * BigInt(part), BigInt(whole));
}

/**
 * Splits a whole by integer weights so that the parts sum to it exactly: what rounding down leaves
 * goes to the largest remainders, the earlier one first where they are equal.
 */
export function splitWhole(whole: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (total === 0n) return weights.map(() => 0);
  const exact = weights.map((weight) => BigInt(whole) * BigInt(weight));
  const parts = exact.map((product) => Number(product / total));
  const left = whole - parts.reduce((sum, part) => sum + part, 0);
  const byRemainder = exact
    .map((product, index) => ({ index, remainder: product % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}

let currencies: ReadonlySet<string> | null = null;

/** Whether it is an ISO 4217 code that money is counted in. The list is made at the first use. */
export function isCurrency(code: string): boolean {
  currencies ??= new Set(Intl.supportedValuesOf("currency"));
  return currencies.has(code);
}

/** How many decimals a unit has: none for JPY and points, three for KWD, two for credits. */
function decimalsOf(unit: string): number {
  if (!isCurrency(unit)) return unit === "credits" ? 2 : 0;
  const format = new Intl.NumberFormat("en", { style: "currency", currency: unit });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** A decimal such as `6.9`, as some providers write amounts, in minor units of its currency; what is finer is rounded. */
export function minorOfDecimal(text: string, currency: string): number {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const numerator = BigInt(`${sign}${whole === "" ? "0" : whole}${fraction}`) * 10n ** BigInt(decimalsOf(currency));
  return roundHalfUp(numerator, 10n ** BigInt(fraction.length));
}

/** An amount as people read it: `GBP 49.00`, `JPY 1000`, `credits 37.50`. */
export function formatMoney(amountMinor: number, currency: string): string {
  const digits = decimalsOf(currency);
  const sign = amountMinor < 0 ? "-" : "";
  const text = Math.abs(amountMinor)
    .toString()
    .padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  return digits === 0 ? `${currency} ${sign}${text}` : `${currency} ${sign}${whole}.${text.slice(-digits)}`;
}
