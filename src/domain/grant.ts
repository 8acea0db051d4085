/** One promise in a rule. */
export type Grant = CreditGrant | FreeMonthGrant;
export type GrantKind = Grant["kind"];
export type Side = "referrer" | "referee";

/** Money into the wallet. `currency` is an ISO 4217 code. */
export type CreditGrant = { to: Side; kind: "credit"; amount_minor: number; currency: string };

/** Whole months free of charge; `worth` is for reports only. */
export type FreeMonthGrant = {
  to: Side;
  kind: "free_month";
  quantity: number;
  worth?: { amount_minor: number; currency: string } | undefined;
};

/** What a grant comes to: so much of a ledger unit, in its smallest part. */
export type Value = { unit: string; quantity: number; worth: { amountMinor: number; currency: string } | null };

type GrantRules<G extends Grant> = {
  valueOf: (grant: G) => Value;
  /** Divisible kinds can be taken back in part. */
  divisible: boolean;
};

/** Everything the engine knows about a kind of grant. A new kind is a new row. */
const kinds: { [K in GrantKind]: GrantRules<Extract<Grant, { kind: K }>> } = {
  credit: {
    divisible: true,
    valueOf: (grant) => ({
      unit: grant.currency,
      quantity: grant.amount_minor,
      worth: { amountMinor: grant.amount_minor, currency: grant.currency },
    }),
  },
  free_month: {
    divisible: false,
    valueOf: (grant) => ({
      unit: "free_months",
      quantity: grant.quantity,
      worth:
        grant.worth === undefined ? null : { amountMinor: grant.worth.amount_minor, currency: grant.worth.currency },
    }),
  },
};

export function valueOf(grant: Grant): Value {
  // Safe because the row is picked by the grant's own kind, which TypeScript cannot follow.
  return (kinds[grant.kind] as GrantRules<Grant>).valueOf(grant);
}

export function isDivisible(kind: string): boolean {
  return Object.hasOwn(kinds, kind) && kinds[kind as GrantKind].divisible;
}
