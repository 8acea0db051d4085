import { dayMs } from "#domain/day";
import type { Stripe } from "stripe";
import { notAuthorized } from "#domain/outside";
import type { BalanceChange, StripeAccount, StripeAnswer, StripeRequest, StripeSettings } from "#domain/outside";
import { giveCoupon, NotNow, takeCoupon } from "#integrations/stripe-coupon";
import type { StripeResult } from "#integrations/stripe-coupon";

/** Longer than anything Stripe takes; whoever waits may be a queue. */
const timeoutMs = 20_000;
/** Stripe's clock and ours may differ, and a look further back does no harm. */
const slackMs = dayMs;

/** Stripe's API by the official client. It retries nothing by itself: who calls has retries of his own, which last longer. */
export function openStripeAccount({ key, url }: { key: string; url: StripeSettings["url"] }): StripeAccount {
  const ask = async (work: (stripe: Stripe) => Promise<StripeResult>): Promise<StripeAnswer> => {
    // Evaluated at the first call to Stripe: an isolate that starts for anything else is ready without it.
    const { Stripe } = await import("stripe");
    const stripe = new Stripe(key, {
      host: url.hostname,
      port: url.port === "" ? (url.protocol === "https:" ? 443 : 80) : url.port,
      protocol: url.protocol === "https:" ? "https" : "http",
      httpClient: Stripe.createFetchHttpClient(),
      maxNetworkRetries: 0,
      timeout: timeoutMs,
      telemetry: false,
    });
    const startedAtMs = Date.now();
    try {
      const done = await work(stripe);
      return { isDone: true, ...done, durationMs: Date.now() - startedAtMs };
    } catch (error) {
      return { isDone: false, ...describeFailure(error, Stripe), durationMs: Date.now() - startedAtMs };
    }
  };
  return {
    adjustBalance: (change) => ask((stripe) => adjustBalance(stripe, change)),
    giveCoupon: (gift) => ask((stripe) => giveCoupon(stripe, gift)),
    takeCoupon: (withdrawal) => ask((stripe) => takeCoupon(stripe, withdrawal)),
  };
}

async function adjustBalance(stripe: Stripe, change: BalanceChange): Promise<StripeResult> {
  const { customerId, amountMinor, currency, description, rewardId, idempotencyKey } = change;
  const made = change.lookSinceMs === null ? null : await findChange(stripe, change, change.lookSinceMs);
  if (made !== null) return { externalId: made, isUsed: false };
  const { id } = await stripe.customers.createBalanceTransaction(
    customerId,
    {
      // At Stripe a balance below zero is the customer's credit.
      amount: -amountMinor,
      currency: currency.toLowerCase(),
      description,
      metadata: { bouquet_reward: rewardId, bouquet_key: idempotencyKey },
    },
    { idempotencyKey },
  );
  return { externalId: id, isUsed: false };
}

async function findChange(
  stripe: Stripe,
  { customerId, idempotencyKey }: StripeRequest,
  sinceMs: number,
): Promise<string | null> {
  const created = { gte: Math.floor((sinceMs - slackMs) / 1000) };
  for await (const { id, metadata } of stripe.customers.listBalanceTransactions(customerId, { created, limit: 100 })) {
    if (metadata?.["bouquet_key"] === idempotencyKey) return id;
  }
  return null;
}

function describeFailure(error: unknown, { errors }: typeof Stripe) {
  if (error instanceof NotNow) return { status: null, code: error.code, detail: error.message, isFinal: false };
  // Whatever else throws is a fault of ours, and not Stripe's answer.
  if (!(error instanceof errors.StripeError)) throw error;
  const { message, statusCode: status = null, code, rawType } = error;
  if (status === null) {
    // The client's own words for its timeout; it gives it no code.
    const isLate = message.includes("timeout");
    return { status, code: isLate ? "timeout" : "unreachable", detail: message, isFinal: false };
  }
  if (status === 401 || status === 403) return { status, code: notAuthorized, detail: message, isFinal: false };
  const isFinal = status >= 400 && status < 500 && status !== 409 && status !== 429;
  return { status, code: code ?? rawType ?? `http_${status}`, detail: message, isFinal };
}
