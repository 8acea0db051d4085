/** One promise in a rule. B adds the other kinds beside these two. */
export type Grant = CreditGrant | FreeMonthGrant;
export type GrantKind = Grant["kind"];
export type Side = "referrer" | "referee";

/** Money or credits into the wallet. `currency` is an ISO 4217 code. */
export type CreditGrant = { to: Side; kind: "credit"; amount_minor: number; currency: string };

/** Whole months free of charge; `worth` is for reports only. */
export type FreeMonthGrant = {
  to: Side;
  kind: "free_month";
  quantity: number;
  worth?: { amount_minor: number; currency: string } | undefined;
};
