import type { Metadata } from "#domain/provider";

/**
 * Whop's webhooks (API version v1) as far as they say something about a referral, in Whop's own names. Amounts are
 * decimals in whole units of the currency, written out; times are in milliseconds.
 */
export type WhopEvent = { timestampMs: number } & (
  | { type: "payment.succeeded"; data: WhopPayment }
  | { type: "refund.created" | "refund.updated"; data: WhopRefund }
  | { type: "dispute.created" | "dispute.updated"; data: WhopDispute }
  | { type: "membership.activated" | "membership.deactivated"; data: WhopMembership }
);

/** Everything else says nothing about a referral. */
export const whopEventTypes = [
  "payment.succeeded",
  "refund.created",
  "refund.updated",
  "dispute.created",
  "dispute.updated",
  "membership.activated",
  "membership.deactivated",
] as const satisfies WhopEvent["type"][];

export type WhopPayment = {
  id: string;
  total: string | null;
  currency: string | null;
  paidAtMs: number | null;
  billing_reason: string | null;
  metadata: Metadata;
  user: { id: string } | null;
  membership: { status: string | null } | null;
  plan: { id: string } | null;
};

export type WhopRefund = {
  id: string;
  amount: string;
  currency: string;
  status: string;
  createdAtMs: number;
  payment: { id: string } | null;
};

export type WhopDispute = {
  id: string;
  status: string;
  createdAtMs: number | null;
  payment: { id: string } | null;
};

export type WhopMembership = {
  id: string;
  status: string | null;
  metadata: Metadata;
  user: { id: string } | null;
};
