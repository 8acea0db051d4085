import type { Condition } from "#domain/condition";

/** One promise in a rule. */
export type Grant =
  | CreditGrant
  | FreeMonthGrant
  | PremiumDaysGrant
  | PointsGrant
  | DiscountGrant
  | FeatureGrant
  | BadgeGrant;
export type GrantKind = Grant["kind"];
export const sides = ["referrer", "referee"] as const;
export type Side = (typeof sides)[number];

/** By the payment's plan: a table, and what every other plan gets. In the unit's smallest part. */
export type ByPlan = { by_plan: Record<string, number>; default_minor: number };
/** A share of the payment, in basis points; `max_minor` caps it before it is multiplied. */
export type Rate = { rate_bps: number; max_minor?: number | undefined };
/** Each factor whose condition holds: 15000 is half as much again. Rounded once, at the end. */
export type Multiply = { when: Condition; by_bps: number }[];

/**
 * Money into the wallet. `currency` is an ISO 4217 code or `credits`, which have two decimals; a rate without
 * one pays in the payment's currency.
 */
export type CreditGrant = { to: Side; kind: "credit"; multiply?: Multiply | undefined } & (
  | { amount_minor: number; currency: string }
  | (ByPlan & { currency: string })
  | (Rate & { currency?: string | undefined })
);

/** Whole months free of charge; `worth` is for reports and budgets in money. */
export type FreeMonthGrant = {
  to: Side;
  kind: "free_month";
  quantity: number;
  worth?: { amount_minor: number; currency: string } | undefined;
};

export type PremiumDaysGrant = { to: Side; kind: "premium_days"; quantity: number };

/** Whole points: so many, by plan, or so many for each minor unit of the payment. */
export type PointsGrant = { to: Side; kind: "points"; multiply?: Multiply | undefined } & (
  | { quantity: number }
  | ByPlan
  | Rate
);

/** Off a later purchase, as a share or as an amount; `label` says off what. */
export type DiscountGrant = { to: Side; kind: "discount"; label?: string | undefined } & (
  | { percent_bps: number }
  | { amount_minor: number; currency: string }
);

export type FeatureGrant = { to: Side; kind: "feature"; feature: string };
export type BadgeGrant = { to: Side; kind: "badge"; badge: string };
