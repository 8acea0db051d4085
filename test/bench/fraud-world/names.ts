import type { Chance } from "#bench/fraud-world/chance";
import type { Culture } from "#bench/fraud-world/culture";
import { cultures } from "#bench/fraud-world/cultures";

export type Gender = "woman" | "man";
export type PersonName = { first: string; last: string; gender: Gender; culture: Culture };

export function drawCulture(chance: Chance): Culture {
  return chance.weighted(cultures.map((culture) => [culture, culture.weight] as const));
}

export function drawName(chance: Chance, culture: Culture, gender: Gender = drawGender(chance)): PersonName {
  const first = chance.popular(gender === "woman" ? culture.women : culture.men);
  return { first, last: inflect(chance.pick(culture.surnames), gender), gender, culture };
}

/** Husband and wife, or two who live together: one surname where the custom is so, and not always then. */
export function drawPartnerName(chance: Chance, of: PersonName): PersonName {
  const gender: Gender = chance.happens(0.94) ? opposite(of.gender) : of.gender;
  const partner = drawName(chance, of.culture, gender);
  return chance.happens(of.culture.sharedSurname * 0.8) ? { ...partner, last: inflect(of.last, gender) } : partner;
}

/** A brother, a daughter, a cousin of the name; one in ten is called as the other is, as sons after fathers. */
export function drawRelativeName(chance: Chance, of: PersonName): PersonName {
  const relative = drawName(chance, of.culture);
  const first = relative.gender === of.gender && chance.happens(0.1) ? of.first : relative.first;
  return { ...relative, first, last: inflect(of.last, relative.gender) };
}

/** The way one person writes the own name the second time, to look like another. */
export function varyName(chance: Chance, name: PersonName): PersonName {
  const { first, last } = name;
  const middle = chance.pick(name.gender === "woman" ? name.culture.women : name.culture.men);
  return chance.pick<PersonName>([
    { ...name, first: `${first.slice(0, 1)}.` },
    { ...name, first: `${first} ${middle.slice(0, 1)}.` },
    { ...name, first: middle },
    { ...name, first: last, last: first },
    { ...name, last: misspell(chance, last) },
    { ...name, first: misspell(chance, first) },
    { ...name, first: `${first} ${middle}` },
  ]);
}

export function writeName(chance: Chance, { first, last }: PersonName): string {
  const written = `${first} ${last}`;
  return chance.weighted([
    [written, 92],
    [written.toLowerCase(), 5],
    [`${first} ${last.slice(0, 1)}.`, 2],
    [written.toUpperCase(), 1],
  ]);
}

/** Polish surnames in -ski end in -ska for a woman; both are one family. */
function inflect(surname: string, gender: Gender): string {
  return surname.replace(/sk[ia]$/, gender === "woman" ? "ska" : "ski");
}

function misspell(chance: Chance, word: string): string {
  const place = chance.int(1, Math.max(1, word.length - 2));
  const letter = word.slice(place, place + 1);
  return chance.pick([
    word.slice(0, place) + letter + word.slice(place),
    word.slice(0, place) + word.slice(place + 1),
    word.slice(0, place) + word.slice(place + 1, place + 2) + letter + word.slice(place + 2),
  ]);
}

function opposite(gender: Gender): Gender {
  return gender === "woman" ? "man" : "woman";
}

function drawGender(chance: Chance): Gender {
  return chance.happens(0.56) ? "woman" : "man";
}
