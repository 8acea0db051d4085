/**
 * A hall on a Saturday or Sunday, with two to five exhibitors who show their code to whoever stops by.
 * Honest because the visitors want it, each for himself. Hard because it looks like a farm: one
 * referrer has a dozen referrals between ten and five, a stand in a good place two dozen and more,
 * minutes apart, all on the hall's Wi-Fi, one in four stands hands over its own tablet (one browser for
 * all), and since the fair has a price of its own many pay the small sum on the spot. Exhibitors share
 * the network with each other and with each other's visitors.
 */
import { drawPerson, drawReferrer } from "#bench/fraud-world/cast";
import { drawPhone, type Device } from "#bench/fraud-world/devices";
import { drawCulture, drawName } from "#bench/fraud-world/names";
import { refer } from "#bench/fraud-world/journey";
import { drawOnlookers } from "#bench/fraud-world/onlookers";
import { atLocalHour, dayMs, hourMs, minuteMs, weekdayAt } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { countOf, drawCarrier, type Stage } from "#bench/fraud-world/stage";
import type { Culture } from "#bench/fraud-world/culture";

const population = "a wedding fair on one Wi-Fi";

export function addWeddingFairs(stage: Stage, quota: number): void {
  while (countOf(stage, population) < quota) addFair(stage, quota);
}

function addFair(stage: Stage, quota: number): void {
  const { chance } = stage;
  const culture = drawCulture(chance);
  const openMs = drawWeekend(stage, culture);
  const wifi = chance.token();
  const stands = chance.int(2, 5);
  for (let stand = 0; stand < stands; stand += 1) {
    const room = quota - countOf(stage, population);
    if (room > 0) addStand(stage, { culture, openMs, wifi, size: Math.min(room, drawStandSize(stage)) });
  }
}

/** A stand beside the entrance or the stage has many more. */
function drawStandSize({ chance }: Stage): number {
  return chance.happens(0.12) ? chance.int(19, 34) : chance.int(4, 18);
}

type Stand = { culture: Culture; openMs: number; wifi: string; size: number };

function addStand(stage: Stage, { culture, openMs, wifi, size }: Stand): void {
  const { chance } = stage;
  const exhibitor = drawReferrer(stage, openMs, { called: drawName(chance, culture) });
  const tablet: Device | null = chance.happens(0.25) ? drawPhone(chance) : null;
  // Visitors come in waves: after the shows more than during them.
  const waves = Array.from({ length: chance.int(2, 4) }, () => chance.between(0.3, 6.6) * hourMs);
  for (let index = 0; index < size; index += 1) {
    const referee = drawPerson(stage, {
      called: drawName(chance, chance.happens(0.9) ? culture : drawCulture(chance)),
      device: drawPhone(chance),
    });
    const isAtStand = chance.happens(0.86);
    const sinceOpen = chance.happens(0.6)
      ? chance.pick(waves) + chance.logNormal(12 * minuteMs, 0.9)
      : chance.between(0.2, 7) * hourMs;
    const atMs = Math.floor(openMs + Math.min(sinceOpen, 7.2 * hourMs));
    refer(stage, {
      referrer: exhibitor,
      referee,
      label: { isAbuse: false, population },
      atMs,
      network: isAtStand && chance.happens(0.8) ? wifi : drawCarrier(stage, culture),
      habits: { ...honestHabits, pays: 0.5, paysAtOnce: 0.5, paysLittle: 0.55, refunds: 0.06 },
      ...(tablet !== null && isAtStand && { device: tablet }),
      ...(isAtStand && { think: { medianMs: 2.5 * minuteMs, sigma: 0.7 } }),
      typed: 0.25,
    });
  }
  drawOnlookers(stage, exhibitor, Math.round(size * chance.between(0.4, 2)), {
    fromMs: openMs,
    toMs: openMs + 1.5 * dayMs,
  });
}

/** Ten in the morning of a Saturday or Sunday. */
function drawWeekend(stage: Stage, culture: Culture): number {
  for (;;) {
    const atMs = stage.chance.between(stage.fromMs + dayMs, stage.toMs - 2 * dayMs);
    if (weekdayAt(culture, atMs) % 6 === 0) return atLocalHour(culture, atMs, 10);
  }
}
