import type { Character } from "#bench/fraud-world/cast";
import { drawCulture } from "#bench/fraud-world/names";
import { refer } from "#bench/fraud-world/journey";
import { advertise, drawFake, drawHiddenNetwork, drawOperator } from "#bench/fraud-world/operator";
import { dayMs, drawInstant, drawNext, hourMs, leisure, minuteMs } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { countOf, type Stage } from "#bench/fraud-world/stage";
import { referFriend } from "#bench/fraud-populations/ordinary-people";

const population = "self-referral rings";

/**
 * One person with two to nine accounts that refer each other, each from the first or from the one
 * before. Abuse by construction: nobody new has come. Hard because only the sloppy leave network,
 * browser, card and name behind, no two rings the same ones; many give the names of real relatives;
 * rings grow over weeks, pay for the small plan and use the reward, as couples do who are honest; and
 * some have a real friend among the invented.
 */
export function addSelfReferralRings(stage: Stage, quota: number): void {
  const { chance } = stage;
  while (countOf(stage, population) < quota) {
    const startMs = drawInstant(chance, leisure, drawCulture(chance), {
      fromMs: stage.fromMs,
      toMs: stage.toMs - 5 * dayMs,
    });
    const operator = drawOperator(stage, startMs);
    const { culture } = operator.account.called;
    const members: Character[] = [operator.account];
    const isOneEvening = chance.happens(0.3);
    const size = Math.min(
      chance.weighted([
        [1, 18],
        [2, 25],
        [3, 18],
        [chance.int(4, 8), 27],
      ]),
      quota - countOf(stage, population),
    );
    advertise(stage, operator, size, startMs);
    let atMs = startMs;
    for (let index = 0; index < size; index += 1) {
      const referee = drawFake(stage, operator);
      const latest = members.at(-1) ?? operator.account;
      const isChained = chance.happens(0.4) && (latest.registeredAtMs ?? 0) < atMs;
      const think = { medianMs: 3.5 * minuteMs, sigma: 0.9 };
      refer(stage, {
        referrer: isChained ? latest : operator.account,
        referee,
        label: { isAbuse: true, population },
        atMs,
        network: referee.home,
        habits: {
          ...honestHabits,
          activates: 0.9,
          pays: 0.85,
          paysAtOnce: 0.4,
          paysLittle: 0.75,
          stays: 0.3,
          redeems: 0.85,
        },
        typed: 0.3,
        ...(chance.happens(0.7) && { think }),
      });
      members.push(referee);
      // Later logins of one account need not come from where it was made.
      referee.home = drawHiddenNetwork(stage, operator);
      atMs = drawNext(chance, culture, atMs, { medianMs: isOneEvening ? 25 * minuteMs : 4 * dayMs, sigma: 1 });
      if (atMs > stage.toMs - hourMs) break;
    }
    if (chance.happens(0.25))
      referFriend(stage, operator.account, Math.min(startMs + chance.between(1, 20) * dayMs, stage.toMs - dayMs));
  }
}
