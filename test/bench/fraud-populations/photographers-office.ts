/**
 * Two to ten who share rooms: photographers, planners, florists, each with a business of one's own or
 * with none that is stated, one of whom recommends to the others what all then use. Honest because each
 * is another customer, with another business and another card than the referrer's: who shares either
 * with his referrer refers himself and isn't here. Hard because they share a network, some have mail at
 * the domain of the common booking line, computers are bought on each other's advice, and they sign up
 * one after the other on the morning after a meeting; some are partners in one firm with one card whom
 * a neighbour referred both; some link each on to the next.
 */
import { drawCard, drawOrganization, drawPerson, drawReferrer, drawTradeEmail } from "#bench/fraud-world/cast";
import type { Character } from "#bench/fraud-world/cast";
import type { Culture } from "#bench/fraud-world/culture";
import { drawComputer, drawPhone, type Device } from "#bench/fraud-world/devices";
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

export function addPhotographersOffices(stage: Stage, quota: number): void {
  while (countOf(stage, population) < quota) addOffice(stage, quota);
}

type Office = {
  culture: Culture;
  network: string;
  /** Of the booking line, where there is one. */
  domain: string | null;
  agent: string;
  desk: Device;
};
/** Partners are two of one firm; one who works alone is a firm of one. */
type Firm = { organization: string | null; card: string | null };
type Tenant = { person: Character; firm: Firm };

function addOffice(stage: Stage, quota: number): void {
  const { chance } = stage;
  const culture = drawCulture(chance);
  const isMeeting = chance.happens(0.5);
  const toldMs = drawInstant(chance, business, culture, { fromMs: stage.fromMs + dayMs, toMs: stage.toMs - 3 * dayMs });
  const startMs = isMeeting ? atLocalHour(culture, toldMs, chance.between(9, 15)) : toldMs;
  const called = drawName(chance, culture);
  const office: Office = {
    culture,
    network: chance.token(),
    domain: chance.happens(0.3) ? drawBusinessDomain(chance, called) : null,
    agent: drawComputer(chance).agent,
    desk: drawComputer(chance),
  };
  const first = drawReferrer(stage, startMs, {
    called,
    email: drawTenantEmail(stage, called, office),
    home: office.network,
  });
  first.organization = chance.happens(0.6) ? drawOrganization(stage, called) : null;
  const tenants: Tenant[] = [{ person: first, firm: { organization: first.organization, card: first.card } }];
  const size = Math.min(chance.int(2, 9), quota - countOf(stage, population));
  let atMs = startMs;
  for (let index = 0; index < size; index += 1) {
    const tenant = drawTenant(stage, office, { first, latest: tenants.at(-1) });
    const medianMs = isMeeting ? 14 * minuteMs : 1.5 * dayMs;
    atMs = withinDays(stage, startMs, drawNext(chance, culture, atMs, { medianMs, sigma: 1.2 }));
    const referrer = chance.happens(0.15) ? latestBefore(tenants, tenant, atMs) : undefined;
    const habits = { ...honestHabits, pays: 0.68, stays: 0.88 };
    refer(stage, {
      referrer: referrer ?? first,
      referee: tenant.person,
      label: { isAbuse: false, population },
      atMs,
      network: drawPlace(stage, office, tenant.person, atMs),
      habits,
      typed: 0.2,
    });
    tenants.push(tenant);
  }
  drawOnlookers(stage, first, chance.int(0, size), {
    fromMs: startMs,
    toMs: Math.min(stage.toMs, startMs + 9 * dayMs),
  });
}

/** Somebody else with a desk there; one in six is the partner of the one before, whom the first isn't. */
function drawTenant(stage: Stage, office: Office, by: { first: Character; latest: Tenant | undefined }): Tenant {
  const { chance } = stage;
  const { first, latest } = by;
  const isFamily = chance.happens(0.04);
  const called = isFamily
    ? drawRelativeName(chance, first.called)
    : drawName(chance, chance.happens(0.8) ? office.culture : drawCulture(chance));
  const isPartner = latest !== undefined && latest.person !== first && chance.happens(0.17);
  const firm = isPartner ? latest.firm : drawFirm(stage, called);
  const device = chance.weighted<Device>([
    [drawPhone(chance), 30],
    [drawComputer(chance), 36],
    // Bought on the other's advice.
    [{ visitor: chance.token(), agent: office.agent }, 30],
    [office.desk, 4],
  ]);
  const email = drawTenantEmail(stage, called, office);
  const card = isPartner && chance.happens(0.2) ? drawCard(stage) : firm.card;
  const person = drawPerson(stage, { called, email, card, device });
  person.organization = firm.organization;
  return { person, firm };
}

function drawFirm(stage: Stage, called: PersonName): Firm {
  const isStated = stage.chance.happens(0.6);
  return { organization: isStated ? drawOrganization(stage, called) : null, card: drawCard(stage) };
}

function drawPlace(stage: Stage, office: Office, person: Character, atMs: number): string {
  const { chance } = stage;
  const isOpen = hourAt(office.culture, atMs) > 7.5 && hourAt(office.culture, atMs) < 19.5;
  const elsewhere = chance.happens(0.4) ? drawCarrier(stage, office.culture) : person.home;
  return chance.happens(isOpen ? 0.9 : 0.15) ? office.network : elsewhere;
}

/** Whoever has an account by then and isn't of the same firm. */
function latestBefore(tenants: readonly Tenant[], { firm }: Tenant, atMs: number): Character | undefined {
  return tenants.findLast(
    ({ person, firm: other }) =>
      other !== firm && person.registeredAtMs !== null && person.registeredAtMs < atMs - hourMs / 4,
  )?.person;
}

/** A domain of one's own, a name at the booking line's, or the mailbox that one always had. */
function drawTenantEmail(stage: Stage, called: PersonName, { domain }: Office): string {
  const { chance } = stage;
  if (domain !== null && chance.happens(0.35)) return drawLineEmail(stage, called, domain);
  return takeEmail(stage, () => (chance.happens(0.55) ? drawTradeEmail(stage, called) : drawEmail(chance, called)));
}

function drawLineEmail(stage: Stage, name: PersonName, domain: string): string {
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
