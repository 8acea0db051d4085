import { createChance, deriveSeed, hash32, type Chance } from "#bench/fraud-world/chance";
import type { Corpus, Happening, Label } from "#bench/fraud-world/corpus";
import type { Culture } from "#bench/fraud-world/culture";
import { cultures } from "#bench/fraud-world/cultures";
import { mailboxOf } from "#bench/fraud-world/mailboxes";
import type { Character } from "#bench/fraud-world/cast";
import { dayMs } from "#bench/fraud-world/rhythm";

/** A Monday; thirteen weeks from here. */
const firstMs = Date.UTC(2026, 0, 5);
const daysLong = 91;
/** Gateways of mobile carriers in one country: each has thousands of subscribers behind it. */
const carriersPerCulture = 7;
const vpnExits = 16;
const stolenCards = 10;

/** Where a corpus is being made: what all populations share, and the chance of the one at work. */
export type Stage = {
  chance: Chance;
  fromMs: number;
  toMs: number;
  /** Everybody who has appeared, by id. */
  cast: Map<string, Character>;
  happenings: Happening[];
  labels: Map<string, Label>;
  /** Of labels, by population. */
  counts: Map<string, number>;
  /** Mailboxes that are taken: two people never have one by accident. */
  mailboxes: Set<string>;
  /** Addresses as they were given: an account has one that no other has. */
  emails: Set<string>;
  /** Names of businesses, in lower case. */
  organizations: Set<string>;
  carriers: Map<string, string[]>;
  /** Exits that honest people and abusers rent alike. */
  vpnExits: string[];
  /** Cards that are sold to more than one abuser. */
  stolenCards: string[];
};

export function openStage(seed: number): Stage {
  const chance = createChance(deriveSeed(seed, "stage"));
  const tokens = (count: number) => Array.from({ length: count }, () => chance.token());
  return {
    chance,
    fromMs: firstMs,
    toMs: firstMs + daysLong * dayMs,
    cast: new Map(),
    happenings: [],
    labels: new Map(),
    counts: new Map(),
    mailboxes: new Set(),
    emails: new Set(),
    organizations: new Set(),
    carriers: new Map(cultures.map(({ key }) => [key, tokens(carriersPerCulture)])),
    vpnExits: tokens(vpnExits),
    stolenCards: tokens(stolenCards),
  };
}

/** What lies beyond the last day has not happened yet. */
export function emit(stage: Stage, happening: Happening): void {
  if (happening.atMs < stage.toMs) stage.happenings.push(happening);
}

/** The salt of addresses changes at midnight UTC: one network has another key on each day. */
export function addressOf(network: string, atMs: number): string {
  const key = `${network}/${Math.floor(atMs / dayMs)}`;
  // The second begins otherwise: a second that only ends otherwise collides whenever the first does.
  return [hash32(key), hash32(`2/${key}`)].map((part) => part.toString(16).padStart(8, "0")).join("");
}

export function drawCarrier(stage: Stage, culture: Culture): string {
  return stage.chance.popular(stage.carriers.get(culture.key) ?? []);
}

export function countOf(stage: Stage, population: string): number {
  return stage.counts.get(population) ?? 0;
}

export function putLabel(stage: Stage, refereeId: string, label: Label): void {
  stage.labels.set(refereeId, label);
  stage.counts.set(label.population, countOf(stage, label.population) + 1);
}

/** Draws the address again while somebody else has its mailbox. */
export function takeEmail(stage: Stage, draw: () => string): string {
  for (;;) {
    const email = draw();
    if (stage.mailboxes.has(mailboxOf(email))) continue;
    stage.mailboxes.add(mailboxOf(email));
    stage.emails.add(email);
    return email;
  }
}

/** For one mailbox on purpose: draws again only while this very address is taken. */
export function takeAlias(stage: Stage, draw: () => string): string {
  for (;;) {
    const email = draw();
    if (stage.emails.has(email)) continue;
    stage.emails.add(email);
    return email;
  }
}

/** Draws the name of a business again while there is one of this name: whoever states one name is of one business. */
export function takeOrganization(stage: Stage, draw: () => string): string {
  for (;;) {
    const organization = draw();
    if (stage.organizations.has(organization.toLowerCase())) continue;
    stage.organizations.add(organization.toLowerCase());
    return organization;
  }
}

/** Nothing in the order of people, happenings or labels tells the order in which populations were made. */
export function closeStage(stage: Stage): Corpus {
  const happenings = stage.happenings.toSorted((a, b) => a.atMs - b.atMs);
  const signups = happenings.filter((happening) => happening.type === "signup");
  const payers = new Set(happenings.map((happening) => (happening.type === "payment" ? happening.refereeId : null)));
  const people = [...stage.cast.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    people: people.map(({ id, name, email, organization, registeredAtMs, card }) => ({
      id,
      name,
      email,
      organization,
      registeredAtMs,
      // Nobody has seen the card of a referee who hasn't paid.
      paymentFingerprint: stage.labels.has(id) && !payers.has(id) ? null : card,
    })),
    happenings,
    labels: new Map(
      signups.flatMap(({ refereeId }) => {
        const label = stage.labels.get(refereeId);
        return label === undefined ? [] : [[refereeId, label] as const];
      }),
    ),
  };
}
