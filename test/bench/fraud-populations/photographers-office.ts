import { drawCard, drawPerson, drawReferrer, type Character } from "#bench/fraud-world/cast";
import { drawComputer, drawPhone } from "#bench/fraud-world/devices";
import { drawBusinessDomain, drawEmail, spell } from "#bench/fraud-world/mailboxes";
import { drawCulture, drawName, drawRelativeName, type PersonName } from "#bench/fraud-world/names";
import { refer } from "#bench/fraud-world/journey";
import { drawOnlookers } from "#bench/fraud-world/onlookers";
import {
  atLocalHour,
  business,
  dayMs,
  drawInstant,
  drawNext,
  hourAt,
  hourMs,
  minuteMs,
} from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { countOf, drawCarrier, takeEmail, type Stage } from "#bench/fraud-world/stage";

const population = "a photographers' office";

/**
 * A studio or an agency in which one recommends to the others what all then use. Hard because they
 * share a network, a domain of mail, the name of a firm, computers that were bought together, and in
 * four of ten offices the firm's card; they sign up one after the other on the morning after a
 * meeting; and family firms share surnames as well. Some link each on to the next.
 */
export function addPhotographersOffices(stage: Stage, quota: number): void {
  while (countOf(stage, population) < quota) addOffice(stage, quota);
}

function addOffice(stage: Stage, quota: number): void {
  const { chance } = stage;
  const called = drawName(chance, drawCulture(chance));
  const { culture } = called;
  const isMeeting = chance.happens(0.5);
  const toldMs = drawInstant(chance, business, culture, { fromMs: stage.fromMs + dayMs, toMs: stage.toMs - 3 * dayMs });
  const startMs = isMeeting ? atLocalHour(culture, toldMs, chance.between(9, 15)) : toldMs;
  const domain = drawBusinessDomain(chance, called);
  const office = {
    network: chance.token(),
    organization: `${called.last} ${chance.pick(["Photography", "Studio", "& Partners", "Pictures", "Weddings", "Films"])}`,
    card: chance.happens(0.4) ? chance.token() : null,
    agent: drawComputer(chance).agent,
    domain,
  };
  const first = drawReferrer(stage, startMs, {
    called,
    email: drawOfficeEmail(stage, called, domain),
    home: office.network,
  });
  first.organization = office.organization;
  const colleagues: Character[] = [first];
  const size = Math.min(chance.int(2, 12), quota - countOf(stage, population));
  let atMs = startMs;
  for (let index = 0; index < size; index += 1) {
    const isFamily = chance.happens(0.1);
    const name = isFamily
      ? drawRelativeName(chance, called)
      : drawName(chance, chance.happens(0.8) ? culture : drawCulture(chance));
    const ownDevice = chance.happens(0.3) ? drawPhone(chance) : { visitor: chance.token(), agent: office.agent };
    const referee = drawPerson(stage, {
      called: name,
      email: chance.happens(0.78)
        ? drawOfficeEmail(stage, name, domain)
        : takeEmail(stage, () => drawEmail(chance, name)),
      organization: chance.happens(0.8) ? office.organization : null,
      card: office.card !== null && chance.happens(0.9) ? office.card : drawCard(stage),
      device: chance.happens(0.05) ? first.device : ownDevice,
    });
    const medianMs = isMeeting ? 14 * minuteMs : 1.5 * dayMs;
    atMs = withinDays(stage, startMs, drawNext(chance, culture, atMs, { medianMs, sigma: 1.2 }));
    const isOpen = hourAt(culture, atMs) > 7.5 && hourAt(culture, atMs) < 19.5;
    const elsewhere = chance.happens(0.4) ? drawCarrier(stage, culture) : referee.home;
    const network = chance.happens(isOpen ? 0.9 : 0.15) ? office.network : elsewhere;
    const referrer = chance.happens(0.15) ? latestBefore(colleagues, atMs) : first;
    const habits = { ...honestHabits, pays: 0.68, stays: 0.88 };
    refer(stage, { referrer, referee, label: { isAbuse: false, population }, atMs, network, habits, typed: 0.2 });
    colleagues.push(referee);
  }
  drawOnlookers(stage, first, chance.int(0, size), {
    fromMs: startMs,
    toMs: Math.min(stage.toMs, startMs + 9 * dayMs),
  });
}

/** Whoever has an account by then; the first one always has. */
function latestBefore(colleagues: Character[], atMs: number): Character {
  const [first] = colleagues;
  const found = colleagues.findLast(
    ({ registeredAtMs }) => registeredAtMs !== null && registeredAtMs < atMs - hourMs / 4,
  );
  if (found === undefined && first === undefined) throw new Error("an empty office");
  // Safe because one of the two is there.
  return (found ?? first)!;
}

function drawOfficeEmail(stage: Stage, name: PersonName, domain: string): string {
  const { chance } = stage;
  const first = spell(chance, name.first).replace(/ /g, "");
  const last = spell(chance, name.last).replace(/ /g, "");
  let tries = 0;
  return takeEmail(stage, () => {
    tries += 1;
    const local = chance.pick([
      first,
      `${first}.${last}`,
      `${first.slice(0, 1)}.${last}`,
      `${first}${last.slice(0, 1)}`,
    ]);
    return `${local}${tries > 4 ? chance.int(1, 99) : ""}@${domain}`;
  });
}

/** An office is done within three weeks, and before the corpus ends. */
function withinDays(stage: Stage, startMs: number, atMs: number): number {
  const lastMs = Math.min(stage.toMs - dayMs, startMs + 21 * dayMs);
  return atMs <= lastMs ? atMs : Math.ceil(stage.chance.between(startMs + hourMs, lastMs));
}
