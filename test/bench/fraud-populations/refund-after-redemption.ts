/**
 * The referred pay in full, wait until the referrer has used the reward, and take their money back; and
 * so again, with three to seven who came by one referrer. Abuse by construction: it was agreed. Hard
 * because until the refund nothing differs from good customers, four in ten of the accomplices are real
 * friends with homes, cards and phones of their own, the money is asked back days or weeks later and
 * not always in full, and honest people take money back after a redemption as well, by chance. The
 * careful tenth does it only two to four times, with friends, for a part, among friends who stay.
 */
import type { Character } from "#bench/fraud-world/cast";
import { drawPerson } from "#bench/fraud-world/cast";
import { drawCulture, drawName } from "#bench/fraud-world/names";
import { drawGangs, type Gang } from "#bench/fraud-world/gangs";
import { refer } from "#bench/fraud-world/journey";
import { advertise, drawFake, drawOperator, type Operator } from "#bench/fraud-world/operator";
import { dayMs, drawInstant, drawNext, hourMs, inSpan, leisure } from "#bench/fraud-world/rhythm";
import { drawPrice, honestHabits, pay } from "#bench/fraud-world/spending";
import { emit, type Stage } from "#bench/fraud-world/stage";
import { referFriend } from "#bench/fraud-populations/ordinary-people";

const population = "refund after redemption";
/** The journey ends at the sign-up; what follows is planned. */
const idle = { ...honestHabits, pays: 0 };

const sizes = { most: [3, 7], careful: [2, 4] } as const;

export function addRefundAfterRedemption(stage: Stage, quota: number): void {
  for (const gang of drawGangs(stage.chance, quota, sizes)) addDealer(stage, gang);
}

function addDealer(stage: Stage, { size, isCareful }: Gang): void {
  const { chance } = stage;
  const startMs = drawInstant(chance, leisure, drawCulture(chance), {
    fromMs: stage.fromMs,
    toMs: stage.fromMs + 35 * dayMs,
  });
  const operator = drawOperator(stage, startMs, isCareful);
  advertise(stage, operator, size, startMs);
  const bought = Array.from({ length: size }, () => {
    const isFriend = isCareful || chance.happens(0.4);
    const referee = isFriend ? drawAccomplice(stage, operator) : drawFake(stage, operator);
    return buy(stage, { operator, referee, startMs });
  });
  // Either all at once, when the last has been earned, or each as it comes.
  const isTogether = chance.happens(0.5);
  const lastPaidMs = Math.max(...bought.map(({ paidAtMs }) => paidAtMs));
  for (const purchase of bought) {
    const earnedMs = (isTogether ? lastPaidMs : purchase.paidAtMs) + 7 * dayMs;
    takeBack(stage, { ...purchase, operator, earnedMs, full: isCareful ? 0.2 : 0.85 });
  }
  for (let friends = isCareful ? 2 : Number(chance.happens(0.4)); friends > 0; friends -= 1)
    referFriend(stage, operator.account, startMs + chance.between(2, 40) * dayMs);
}

type Return = Purchase & { operator: Operator; earnedMs: number; full: number };

/** The referrer uses the reward; then the money goes back. */
function takeBack(stage: Stage, { referee, paymentRef, amountMinor, operator, earnedMs, full }: Return): void {
  const { chance } = stage;
  const soonMs = drawNext(chance, operator.account.called.culture, earnedMs, { medianMs: 1.5 * dayMs, sigma: 0.9 });
  const redeemedAtMs = inSpan(chance, soonMs, { fromMs: earnedMs, toMs: stage.toMs - 8 * dayMs });
  emit(stage, { type: "redeemed", atMs: redeemedAtMs, refereeId: referee.id });
  const backMs = drawNext(chance, referee.called.culture, redeemedAtMs, { medianMs: 3 * dayMs, sigma: 1 });
  const atMs = inSpan(chance, backMs, { fromMs: redeemedAtMs + hourMs, toMs: stage.toMs - 1 });
  const part = chance.happens(full) ? 1 : chance.between(0.6, 0.95);
  emit(stage, { type: "refund", atMs, paymentRef, amountMinor: Math.round(amountMinor * part) });
}

function drawAccomplice(stage: Stage, { account }: Operator): Character {
  return drawPerson(stage, { called: drawName(stage.chance, account.called.culture) });
}

type Deal = { operator: Operator; referee: Character; startMs: number };
type Purchase = { referee: Character; paymentRef: string; amountMinor: number; paidAtMs: number };

function buy(stage: Stage, { operator, referee, startMs }: Deal): Purchase {
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
  return { referee, paymentRef: pay(stage, { referee }, paidAtMs, amountMinor), amountMinor, paidAtMs };
}
