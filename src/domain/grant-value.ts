import { isMet } from "#domain/condition";
import type { Facts } from "#domain/facts";
import type { ByPlan, Grant, GrantKind, Multiply, Rate } from "#domain/grant";
import { multiplyBps, multiplyBpsUpTo } from "#domain/money";

/** What a grant comes to: so much of a unit, in its smallest part. `label` names a feature, a badge, or off what. */
export type Value = {
  unit: string;
  quantity: number;
  worth: { amountMinor: number; currency: string } | null;
  label: string | null;
};

type KindRules<G extends Grant> = {
  /** What is kept in an account, so that it moves in the ledger. */
  hasBalance: boolean;
  /** What can be taken back in part. */
  isDivisible: boolean;
  valueOf: (grant: G, facts: Facts) => Value | null;
};

/** Everything the engine knows about a kind of grant. A new kind is a new row. */
const kinds: { [K in GrantKind]: KindRules<Extract<Grant, { kind: K }>> } = {
  credit: {
    hasBalance: true,
    isDivisible: true,
    valueOf: (grant, facts) => {
      const { currency = facts["event.currency"] } = grant;
      if (typeof currency !== "string") return null;
      // Nothing is converted: a rate in another currency than the payment's has no meaning. Credits are no currency.
      const isForeign = "rate_bps" in grant && currency !== "credits" && currency !== facts["event.currency"];
      const quantity = isForeign ? null : amountOf(grant, facts);
      return quantity === null ? null : moneyOf(currency, quantity);
    },
  },
  free_month: {
    hasBalance: true,
    isDivisible: false,
    valueOf: ({ quantity, worth }) => ({
      ...unitsOf("free_months", quantity),
      worth: worth === undefined ? null : { amountMinor: worth.amount_minor, currency: worth.currency },
    }),
  },
  premium_days: {
    hasBalance: true,
    isDivisible: false,
    valueOf: ({ quantity }) => unitsOf("premium_days", quantity),
  },
  points: {
    hasBalance: true,
    isDivisible: true,
    valueOf: (grant, facts) => {
      const quantity = amountOf("quantity" in grant ? { ...grant, amount_minor: grant.quantity } : grant, facts);
      return quantity === null ? null : unitsOf("points", quantity);
    },
  },
  discount: {
    hasBalance: false,
    isDivisible: false,
    valueOf: (grant) => {
      const value =
        "percent_bps" in grant
          ? unitsOf("percent_bps", grant.percent_bps)
          : moneyOf(grant.currency, grant.amount_minor);
      return { ...value, label: grant.label ?? null };
    },
  },
  feature: {
    hasBalance: false,
    isDivisible: false,
    valueOf: ({ feature }) => ({ ...unitsOf("features", 1), label: feature }),
  },
  badge: {
    hasBalance: false,
    isDivisible: false,
    valueOf: ({ badge }) => ({ ...unitsOf("badges", 1), label: badge }),
  },
};

/** Null where there is nothing to pay: it comes to zero, or what it is measured by is not known. */
export function valueOf(grant: Grant, facts: Facts): Value | null {
  // Safe because the row is picked by the grant's own kind, which TypeScript cannot follow.
  const value = (kinds[grant.kind] as KindRules<Grant>).valueOf(grant, facts);
  return value === null || value.quantity === 0 ? null : value;
}

export function hasBalance(kind: string): boolean {
  return Object.hasOwn(kinds, kind) && kinds[kind as GrantKind].hasBalance;
}

/** The kinds that are kept in accounts. */
export const kindsWithBalance: readonly string[] = Object.keys(kinds).filter(hasBalance);

export function isDivisible(kind: string): boolean {
  return Object.hasOwn(kinds, kind) && kinds[kind as GrantKind].isDivisible;
}

function unitsOf(unit: string, quantity: number): Value {
  return { unit, quantity, worth: null, label: null };
}

function moneyOf(currency: string, amountMinor: number): Value {
  const worth = currency === "credits" ? null : { amountMinor, currency };
  return { ...unitsOf(currency, amountMinor), worth };
}

type Amount = { multiply?: Multiply | undefined } & ({ amount_minor: number } | ByPlan | Rate);

/** One fraction of all that it is measured by, rounded at the end. */
function amountOf(amount: Amount, facts: Facts): number | null {
  const factors = (amount.multiply ?? []).filter(({ when }) => isMet(when, facts)).map(({ by_bps }) => by_bps);
  if ("amount_minor" in amount) return multiplyBps(amount.amount_minor, factors);
  if ("by_plan" in amount) return multiplyBps(planAmount(amount, facts["event.plan"]), factors);
  const paid = facts["event.amount_minor"];
  if (typeof paid !== "number") return null;
  const { rate_bps: rateBps, max_minor: max = null } = amount;
  return max === null
    ? multiplyBps(paid, [rateBps, ...factors])
    : multiplyBpsUpTo({ amount: paid, rateBps, max }, factors);
}

function planAmount({ by_plan: table, default_minor: other }: ByPlan, plan: Facts["event.plan"]): number {
  return typeof plan === "string" && Object.hasOwn(table, plan) ? (table[plan] ?? other) : other;
}
