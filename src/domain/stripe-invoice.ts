import { readMetadataReferences, readPaymentRef } from "#domain/provider";
import type { Told, ToldFact } from "#domain/provider";
import { amountOfStripe } from "#domain/stripe-amount";
import type { StripeInvoice, StripeLine } from "#domain/stripe-event";

/** A paid invoice: a payment, or the start of a trial where nothing was to be paid at first. */
export function reportInvoice(invoice: StripeInvoice, created: number): Told {
  const { metadata } = invoice;
  const currency = invoice.currency.toUpperCase();
  const amountMinor = amountOfStripe(invoice.amount_paid, currency);
  const occurredAtMs = (invoice.status_transitions.paid_at ?? created) * 1000;
  const isPaid = amountMinor > 0;
  const isTrial = !isPaid && invoice.billing_reason === "subscription_create";
  const payments = invoice.payments.data.flatMap(({ payment }) => payment ?? []);
  const ids = [
    invoice.id,
    invoice.payment_intent,
    invoice.charge,
    ...payments.flatMap(({ payment_intent, charge }) => [payment_intent, charge]),
  ];
  const facts: ToldFact[] = [
    ...(isPaid
      ? [
          {
            type: "payment" as const,
            occurredAtMs,
            amountMinor,
            currency,
            ...planOf(invoice.lines.data),
          },
        ]
      : []),
    ...(isTrial ? [{ type: "trial_started" as const, occurredAtMs }] : []),
  ];
  return {
    customerId: invoice.customer,
    // A name for the payment is looked for in the invoice's own metadata alone: the subscription's return every month.
    references: readMetadataReferences(
      metadata,
      invoice.parent?.subscription_details?.metadata ?? {},
      invoice.subscription_details?.metadata ?? {},
    ),
    paymentIds: isPaid ? [...new Set(ids.filter((id) => id !== null))] : [],
    paymentRef: isPaid ? (readPaymentRef(metadata) ?? invoice.id) : null,
    needs: facts.length > 0 ? "referee" : "nothing",
    facts,
    reason: facts.length > 0 ? null : "nothing_paid",
  };
}

const longestPlan = 64;

/** Plan and interval of the first line that recurs; what was prorated only where there is nothing else. */
export function planOf(lines: readonly StripeLine[]): Pick<ToldFact, "plan" | "interval"> {
  const recurring = lines.filter(isRecurring);
  const line = recurring.find((found) => !isProration(found)) ?? recurring[0];
  if (line === undefined) return {};
  const price = line.price ?? line.pricing?.price_details?.price ?? null;
  const plan = price?.lookup_key ?? price?.nickname ?? line.plan?.nickname ?? price?.id ?? line.plan?.id;
  const interval = intervalOf(price?.recurring ?? line.plan) ?? intervalOfPeriod(line.period);
  return {
    ...(plan === undefined ? {} : { plan: asPlan(plan) }),
    ...(interval === null ? {} : { interval }),
  };
}

/** A name as the API takes it. What is cut may end in half a symbol. */
function asPlan(name: string): string {
  return name
    .replaceAll(/\p{Cc}/gu, " ")
    .slice(0, longestPlan)
    .toWellFormed();
}

function isRecurring({ type, parent, price, plan }: StripeLine): boolean {
  const isOfSubscription = type === "subscription" || parent?.type === "subscription_item_details";
  return isOfSubscription || (price?.recurring ?? plan ?? null) !== null;
}

function isProration({ parent, proration }: StripeLine): boolean {
  return proration || (parent?.subscription_item_details?.proration ?? false);
}

function intervalOf(recurring: { interval: string; interval_count: number } | null): "month" | "year" | null {
  if (recurring === null) return null;
  const { interval, interval_count: count } = recurring;
  if ((interval === "year" && count === 1) || (interval === "month" && count === 12)) return "year";
  return interval === "month" && count === 1 ? "month" : null;
}

const daySeconds = 24 * 60 * 60;

/** Newer versions name the price and not how often it recurs; what the line covers says it. */
function intervalOfPeriod(period: StripeLine["period"]): "month" | "year" | null {
  if (period === null) return null;
  const days = Math.round((period.end - period.start) / daySeconds);
  if (days >= 28 && days <= 31) return "month";
  return days === 365 || days === 366 ? "year" : null;
}
