import type { Chance } from "#bench/fraud-world/chance";
import { drawDisposableDomain } from "#bench/fraud-world/throwaway";
import type { PersonName } from "#bench/fraud-world/names";

/** Mail that forwards to a real mailbox: honest people use it for the sake of privacy. */
const relayDomains = ["privaterelay.appleid.com", "duck.com", "mozmail.com", "simplelogin.com", "aleeas.com"] as const;

/** How a name is spelt in ASCII: Müller is mueller to some and muller to others. */
export function spell(chance: Chance, text: string): string {
  const umlauts = chance.happens(0.6) ? text.replace(/[äöü]/gi, (letter) => `${letter}e`) : text;
  return umlauts
    .replace(/ß/g, "ss")
    .replace(/ł/gi, "l")
    .replace(/ı/g, "i")
    .normalize("NFD")
    .replace(/[^a-z ]/gi, "")
    .toLowerCase();
}

/** What stands before the @, in the manners that people have; birth years, lucky numbers and all. */
export function drawLocalPart(chance: Chance, name: PersonName): string {
  const first = spell(chance, name.first).replace(/ /g, "");
  const [last = "x", second] = spell(chance, name.last).split(" ");
  const year = chance.int(1964, 2004);
  return chance.weighted([
    [`${first}.${last}`, 24],
    [`${first}${last}`, 17],
    [`${first}.${last}${String(year).slice(2)}`, 8],
    [`${first}${last}${chance.int(1, 999)}`, 9],
    [`${first}${year}`, 6],
    [`${first.slice(0, 1)}${last}`, 7],
    [`${first.slice(0, 1)}.${last}`, 5],
    [`${last}.${first}`, 5],
    [`${first}_${last}`, 4],
    [`${first}.${last.slice(0, 1)}`, 3],
    [`${first}${second ?? last}${chance.int(1, 99)}`, 4],
    [`${first}${chance.pick(["photo", "foto", "love", "xo", "bride", "art", "music", "runs"])}${chance.int(1, 99)}`, 4],
    [`${last}${chance.int(10, 9999)}`, 3],
  ]);
}

export function drawEmail(chance: Chance, name: PersonName): string {
  const provider = chance.weighted(name.culture.providers);
  // A mailbox there is a number.
  if (provider === "qq.com" && chance.happens(0.8)) return `${chance.int(10_000_000, 2_999_999_999)}@qq.com`;
  return `${drawLocalPart(chance, name)}@${provider}`;
}

/** What an honest person gives: mostly the mailbox, at times a tag, a relay, and rarely what is thrown away. */
export function drawGivenEmail(chance: Chance, name: PersonName): string {
  const email = drawEmail(chance, name);
  const [local = "", domain = ""] = email.split("@");
  return chance.weighted<() => string>([
    [() => email, 930],
    [
      () => `${local}+${chance.pick(["bouquet", "shop", "wedding", "news", "ref", "signup", "2026", "b"])}@${domain}`,
      22,
    ],
    [() => `${chance.token().slice(0, 10)}@${chance.pick(relayDomains)}`, 40],
    [() => `${local}@${drawDisposableDomain(chance)}`, 3],
  ])();
}

export function drawBusinessDomain(chance: Chance, name: PersonName): string {
  const first = spell(chance, name.first).replace(/ /g, "");
  const last = spell(chance, name.last).replace(/ /g, "");
  const trade = chance.pick(["photo", "photography", "studio", "weddings", "films", "events", "flowers", "catering"]);
  const ofName = chance.pick([`${first}${last}`, `${last}-${trade}`, `${last}${trade}`, `${first}${trade}`, last]);
  const stem = chance.happens(0.2) ? drawBrand(chance) : ofName;
  const topLevel = chance.weighted([
    [name.culture.topLevel, 30],
    ["com", 55],
    [chance.pick(["studio", "photo", "online", "site", "art", "events", "xyz"]), 15],
  ]);
  return `${stem}${chance.happens(0.3) ? chance.int(1, 99) : ""}.${topLevel}`;
}

/** What a trade calls itself: by its owner's name mostly, or by a word of its own. */
export function drawBusinessName(chance: Chance, { first, last }: PersonName): string {
  const trade = chance.pick([
    "Photography",
    "Studio",
    "Weddings",
    "Films",
    "Events",
    "Flowers",
    "Pictures",
    "Catering",
  ]);
  const brand = drawBrand(chance);
  return chance.weighted([
    [`${last} ${trade}`, 35],
    [`${first} ${last} ${trade}`, 40],
    [`${first} ${last}`, 5],
    [`${brand.slice(0, 1).toUpperCase()}${brand.slice(1)} ${trade}`, 20],
  ]);
}

/** A domain that somebody registered this week for a few pounds: on no list, and not unlike a shop's. */
export function drawFreshDomain(chance: Chance): string {
  const topLevel = chance.pick(["xyz", "top", "site", "online", "com", "com", "click"]);
  return `${drawBrand(chance)}${chance.int(1, 99)}.${topLevel}`;
}

function drawBrand(chance: Chance): string {
  const start = chance.pick(["bright", "north", "swift", "clear", "blue", "prime", "golden", "wild", "lumo", "little"]);
  const end = chance.pick(["loop", "light", "post", "desk", "hour", "works", "bloom", "box", "lane", "cast"]);
  return start + end;
}

/**
 * The mailbox behind an address, as its provider delivers: so that no two people get one mailbox by
 * accident, and an alias is one on purpose.
 */
export function mailboxOf(email: string): string {
  const [local = "", domain = ""] = email.toLowerCase().split("@");
  const isGoogle = domain === "gmail.com" || domain === "googlemail.com";
  const untagged = local.split("+")[0] ?? "";
  return isGoogle ? `${untagged.replaceAll(".", "")}@gmail.com` : `${untagged}@${domain}`;
}

/** Whether the provider delivers what is tagged to the mailbox: the great ones, and most who host a business' own domain. */
export function takesTags(email: string): boolean {
  return !/@(qq|163|126|gmx|web|t-online|aol|comcast|wp|o2|interia|onet|orange|free|laposte|sfr|libero|virgilio|uol|rediffmail|btinternet|sky)\.|yahoo\.|privaterelay|duck\.com|mozmail|simplelogin|aleeas/.test(
    email,
  );
}

/** A second mailbox of one person, who calls it as the first: the great providers want something more. */
export function drawSecondMailbox(chance: Chance, email: string, name: PersonName): string {
  const base = email.split("@")[0]?.split("+")[0] ?? "";
  const more = chance.pick(["2", "1", "01", ".2", "_1", ".work", ".home", "xx", String(chance.int(3, 999))]);
  return `${base}${more}@${chance.weighted(name.culture.providers)}`;
}

/** Another way to write the same mailbox; where the provider knows no dots, by a tag. */
export function drawAlias(chance: Chance, email: string): string {
  const [local = "", domain = ""] = email.split("@");
  const base = local.split("+")[0] ?? "";
  const tag = chance.pick([String(chance.int(1, 99)), "a", "new", "test", "shop", "home", "x", "promo", "ref", "me"]);
  if (!/^(gmail|googlemail)\.com$/.test(domain)) return `${base}+${tag}@${domain}`;
  const plain = base.replaceAll(".", "");
  const dotted = plain
    .split("")
    .map((letter, index) => (index > 0 && chance.happens(0.28) ? `.${letter}` : letter))
    .join("");
  const host = chance.happens(0.15) ? "googlemail.com" : "gmail.com";
  return chance.weighted([
    [`${dotted}@${host}`, 55],
    [`${base}+${tag}@${domain}`, 35],
    [`${dotted}+${tag}@${host}`, 10],
  ]);
}
