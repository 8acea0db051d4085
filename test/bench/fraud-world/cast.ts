import { drawDevice, type Device } from "#bench/fraud-world/devices";
import { drawBusinessDomain, drawBusinessName, drawGivenEmail, spell } from "#bench/fraud-world/mailboxes";
import { drawCulture, drawName, writeName, type PersonName } from "#bench/fraud-world/names";
import { dayMs, hourMs } from "#bench/fraud-world/rhythm";
import { takeEmail, takeOrganization, type Stage } from "#bench/fraud-world/stage";

/** A person, with what the engine never sees: a home, a phone, a language. */
export type Character = {
  id: string;
  called: PersonName;
  name: string;
  email: string;
  organization: string | null;
  registeredAtMs: number | null;
  card: string | null;
  device: Device;
  /** Keys of networks. */
  home: string;
};

type Traits = Partial<Pick<Character, "called" | "email" | "organization" | "card" | "device" | "home">>;

/** One in eight pays without a card. */
const cardless = 0.12;
/** Of those who refer: account of the last day or two. */
const honestFresh = 0.1;
/** A trade of one's own has a domain of its own. */
const ownDomain = 0.1;

/** Somebody who has not been here before; what is not given is drawn. */
export function drawPerson(stage: Stage, traits: Traits = {}): Character {
  const { chance } = stage;
  const called = traits.called ?? drawName(chance, drawCulture(chance));
  const isTrade = traits.email === undefined && chance.happens(ownDomain);
  const character: Character = {
    id: chance.token(),
    called,
    name: writeName(chance, called),
    email:
      traits.email ??
      takeEmail(stage, () => (isTrade ? drawTradeEmail(stage, called) : drawGivenEmail(chance, called))),
    organization: traits.organization ?? (isTrade ? drawOrganization(stage, called) : null),
    registeredAtMs: null,
    card: traits.card === undefined ? drawCard(stage) : traits.card,
    device: traits.device ?? drawDevice(chance),
    home: traits.home ?? chance.token(),
  };
  return character;
}

/** Somebody who refers: an account from before the given instant, of unknown age with one in ten. */
export function drawReferrer(stage: Stage, beforeMs: number, traits: Traits = {}, fresh = honestFresh): Character {
  const referrer = drawPerson(stage, traits);
  return enrol(stage, referrer, stage.chance.happens(0.1) ? null : drawJoining(stage, beforeMs, fresh));
}

/** Puts a person on the list, with the instant at which the account was opened. */
export function enrol(stage: Stage, character: Character, registeredAtMs: number | null): Character {
  character.registeredAtMs = registeredAtMs;
  stage.cast.set(character.id, character);
  return character;
}

export function drawCard(stage: Stage): string | null {
  return stage.chance.happens(cardless) ? null : stage.chance.token();
}

/** Most referrers have been here for months; of honest ones, too, some sign up and send the link within the day. */
function drawJoining(stage: Stage, beforeMs: number, fresh: number): number {
  const ageMs = stage.chance.happens(fresh)
    ? stage.chance.logNormal(8 * hourMs, 1.3)
    : stage.chance.logNormal(110 * dayMs, 1.5);
  return Math.floor(beforeMs - 0.5 * hourMs - ageMs);
}

export function drawOrganization(stage: Stage, called: PersonName): string {
  return takeOrganization(stage, () => drawBusinessName(stage.chance, called));
}

export function drawTradeEmail(stage: Stage, called: PersonName): string {
  const { chance } = stage;
  const first = spell(chance, called.first).replace(/ /g, "");
  return `${chance.pick(["hello", "info", "contact", "mail", first, first])}@${drawBusinessDomain(chance, called)}`;
}
