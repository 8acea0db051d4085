import type { Referral } from "#bench/fraud-world/journey";
import { dayMs, drawNext, hourMs, minuteMs } from "#bench/fraud-world/rhythm";
import { emit, type Stage } from "#bench/fraud-world/stage";

/** How people of one kind behave once they have an account; all are probabilities. */
export type Habits = {
  activates: number;
  pays: number;
  /** Of those who pay: within minutes of signing up. */
  paysAtOnce: number;
  /** Of those who pay: the smallest plan. */
  paysLittle: number;
  /** Of those who pay: another month, and so on. */
  stays: number;
  /** Of payments. */
  refunds: number;
  /** Of those who pay: that the referrer uses the reward in time. */
  redeems: number;
};

export const honestHabits: Habits = {
  activates: 0.84,
  pays: 0.56,
  paysAtOnce: 0.22,
  paysLittle: 0.3,
  stays: 0.8,
  refunds: 0.045,
  redeems: 0.55,
};

/** In pounds and pence, a month. */
const smallPlan = 900;
const plans = [
  [1900, 40],
  [2900, 25],
  [4900, 22],
  [9900, 5],
  [19_000, 8],
] as const;
const trialMs = 14 * dayMs;
const monthMs = 30 * dayMs;
/** A reward cannot be used before it is earned for good. */
const holdMs = 7 * dayMs;

type Spender = Pick<Referral, "referee" | "referrer" | "habits">;

/** Activation, payments month by month, refunds, and the referrer's use of the reward. */
export function live(stage: Stage, spender: Spender, signedUpAtMs: number): void {
  const { chance } = stage;
  const { referee, habits } = spender;
  const { culture } = referee.called;
  const isHasty = chance.happens(habits.paysAtOnce);
  const first = isHasty
    ? { medianMs: 6 * minuteMs, sigma: 0.9 }
    : { medianMs: chance.pick([25 * minuteMs, dayMs]), sigma: 1.5 };
  const activatedAtMs = drawNext(chance, culture, signedUpAtMs, first);
  if (chance.happens(habits.activates)) emit(stage, { type: "activated", atMs: activatedAtMs, refereeId: referee.id });
  if (!chance.happens(habits.pays)) return;
  const amountMinor = drawPrice(stage, spender);
  let paidAtMs = isHasty
    ? drawNext(chance, culture, signedUpAtMs, { medianMs: 9 * minuteMs, sigma: 0.8 })
    : drawLaterPayment(stage, spender, signedUpAtMs);
  let redeemedAtMs = drawRedemption(stage, spender, paidAtMs);
  while (paidAtMs < stage.toMs) {
    const paymentRef = pay(stage, spender, paidAtMs, amountMinor);
    if (chance.happens(habits.refunds)) {
      const refundedAtMs = refundLater(stage, spender, { paymentRef, amountMinor, paidAtMs });
      // What is not used by then is taken back with the payment.
      if (redeemedAtMs !== null && refundedAtMs < redeemedAtMs) redeemedAtMs = null;
      break;
    }
    if (!chance.happens(habits.stays)) break;
    // Subscriptions are collected on the day, a little after the hour of the first one.
    paidAtMs += monthMs + chance.int(0, hourMs);
  }
  if (redeemedAtMs !== null) emit(stage, { type: "redeemed", atMs: redeemedAtMs, refereeId: referee.id });
}

export function drawPrice(stage: Stage, { referee, habits }: Spender): number {
  const pence = stage.chance.happens(habits.paysLittle) ? smallPlan : stage.chance.weighted(plans);
  return Math.round((pence * referee.called.culture.priceFactor) / 100) * 100;
}

export function pay(stage: Stage, { referee }: Pick<Spender, "referee">, atMs: number, amountMinor: number): string {
  const paymentRef = stage.chance.token();
  const { currency } = referee.called.culture;
  emit(stage, { type: "payment", atMs: Math.ceil(atMs), refereeId: referee.id, paymentRef, amountMinor, currency });
  return paymentRef;
}

/** Half wait for the end of the trial, on the hour or so; the others decide some day. */
function drawLaterPayment(stage: Stage, { referee }: Spender, signedUpAtMs: number): number {
  const { chance } = stage;
  if (chance.happens(0.5)) return signedUpAtMs + trialMs + chance.int(minuteMs, hourMs);
  return drawNext(chance, referee.called.culture, signedUpAtMs, { medianMs: 4 * dayMs, sigma: 1.3 });
}

/** With the referrer's next bill, most of the time, so that several rewards go at once. */
function drawRedemption(stage: Stage, { referrer, habits }: Spender, paidAtMs: number): number | null {
  const { chance } = stage;
  if (!chance.happens(habits.redeems)) return null;
  const earnedAtMs = paidAtMs + holdMs;
  const billedAtMs = (referrer.registeredAtMs ?? stage.fromMs) + 5 * hourMs;
  const nextBillMs = billedAtMs + Math.max(0, Math.ceil((earnedAtMs - billedAtMs) / monthMs)) * monthMs;
  return chance.happens(0.6)
    ? nextBillMs + chance.int(0, 10 * minuteMs)
    : drawNext(chance, referrer.called.culture, earnedAtMs, { medianMs: 9 * dayMs, sigma: 1.1 });
}

type Payment = { paymentRef: string; amountMinor: number; paidAtMs: number };

/** Regret comes within days; now and then weeks later, when the reward may have been used. */
function refundLater(stage: Stage, { referee }: Spender, { paymentRef, amountMinor, paidAtMs }: Payment): number {
  const { chance } = stage;
  const part = chance.happens(0.82) ? 1 : chance.pick([0.25, 0.5, 0.75]);
  const atMs = drawNext(chance, referee.called.culture, paidAtMs, { medianMs: 5 * dayMs, sigma: 1.3 });
  emit(stage, { type: "refund", atMs, paymentRef, amountMinor: Math.round(amountMinor * part) });
  return atMs;
}
