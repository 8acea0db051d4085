import type { Character } from "#bench/fraud-world/cast";
import { drawPerson } from "#bench/fraud-world/cast";
import { drawCulture, drawName } from "#bench/fraud-world/names";
import { refer } from "#bench/fraud-world/journey";
import { advertise, drawFake, drawOperator, type Operator } from "#bench/fraud-world/operator";
import { dayMs, drawInstant, drawNext, hourMs, inSpan, leisure } from "#bench/fraud-world/rhythm";
import { drawPrice, honestHabits, pay } from "#bench/fraud-world/spending";
import { countOf, emit, type Stage } from "#bench/fraud-world/stage";
import { referFriend } from "#bench/fraud-populations/ordinary-people";

const population = "refund after redemption";
/** The journey ends at the sign-up; what follows is planned. */
const idle = { ...honestHabits, pays: 0 };

/**
 * The referred pay in full, wait until the referrer has used the reward, and take their money back.
 * Abuse by construction: it was agreed. Hard because until the refund nothing differs from good
 * customers, half of the accomplices are real friends with homes, cards and phones of their own, the
 * money is asked back days or weeks later and not always in full, and honest people take money back
 * after a redemption as well, by chance: only that it is so with one referrer's again and again tells.
 */
export function addRefundAfterRedemption(stage: Stage, quota: number): void {
  const { chance } = stage;
  while (countOf(stage, population) < quota) {
    const startMs = drawInstant(chance, leisure, drawCulture(chance), {
      fromMs: stage.fromMs,
      toMs: stage.fromMs + 35 * dayMs,
    });
    const operator = drawOperator(stage, startMs);
    const size = Math.min(
      chance.weighted([
        [1, 20],
        [2, 30],
        [chance.int(3, 6), 50],
      ]),
      quota - countOf(stage, population),
    );
    advertise(stage, operator, size, startMs);
    const paidUntilMs: number[] = [];
    const bought = Array.from({ length: size }, () => {
      const referee = chance.happens(0.5) ? drawAccomplice(stage, operator) : drawFake(stage, operator);
      const purchase = buy(stage, { operator, referee, startMs });
      paidUntilMs.push(purchase.paidAtMs);
      return { ...purchase, referee };
    });
    // Either all at once, when the last has been earned, or each as it comes.
    const isTogether = chance.happens(0.5);
    const lastPaidMs = Math.max(...paidUntilMs);
    for (const { referee, paymentRef, amountMinor, paidAtMs } of bought) {
      const earnedMs = (isTogether ? lastPaidMs : paidAtMs) + 7 * dayMs;
      const soonMs = drawNext(chance, operator.account.called.culture, earnedMs, { medianMs: 1.5 * dayMs, sigma: 0.9 });
      const redeemedAtMs = inSpan(chance, soonMs, { fromMs: earnedMs, toMs: stage.toMs - 8 * dayMs });
      emit(stage, { type: "redeemed", atMs: redeemedAtMs, refereeId: referee.id });
      const backMs = drawNext(chance, referee.called.culture, redeemedAtMs, { medianMs: 3 * dayMs, sigma: 1 });
      const atMs = inSpan(chance, backMs, { fromMs: redeemedAtMs + hourMs, toMs: stage.toMs - 1 });
      const part = chance.happens(0.8) ? 1 : chance.between(0.6, 0.95);
      emit(stage, { type: "refund", atMs, paymentRef, amountMinor: Math.round(amountMinor * part) });
    }
    if (chance.happens(0.4)) referFriend(stage, operator.account, startMs + chance.between(2, 40) * dayMs);
  }
}

function drawAccomplice(stage: Stage, { account }: Operator): Character {
  return drawPerson(stage, { called: drawName(stage.chance, account.called.culture) });
}

type Deal = { operator: Operator; referee: Character; startMs: number };

function buy(stage: Stage, { operator, referee, startMs }: Deal) {
  const { chance } = stage;
  const { culture } = referee.called;
  const atMs = drawInstant(chance, leisure, culture, { fromMs: startMs, toMs: startMs + 9 * dayMs });
  const label = { isAbuse: true, population };
  const habits = { ...idle, activates: 0.9 };
  const signedUpAtMs = refer(stage, {
    referrer: operator.account,
    referee,
    label,
    atMs,
    network: referee.home,
    habits,
  });
  const paysMs = drawNext(chance, culture, signedUpAtMs, { medianMs: 1.5 * dayMs, sigma: 1.2 });
  const paidAtMs = inSpan(chance, paysMs, {
    fromMs: signedUpAtMs + 1,
    toMs: Math.max(signedUpAtMs, stage.fromMs + 50 * dayMs) + 9 * dayMs,
  });
  const amountMinor = drawPrice(stage, {
    referee,
    referrer: operator.account,
    habits: { ...honestHabits, paysLittle: 0.1 },
  });
  return { paymentRef: pay(stage, { referee }, paidAtMs, amountMinor), amountMinor, paidAtMs };
}
