/**
 * Students of one university who pass a code on: in a lecture, in a hall of residence, in a club's
 * chat. Honest because each is a customer of his own, with his own card. Hard because thousands are
 * behind two or three addresses, mail is a number at one domain, so that addresses follow each other,
 * some use a computer of the library with whoever's cookies, half a course signs up within the hour, at
 * night as well, and all pay the smallest sum there is.
 */
import { drawPerson, drawReferrer, type Character } from "#bench/fraud-world/cast";
import type { Chance } from "#bench/fraud-world/chance";
import type { Culture } from "#bench/fraud-world/culture";
import { drawComputer, drawDevice } from "#bench/fraud-world/devices";
import { drawEmail, spell } from "#bench/fraud-world/mailboxes";
import { drawCulture, drawName, type PersonName } from "#bench/fraud-world/names";
import { refer } from "#bench/fraud-world/journey";
import { drawOnlookers } from "#bench/fraud-world/onlookers";
import { dayMs, drawInstant, drawNext, minuteMs, student } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { countOf, drawCarrier, takeEmail, type Stage } from "#bench/fraud-world/stage";

const population = "campus";

export function addCampuses(stage: Stage, quota: number): void {
  while (countOf(stage, population) < quota) addCampus(stage, quota);
}

type Campus = { culture: Culture; domain: string; networks: string[]; library: string[]; matriculation: number };

function addCampus(stage: Stage, quota: number): void {
  const { chance } = stage;
  const culture = drawCulture(chance);
  const place = chance.token().replace(/\d/g, "").slice(0, 5);
  const campus: Campus = {
    culture,
    domain: `${chance.pick(["student.", "stud.", "", "mail."])}uni-${place}.${culture.topLevel === "co.uk" ? "ac.uk" : culture.topLevel}`,
    networks: Array.from({ length: chance.int(1, 3) }, () => chance.token()),
    library: Array.from({ length: 4 }, () => drawComputer(chance).visitor),
    matriculation: chance.int(1_800_000, 2_600_000),
  };
  for (let circle = chance.int(3, 9); circle > 0; circle -= 1) {
    const size = Math.min(chance.int(1, 14), quota - countOf(stage, population));
    if (size > 0) addCircle(stage, campus, size);
  }
}

/** Those who have it from one student, and pass it on among themselves. */
function addCircle(stage: Stage, campus: Campus, size: number): void {
  const { chance } = stage;
  const { culture } = campus;
  const startMs = drawInstant(chance, student, culture, { fromMs: stage.fromMs, toMs: stage.toMs - 2 * dayMs });
  const first = drawStudent(stage, campus, (traits) => drawReferrer(stage, startMs, traits));
  const isLecture = chance.happens(0.4);
  let referrer = first;
  let atMs = startMs;
  for (let index = 0; index < size; index += 1) {
    const referee = drawStudent(stage, campus, (traits) => drawPerson(stage, traits));
    const medianMs = isLecture ? 4 * minuteMs : 0.8 * dayMs;
    atMs = drawNext(chance, culture, atMs, { medianMs, sigma: 1.3 });
    if (atMs > stage.toMs - dayMs) break;
    const isInLibrary = chance.happens(0.06);
    refer(stage, {
      referrer: referrer.registeredAtMs !== null && referrer.registeredAtMs > atMs ? first : referrer,
      referee,
      label: { isAbuse: false, population },
      atMs,
      network: chance.happens(0.75) ? chance.pick(campus.networks) : drawCarrier(stage, culture),
      habits: { ...honestHabits, pays: 0.36, paysLittle: 0.85, paysAtOnce: 0.25, stays: 0.6 },
      ...(isInLibrary && { device: { visitor: chance.pick(campus.library), agent: drawComputer(chance).agent } }),
      typed: 0.24,
    });
    if (chance.happens(0.2)) referrer = referee;
  }
  drawOnlookers(stage, first, chance.int(0, 2 * size), { fromMs: startMs, toMs: startMs + 1.5 * dayMs });
}

function drawStudent(
  stage: Stage,
  campus: Campus,
  draw: (traits: { called: PersonName; email: string; device: Character["device"]; home: string }) => Character,
): Character {
  const { chance } = stage;
  const called = drawName(chance, chance.happens(0.65) ? campus.culture : drawCulture(chance));
  const email = takeEmail(stage, () =>
    chance.happens(0.6) ? drawUniversityEmail(chance, called, campus) : drawEmail(chance, called),
  );
  // Halls of residence are on the campus' network.
  const home = chance.happens(0.4) ? chance.pick(campus.networks) : chance.token();
  return draw({ called, email, device: drawDevice(chance), home });
}

function drawUniversityEmail(chance: Chance, { first, last }: PersonName, campus: Campus): string {
  const parts = [first, last].map((part) => spell(chance, part).replace(/ /g, ""));
  const local = chance.happens(0.5) ? `s${campus.matriculation + chance.int(0, 900)}` : parts.join(".");
  return `${local}${chance.happens(0.2) ? chance.int(1, 9) : ""}@${campus.domain}`;
}
