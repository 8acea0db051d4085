import { drawFreshDomain } from "#bench/fraud-world/mailboxes";
import { drawCulture, drawName } from "#bench/fraud-world/names";
import { refer } from "#bench/fraud-world/journey";
import { advertise, drawDisposableEmail, drawFake, drawOperator } from "#bench/fraud-world/operator";
import { dayMs, drawInstant, drawNext, hourMs, leisure, minuteMs } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { countOf, takeEmail, type Stage } from "#bench/fraud-world/stage";

const population = "disposable mail";

/**
 * Accounts with mailboxes that live for ten minutes, on domains that change. Abuse by construction:
 * one person opens them all for the reward. Hard because one in five of the domains is on no list, the
 * names and networks are like anybody's, some make only one or two, and privacy makes a few honest
 * people do the same.
 */
export function addDisposableMail(stage: Stage, quota: number): void {
  const { chance } = stage;
  while (countOf(stage, population) < quota) {
    const startMs = drawInstant(chance, leisure, drawCulture(chance), {
      fromMs: stage.fromMs,
      toMs: stage.toMs - 5 * dayMs,
    });
    const operator = drawOperator(stage, startMs);
    const { culture } = operator.account.called;
    const freshDomain = drawFreshDomain(chance);
    const size = Math.min(
      chance.weighted([
        [1, 3],
        [2, 3],
        [chance.int(3, 7), 4],
      ]),
      quota - countOf(stage, population),
    );
    advertise(stage, operator, size, startMs);
    let atMs = startMs;
    for (let index = 0; index < size; index += 1) {
      const name = drawName(chance, chance.happens(0.6) ? culture : drawCulture(chance));
      const email = takeEmail(stage, () => drawDisposableEmail(stage, name, freshDomain));
      const referee = drawFake(stage, operator, { name, email });
      const habits = { ...honestHabits, pays: 0.6, paysAtOnce: 0.45, paysLittle: 0.8, stays: 0.15, redeems: 0.8 };
      const think = { medianMs: 2.5 * minuteMs, sigma: 0.8 };
      const label = { isAbuse: true, population };
      refer(stage, {
        referrer: operator.account,
        referee,
        label,
        atMs,
        network: referee.home,
        habits,
        think,
        typed: 0.2,
      });
      const medianMs = chance.pick([12 * minuteMs, 5 * hourMs, 2 * dayMs]);
      atMs = drawNext(chance, culture, atMs, { medianMs, sigma: 0.9 });
      if (atMs > stage.toMs - hourMs) break;
    }
  }
}
