/**
 * Accounts with mailboxes that live for ten minutes. Abuse by construction: one person opens them all
 * for the reward. Most use two or three services that they know, each on the domain that it shows that
 * day: some known to every list, more of them to long lists only, some below a domain that is listed.
 * Hard because names and networks are like anybody's, some make only two, and privacy makes a few
 * honest people do the same. The careful tenth has a fresh domain of its own, which is on no list.
 */
import { drawFreshDomain } from "#bench/fraud-world/mailboxes";
import { drawDisposableDomain } from "#bench/fraud-world/throwaway";
import { drawCulture, drawName } from "#bench/fraud-world/names";
import { drawGangs, type Gang } from "#bench/fraud-world/gangs";
import { refer } from "#bench/fraud-world/journey";
import { advertise, drawDisposableEmail, drawFake, drawOperator } from "#bench/fraud-world/operator";
import { dayMs, drawInstant, drawNext, hourMs, inSpan, leisure, minuteMs } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { takeEmail, type Stage } from "#bench/fraud-world/stage";

const population = "disposable mail";
const sizes = { most: [2, 8], careful: [3, 8] } as const;
const habits = { ...honestHabits, pays: 0.78, paysAtOnce: 0.45, paysLittle: 0.8, stays: 0.15, redeems: 0.8 };

export function addDisposableMail(stage: Stage, quota: number): void {
  for (const gang of drawGangs(stage.chance, quota, sizes)) addThrower(stage, gang);
}

function addThrower(stage: Stage, { size, isCareful }: Gang): void {
  const { chance } = stage;
  const startMs = drawInstant(chance, leisure, drawCulture(chance), {
    fromMs: stage.fromMs,
    toMs: stage.toMs - 12 * dayMs,
  });
  const operator = drawOperator(stage, startMs, isCareful);
  const { culture } = operator.account.called;
  const own = drawFreshDomain(chance);
  const services = Array.from({ length: chance.int(1, 3) }, () => drawDisposableDomain(chance));
  advertise(stage, operator, size, startMs);
  let atMs = startMs;
  for (let index = 0; index < size; index += 1) {
    const name = drawName(chance, chance.happens(0.6) ? culture : drawCulture(chance));
    const isOwn = chance.happens(isCareful ? 0.85 : 0.05);
    const email = takeEmail(stage, () => drawDisposableEmail(stage, name, isOwn ? own : chance.pick(services)));
    const referee = drawFake(stage, operator, { name, email });
    refer(stage, {
      referrer: operator.account,
      referee,
      label: { isAbuse: true, population },
      atMs,
      network: referee.home,
      habits,
      think: { medianMs: 2.5 * minuteMs, sigma: 0.8 },
      typed: 0.2,
    });
    const medianMs = chance.pick([12 * minuteMs, 5 * hourMs, 2 * dayMs]);
    const nextMs = drawNext(chance, culture, atMs, { medianMs, sigma: 0.9 });
    atMs = inSpan(chance, nextMs, { fromMs: startMs, toMs: stage.toMs - hourMs });
  }
}
