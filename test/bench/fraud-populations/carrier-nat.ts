/**
 * Friends in one town with one mobile carrier, who send a link by messenger. Honest because each has a
 * phone, a card and a mind of his own. Hard because the carrier puts them, and thousands of strangers,
 * behind one address on the same day; they hold the same few models of phone, so that address and agent
 * together are the same; the link is opened seconds after it is sent, by one in three inside the
 * messenger first (a browser of its own) and then in the real one; and abusers on a prepaid card come
 * by the very same gateways.
 */
import { drawPerson, drawReferrer } from "#bench/fraud-world/cast";
import { drawPhone, withoutCookies } from "#bench/fraud-world/devices";
import { drawCulture, drawName } from "#bench/fraud-world/names";
import { open, refer } from "#bench/fraud-world/journey";
import { drawOnlookers, scan } from "#bench/fraud-world/onlookers";
import { dayMs, drawInstant, drawNext, leisure, minuteMs, secondMs } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { countOf, drawCarrier, type Stage } from "#bench/fraud-world/stage";

const population = "mobile carrier NAT";

export function addCarrierFriends(stage: Stage, quota: number): void {
  const { chance } = stage;
  while (countOf(stage, population) < quota) {
    const culture = drawCulture(chance);
    const gateway = drawCarrier(stage, culture);
    const startMs = drawInstant(chance, leisure, culture, { fromMs: stage.fromMs, toMs: stage.toMs - dayMs });
    const traits = { called: drawName(chance, culture), device: drawPhone(chance) };
    const referrer = drawReferrer(stage, startMs, traits);
    const size = Math.min(
      chance.weighted([
        [1, 40],
        [2, 25],
        [3, 15],
        [chance.int(4, 8), 20],
      ]),
      quota - countOf(stage, population),
    );
    let atMs = startMs;
    for (let index = 0; index < size; index += 1) {
      const isSameModel = chance.happens(0.3);
      const device = isSameModel ? withoutCookies(chance, referrer.device) : drawPhone(chance);
      const referee = drawPerson(stage, { called: drawName(chance, culture), device });
      scan(stage, referrer, atMs - chance.int(secondMs, 40 * secondMs));
      const network = chance.happens(0.88) ? gateway : drawCarrier(stage, culture);
      if (chance.happens(0.33)) {
        const inside = withoutCookies(chance, device);
        open(stage, { referrer, device: inside, atMs: atMs - chance.int(secondMs, 90 * secondMs), network });
      }
      refer(stage, { referrer, referee, label: { isAbuse: false, population }, atMs, network, habits: honestHabits });
      atMs = drawNext(chance, culture, atMs, { medianMs: chance.pick([20 * minuteMs, 2 * dayMs]), sigma: 1.2 });
      if (atMs > stage.toMs - dayMs) break;
    }
    drawOnlookers(stage, referrer, chance.int(0, 3), {
      fromMs: startMs,
      toMs: Math.min(stage.toMs, startMs + 9 * dayMs),
    });
  }
}
