import type { Stripe } from "stripe";
import type { CouponGift, CouponWithdrawal, StripeDone } from "#domain/outside";

export type StripeResult = Pick<StripeDone, "externalId" | "isUsed">;

/** What keeps a call from being made for now, and is no error of Stripe's. */
export class NotNow extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Stripe cuts longer ones off with an error. */
const longestName = 40;
/** Says that the withdrawal has begun, so that a coupon which is found nowhere any more is not taken to be used up. */
const withdrawnMark = "bouquet_withdrawn";

/**
 * The coupon goes by the reward's id and can be redeemed once: that keeps it from being given twice, whatever Stripe
 * remembers of the key. The subscription is looked for first, so that no coupon is left behind where there is none.
 */
export async function giveCoupon(stripe: Stripe, gift: CouponGift): Promise<StripeResult> {
  const { rewardId, customerId, lookSinceMs } = gift;
  const done = { externalId: rewardId, isUsed: false };
  const subscriptions = await listSubscriptions(stripe, customerId);
  if (subscriptions.some((subscription) => hasCoupon(subscription, rewardId))) return done;
  const known = lookSinceMs === null ? null : await findCoupon(stripe, rewardId);
  if ((known?.times_redeemed ?? 0) > 0) return done;
  const subscription = subscriptions[0];
  if (subscription === undefined)
    throw new NotNow("no_subscription", `Customer ${customerId} has no subscription that a coupon could be put on.`);
  const coupon = known ?? (await createCoupon(stripe, gift));
  if (coupon.times_redeemed > 0) return done;
  const kept = discountsOf(subscription).map((discount) => ({ discount: idOf(discount) }));
  await stripe.subscriptions.update(subscription.id, { discounts: [...kept, { coupon: rewardId }] });
  return done;
}

/** One that is on no subscription any more, although it was put on one, was used up. */
export async function takeCoupon(
  stripe: Stripe,
  { rewardId, customerId, idempotencyKey }: CouponWithdrawal,
): Promise<StripeResult> {
  const done = { externalId: rewardId, isUsed: false };
  const coupon = await findCoupon(stripe, rewardId);
  if (coupon === null) return done;
  const subscriptions = await listSubscriptions(stripe, customerId);
  const carriers = subscriptions.filter((subscription) => hasCoupon(subscription, rewardId));
  const isBegun = coupon.metadata?.[withdrawnMark] === "true";
  if (carriers.length === 0 && coupon.times_redeemed > 0 && !isBegun) return { ...done, isUsed: true };
  if (!isBegun) await stripe.coupons.update(rewardId, { metadata: { [withdrawnMark]: "true" } }, { idempotencyKey });
  for (const { id, discounts } of carriers) {
    const kept = discounts.filter((discount) => couponOf(discount) !== rewardId);
    const left = kept.map((discount) => ({ discount: idOf(discount) }));
    // An empty list would leave them as they are.
    await stripe.subscriptions.update(id, { discounts: left.length === 0 ? "" : left });
  }
  await stripe.coupons.del(rewardId);
  return done;
}

/** A subscription without discounts of its own has its customer's, and would lose that by the first of its own. */
function discountsOf({ discounts, customer }: Stripe.Subscription): (string | Stripe.Discount)[] {
  if (discounts.length > 0 || typeof customer === "string" || "deleted" in customer) return discounts;
  return customer.discount === null || customer.discount === undefined ? [] : [customer.discount];
}

/** What runs or is about to, the newest first; Stripe leaves canceled ones out. */
async function listSubscriptions(stripe: Stripe, customerId: string): Promise<Stripe.Subscription[]> {
  const query = { customer: customerId, limit: 100, expand: ["data.discounts", "data.customer"] };
  const { data } = await stripe.subscriptions.list(query);
  return data.filter(({ status }) => status !== "incomplete" && status !== "incomplete_expired");
}

async function findCoupon(stripe: Stripe, id: string): Promise<Stripe.Coupon | null> {
  try {
    return await stripe.coupons.retrieve(id);
  } catch (error) {
    if (isCoded(error, "resource_missing")) return null;
    throw error;
  }
}

async function createCoupon(
  stripe: Stripe,
  { rewardId: id, idempotencyKey, name, off, months }: CouponGift,
): Promise<Stripe.Coupon> {
  const value =
    "percentBps" in off
      ? { percent_off: off.percentBps / 100 }
      : { amount_off: off.amountMinor, currency: off.currency.toLowerCase() };
  const length =
    months === null ? { duration: "once" as const } : { duration: "repeating" as const, duration_in_months: months };
  const metadata = { bouquet_reward: id, bouquet_key: idempotencyKey };
  const coupon = { id, name: name.slice(0, longestName), ...value, ...length, max_redemptions: 1, metadata };
  try {
    return await stripe.coupons.create(coupon, { idempotencyKey });
  } catch (error) {
    if (!isCoded(error, "resource_already_exists")) throw error;
    return stripe.coupons.retrieve(id);
  }
}

function isCoded(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function hasCoupon({ discounts }: Stripe.Subscription, couponId: string): boolean {
  return discounts.some((discount) => couponOf(discount) === couponId);
}

function couponOf(discount: string | Stripe.Discount): string | null {
  const coupon = typeof discount === "string" ? null : discount.source.coupon;
  return typeof coupon === "string" || coupon === null ? coupon : coupon.id;
}

function idOf(discount: string | Stripe.Discount): string {
  return typeof discount === "string" ? discount : discount.id;
}
