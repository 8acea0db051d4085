import { drawCard, drawPerson, drawReferrer, type Character } from "#bench/fraud-world/cast";
import { drawDevice, withoutCookies, type Device } from "#bench/fraud-world/devices";
import { drawAlias, drawEmail, drawLocalPart } from "#bench/fraud-world/mailboxes";
import { drawDisposableDomain } from "#bench/fraud-world/throwaway";
import { drawCulture, drawName, drawRelativeName, varyName, type PersonName } from "#bench/fraud-world/names";
import { open } from "#bench/fraud-world/journey";
import { drawOnlookers } from "#bench/fraud-world/onlookers";
import { dayMs, drawInstant, leisure } from "#bench/fraud-world/rhythm";
import { drawCarrier, takeAlias, takeEmail, type Stage } from "#bench/fraud-world/stage";

/**
 * One person who makes up others. Care, in (0, 1), is how much trouble the person takes: each trace is
 * left with a probability that falls with it, so that a sloppy one leaves most and a careful one few.
 */
export type Operator = {
  account: Character;
  care: number;
  /** One card for all, or one that was bought from those who sell them to many; null: one for each. */
  card: string | null;
  /** Rented addresses: taken in turn, used again after some time. */
  proxies: string[];
};

export function drawOperator(stage: Stage, beforeMs: number, isCareful: boolean): Operator {
  const { chance } = stage;
  // Who comes for the rewards has often just come.
  const account = drawReferrer(stage, beforeMs, {}, 0.4);
  const care = isCareful
    ? chance.between(0.75, 0.97)
    : chance.weighted([
        [chance.between(0.05, 0.3), 50],
        [chance.between(0.3, 0.5), 50],
      ]);
  const card = chance.weighted([
    [account.card, (1 - care) * 5],
    [chance.token(), 2],
    [chance.pick(stage.stolenCards), 1.5],
    [null, 2 + care * 4],
  ]);
  return { account, care, card, proxies: Array.from({ length: chance.int(2, 9) }, () => chance.token()) };
}

/** The link is seen by others as well: shown to look real, tried out, or left in a forum. */
export function advertise(stage: Stage, { account, care }: Operator, size: number, fromMs: number): void {
  const { chance } = stage;
  const span = { fromMs, toMs: Math.min(stage.toMs, fromMs + 12 * dayMs) };
  drawOnlookers(stage, account, chance.happens(0.5) ? Math.round(size * chance.logNormal(1.2, 0.9)) : 0, span);
  if (!chance.happens(0.4 * (1 - care))) return;
  const atMs = drawInstant(chance, leisure, account.called.culture, span);
  open(stage, { referrer: account, device: account.device, atMs, network: account.home });
}

type Fake = { name?: PersonName; email?: string; device?: Device };

/** Somebody who does not exist, or who lent the name. */
export function drawFake(stage: Stage, operator: Operator, fake: Fake = {}): Character {
  const called = fake.name ?? drawFakeName(stage, operator);
  return drawPerson(stage, {
    called,
    email: fake.email ?? drawFakeEmail(stage, operator, called),
    card: operator.card !== null && stage.chance.happens(0.9) ? operator.card : drawCard(stage),
    device: fake.device ?? drawFakeDevice(stage, operator),
    home: drawHiddenNetwork(stage, operator),
  });
}

/** The own network of the sloppy; a VPN, a prepaid card, a rented address or a café's Wi-Fi of the careful. */
export function drawHiddenNetwork(stage: Stage, { account, care, proxies }: Operator): string {
  const { chance } = stage;
  if (!chance.happens(care)) return account.home;
  return chance.weighted([
    [chance.pick(stage.vpnExits), 25],
    [drawCarrier(stage, account.called.culture), 30],
    [chance.pick(proxies), 35],
    [chance.token(), 10],
  ]);
}

/** Hardly anybody registers twice in one browser without a private window; some do all the same. */
export function drawFakeDevice(stage: Stage, { account, care }: Operator): Device {
  const { chance } = stage;
  if (!chance.happens(0.35 + 0.65 * care)) return account.device;
  return chance.happens(0.25 + 0.6 * care) ? drawDevice(chance) : withoutCookies(chance, account.device);
}

function drawFakeName(stage: Stage, { account, care }: Operator): PersonName {
  const { chance } = stage;
  const { called } = account;
  return chance.weighted<() => PersonName>([
    [() => varyName(chance, called), 40 * (1 - care)],
    [() => drawRelativeName(chance, called), 22],
    [() => drawName(chance, called.culture), 40],
    [() => drawName(chance, drawCulture(chance)), 20 * care],
  ])();
}

/** New mailboxes at the great providers most of all: they cost nothing. */
function drawFakeEmail(stage: Stage, { account }: Operator, called: PersonName): string {
  const { chance } = stage;
  return chance.weighted<() => string>([
    [() => takeEmail(stage, () => drawEmail(chance, called)), 72],
    [() => takeAlias(stage, () => drawAlias(chance, account.email)), 14],
    [() => takeEmail(stage, () => drawDisposableEmail(stage, called)), 14],
  ])();
}

/** A name like a person's, or what the service made up. */
export function drawDisposableEmail(
  { chance }: Stage,
  called: PersonName,
  domain = drawDisposableDomain(chance),
): string {
  return `${chance.happens(0.6) ? drawLocalPart(chance, called) : chance.token().slice(0, 8)}@${domain}`;
}
