/**
 * Somebody with readers puts the link into a letter. Honest because each reader chose to open it. Hard
 * because it comes at once: scanners of mail open every link in the minute of sending, from data
 * centres; then hundreds open it within the day and one in twelve signs up, with a cool letter one in
 * thirty, so that clicks are many to a sign-up as when clicks are stuffed; half of the sign-ups come on
 * the day itself; and one archive in four shows the letter in a frame, so that some honest clicks are
 * frames'.
 */
import { drawPerson, drawReferrer } from "#bench/fraud-world/cast";
import { drawCulture, drawName } from "#bench/fraud-world/names";
import { refer } from "#bench/fraud-world/journey";
import { drawOnlookers, scan } from "#bench/fraud-world/onlookers";
import { business, dayMs, drawInstant, drawNext, hourMs, inSpan, minuteMs, secondMs } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { countOf, drawCarrier, type Stage } from "#bench/fraud-world/stage";

const population = "bursts after a newsletter";

export function addNewsletters(stage: Stage, quota: number): void {
  while (countOf(stage, population) < quota) addLetter(stage, quota);
}

function addLetter(stage: Stage, quota: number): void {
  const { chance } = stage;
  const culture = drawCulture(chance);
  const sentMs = drawInstant(chance, business, culture, { fromMs: stage.fromMs, toMs: stage.toMs - 3 * dayMs });
  const author = drawReferrer(stage, sentMs, { called: drawName(chance, culture) });
  const size = Math.min(chance.int(7, 42), quota - countOf(stage, population));
  const framed = chance.happens(0.25) ? 0.2 : 0;
  for (let scans = Math.round(size * chance.between(0.4, 2.5)); scans > 0; scans -= 1) {
    scan(stage, author, sentMs + chance.logNormal(25 * secondMs, 0.9));
  }
  const rate = chance.logNormal(12, 0.55);
  drawOnlookers(stage, author, Math.round(size * rate * 0.7), { fromMs: sentMs, toMs: sentMs + 6 * hourMs });
  drawOnlookers(stage, author, Math.round(size * rate * 0.3), { fromMs: sentMs, toMs: sentMs + 3 * dayMs });
  for (let index = 0; index < size; index += 1) {
    const referee = drawPerson(stage, {
      called: drawName(chance, chance.happens(0.8) ? culture : drawCulture(chance)),
    });
    const readMs = drawNext(chance, culture, sentMs, { medianMs: 100 * minuteMs, sigma: 1.6 });
    refer(stage, {
      referrer: author,
      referee,
      label: { isAbuse: false, population },
      atMs: inSpan(chance, readMs, { fromMs: sentMs, toMs: stage.toMs - dayMs }),
      network: chance.happens(0.7) ? referee.home : drawCarrier(stage, culture),
      habits: { ...honestHabits, paysAtOnce: 0.3 },
      typed: 0.06,
      via: chance.happens(framed) ? "iframe" : "navigation",
    });
  }
}
