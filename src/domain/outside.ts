import type { Mode } from "#domain/mode";
import type { ReceiverProblem } from "#domain/public-address";

/** What Bouquet asks of the world outside. Whatever the world does is a value; what throws is a fault of ours. */
export type Outside = {
  /** What stands against sending webhooks there, by the address itself and by what DNS says of its name now. */
  findReceiverProblem: (url: string) => Promise<ReceiverProblem | null>;
  postWebhook: (request: WebhookRequest) => Promise<WebhookAnswer>;
  /** Null while nothing is configured that sends emails. */
  sendEmail: ((email: OutgoingEmail) => Promise<EmailAnswer>) | null;
  /** The Stripe account of a mode; null while no API key of it is configured. */
  stripe: (mode: Mode) => StripeAccount | null;
};

/** Where Stripe's API is (as of a URL), and the key of each mode that has one. */
export type StripeSettings = {
  url: { protocol: string; hostname: string; port: string };
  keys: Partial<Record<Mode, string>>;
};

export type WebhookRequest = {
  url: string;
  /** The message's, on every attempt: a receiver knows by it what it has seen. */
  id: string;
  atMs: number;
  body: string;
  /** `whsec_…`, each of which signs. */
  secrets: readonly string[];
};
export type WebhookAnswer = {
  durationMs: number;
  /** As they were sent. */
  headers: Record<string, string>;
} & (
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
  /** A coupon with the reward's id, for one use, put on the customer's subscription. */
  giveCoupon: (gift: CouponGift) => Promise<StripeAnswer>;
  /** Takes that coupon off again and deletes it; one that was used up stays used. */
  takeCoupon: (withdrawal: CouponWithdrawal) => Promise<StripeAnswer>;
};

export type StripeRequest = {
  rewardId: string;
  customerId: string;
  idempotencyKey: string;
  /** Set where the key alone proves nothing: look first whether it was done, since then. */
  lookSinceMs: number | null;
};
export type CouponWithdrawal = StripeRequest;
/** Amounts are in Stripe's smallest part of the currency (`stripe-amount.ts`). */
export type BalanceChange = StripeRequest & { amountMinor: number; currency: string; description: string };
export type CouponGift = StripeRequest & {
  name: string;
  off: { percentBps: number } | { amountMinor: number; currency: string };
  /** For so many months of the subscription; null: once. */
  months: number | null;
};

export type StripeAnswer = StripeDone | StripeFailure;
/** `isUsed`: a coupon that could not be taken back, because nothing of it is left. */
export type StripeDone = { isDone: true; externalId: string; isUsed: boolean; durationMs: number };
/** The key is wrong, or may not do this: whatever needs it waits until somebody has set it right. */
export const notAuthorized = "not_authorized";
/** `status`: null where nothing was answered. `isFinal`: it will fail however often it is tried. */
export type StripeFailure = {
  isDone: false;
  status: number | null;
  code: string;
  detail: string;
  isFinal: boolean;
  durationMs: number;
};
