import { drawCard, drawPerson, drawReferrer, type Character } from "#bench/fraud-world/cast";
import { withoutCookies } from "#bench/fraud-world/devices";
import { drawAlias, drawBusinessDomain, drawEmail, drawLocalPart, spell } from "#bench/fraud-world/mailboxes";
import { drawCulture, drawName, drawPartnerName, drawRelativeName } from "#bench/fraud-world/names";
import { refer } from "#bench/fraud-world/journey";
import { drawOnlookers } from "#bench/fraud-world/onlookers";
import { dayMs, drawInstant, leisure } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { countOf, drawCarrier, takeAlias, takeEmail, type Stage } from "#bench/fraud-world/stage";

const population = "couples in one household";

/**
 * Two who live together, each with an account of their own that each uses: mostly couples, some
 * siblings and grown children. Hard because almost everything that tells a self-referral is there
 * without one: one network, often one surname, addresses that are made alike, one card for both with
 * one in three, one laptop with one in five, and a sign-up minutes after the link because the two sit
 * on one sofa. One couple in a hundred even shares a mailbox, told apart by a tag.
 */
export function addCouples(stage: Stage, quota: number): void {
  const { chance } = stage;
  while (countOf(stage, population) < quota) {
    const called = drawName(chance, drawCulture(chance));
    const isRelative = chance.happens(0.18);
    const other = isRelative ? drawRelativeName(chance, called) : drawPartnerName(chance, called);
    const atMs = drawInstant(chance, leisure, called.culture, { fromMs: stage.fromMs, toMs: stage.toMs - dayMs });
    const [email, otherEmail] = drawTwoEmails(stage, [called, other]);
    const referrer = drawReferrer(stage, atMs, { called, email });
    const card = !isRelative && chance.happens(0.32) ? referrer.card : drawCard(stage);
    const first = drawPerson(stage, { called: other, email: otherEmail, card, home: referrer.home });
    const referee = withDevice(stage, first, referrer);
    const network = chance.happens(0.85) ? referrer.home : drawCarrier(stage, called.culture);
    const habits = { ...honestHabits, paysAtOnce: 0.3, pays: 0.6 };
    refer(stage, { referrer, referee, label: { isAbuse: false, population }, atMs, network, habits, typed: 0.22 });
    drawOnlookers(stage, referrer, chance.int(0, 2), { fromMs: atMs, toMs: Math.min(stage.toMs, atMs + 20 * dayMs) });
  }
}

/** The laptop in the kitchen, with its cookie or without, or a phone of the same make, or something else. */
function withDevice(stage: Stage, person: Character, partner: Character): Character {
  const device = stage.chance.weighted([
    [partner.device, 20],
    [withoutCookies(stage.chance, partner.device), 18],
    [person.device, 62],
  ]);
  return { ...person, device };
}

function drawTwoEmails(stage: Stage, [one, other]: [Character["called"], Character["called"]]): [string, string] {
  const { chance } = stage;
  const [a, b] = [one, other].map((name) => spell(chance, name.first).replace(/ /g, ""));
  const [last, otherLast] = [one, other].map((name) => spell(chance, name.last).replace(/ /g, ""));
  const provider = chance.weighted(one.culture.providers);
  const own = drawBusinessDomain(chance, one);
  const draws = chance.weighted<[() => string, () => string]>([
    // Each as they please.
    [[() => drawEmail(chance, one), () => drawEmail(chance, other)], 62],
    // The family's domain.
    [[() => `${a}@${own}`, () => `${b}@${own}`], 9],
    // The same manner at the same provider, with the same number.
    [pairAlike(`${a}.${last}`, `${b}.${otherLast}`, { provider, number: chance.int(1, 99) }), 13],
    // What a couple has for the wedding: tomandemma and emmaandtom.
    [pairAlike(`${a}and${b}`, `${b}and${a}`, { provider, number: chance.int(1, 999) }), 6],
    [pairAlike(`${last}.family`, drawLocalPart(chance, other), { provider, number: chance.int(1, 99) }), 9],
  ]);
  const email = takeEmail(stage, variants(stage, draws[0]));
  // Two accounts, one inbox.
  if (chance.happens(0.01)) return [email, takeAlias(stage, () => drawTag(stage, email, b ?? "two"))];
  return [email, takeEmail(stage, variants(stage, draws[1]))];
}

function pairAlike(a: string, b: string, by: { provider: string; number: number }): [() => string, () => string] {
  return [() => `${a}${by.number}@${by.provider}`, () => `${b}${by.number}@${by.provider}`];
}

/** The address as drawn the first time; once it is taken, with a digit more. */
function variants(stage: Stage, draw: () => string): () => string {
  let tries = 0;
  return () => {
    tries += 1;
    return tries === 1 ? draw() : draw().replace("@", `${stage.chance.int(1, 999)}@`);
  };
}

function drawTag(stage: Stage, email: string, name: string): string {
  const [local = "", domain = ""] = email.split("@");
  return stage.chance.happens(0.8) ? `${local.split("+")[0]}+${name}@${domain}` : drawAlias(stage.chance, email);
}
