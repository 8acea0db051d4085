import type { Mode } from "#domain/mode";

/** What Bouquet asks of the world outside. Whatever the world does is a value; what throws is a fault of ours. */
export type Outside = {
  postWebhook: (request: WebhookRequest) => Promise<WebhookAnswer>;
  /** Null while nothing is configured that sends emails. */
  sendEmail: ((email: OutgoingEmail) => Promise<EmailAnswer>) | null;
  /** The Stripe account of a mode; null while no API key of it is configured. */
  stripe: (mode: Mode) => StripeAccount | null;
};

export type WebhookRequest = { url: string; headers: Record<string, string>; body: string };
export type WebhookAnswer = { durationMs: number } & (
  | { status: number; body: string; retryAfterSeconds: number | null }
  | { status: null; error: "timeout" | "unreachable" | "address_not_public" }
);

export type OutgoingEmail = {
  /** The same one again is the same email. */
  idempotencyKey: string;
  to: readonly string[];
  /** Whose name stands before the sender's address. */
  fromName: string;
  replyTo: string | null;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
};
/** `isFinal`: it will fail however often it is tried. */
export type EmailAnswer =
  | { isSent: true; providerId: string | null }
  | { isSent: false; reason: string; isFinal: boolean };

/** What is asked of Stripe, each change with the key that makes it happen once. */
export type StripeAccount = {
  /** Moves a customer's balance: above zero is a credit to the customer, below zero takes one back. */
  adjustBalance: (change: BalanceChange) => Promise<StripeAnswer>;
  /** A coupon with the reward's id, put on the customer's subscription. */
  giveCoupon: (coupon: CouponGift) => Promise<StripeAnswer>;
  /** Takes that coupon off again and deletes it; one that was used up stays used. */
  takeCoupon: (coupon: { rewardId: string; customerId: string }) => Promise<StripeAnswer>;
};

export type BalanceChange = {
  customerId: string;
  amountMinor: number;
  currency: string;
  description: string;
  rewardId: string;
  idempotencyKey: string;
};
export type CouponGift = {
  rewardId: string;
  customerId: string;
  name: string;
  off: { percentBps: number } | { amountMinor: number; currency: string };
  /** For so many months of the subscription; null: once. */
  months: number | null;
  idempotencyKey: string;
};
/** `isFinal`: it will fail however often it is tried. */
export type StripeAnswer =
  | { isDone: true; externalId: string }
  | { isDone: false; status: number | null; code: string; detail: string; isFinal: boolean };
