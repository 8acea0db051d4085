/**
 * Households: mostly couples, some siblings and grown children, each with an account of one's own that
 * each uses, and a card of one's own. Three in five refer inside the household; the others are referred
 * by friends or relatives, both of a couple often on one evening. Honest because each is a customer:
 * who pays with his referrer's card, or has his mailbox, refers himself and isn't here. Hard because
 * the rest of what tells a self-referral is there without one: one network, often one surname,
 * addresses that are made alike, one laptop or tablet with one in five, a sign-up minutes after the
 * link because the two sit on one sofa, and one card of both where a friend referred both.
 */
import { drawCard, drawPerson, drawReferrer, type Character } from "#bench/fraud-world/cast";
import { withoutCookies } from "#bench/fraud-world/devices";
import { drawBusinessDomain, drawEmail, drawLocalPart, spell } from "#bench/fraud-world/mailboxes";
import { drawCulture, drawName, drawPartnerName, drawRelativeName, type PersonName } from "#bench/fraud-world/names";
import { refer } from "#bench/fraud-world/journey";
import { drawOnlookers } from "#bench/fraud-world/onlookers";
import { dayMs, drawInstant, drawNext, inSpan, leisure, minuteMs } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { countOf, drawCarrier, takeEmail, type Stage } from "#bench/fraud-world/stage";

const population = "couples in one household";

export function addCouples(stage: Stage, quota: number): void {
  const { chance } = stage;
  while (countOf(stage, population) < quota) {
    const called = drawName(chance, drawCulture(chance));
    const startMs = drawInstant(chance, leisure, called.culture, {
      fromMs: stage.fromMs,
      toMs: stage.toMs - 2 * dayMs,
    });
    if (chance.happens(0.45)) addFriends(stage, { called, startMs, room: quota - countOf(stage, population) });
    else addHousehold(stage, called, startMs);
  }
}

/** One refers the other. */
function addHousehold(stage: Stage, called: PersonName, atMs: number): void {
  const { chance } = stage;
  const other = chance.happens(0.18) ? drawRelativeName(chance, called) : drawPartnerName(chance, called);
  const [email, otherEmail] = drawTwoEmails(stage, [called, other]);
  const referrer = drawReferrer(stage, atMs, { called, email });
  const first = drawPerson(stage, { called: other, email: otherEmail, home: referrer.home });
  addReferral(stage, { referrer, referee: withDevice(stage, first, referrer), atMs });
  drawOnlookers(stage, referrer, chance.int(0, 2), { fromMs: atMs, toMs: Math.min(stage.toMs, atMs + 20 * dayMs) });
}

/** A couple that has it from outside: both from the friend, or one of them from the other. */
function addFriends(stage: Stage, by: { called: PersonName; startMs: number; room: number }): void {
  const { chance } = stage;
  const { called, startMs, room } = by;
  const friend = drawReferrer(stage, startMs, { called });
  const name = chance.happens(0.25) ? drawRelativeName(chance, called) : drawName(chance, called.culture);
  const otherName = drawPartnerName(chance, name);
  const [email, otherEmail] = drawTwoEmails(stage, [name, otherName]);
  const one = drawPerson(stage, { called: name, email });
  addReferral(stage, { referrer: friend, referee: one, atMs: startMs });
  if (room < 2 || chance.happens(0.2)) return;
  const isPassedOn = chance.happens(0.3);
  const card = !isPassedOn && chance.happens(0.45) ? one.card : drawCard(stage);
  const drawn = drawPerson(stage, { called: otherName, email: otherEmail, card, home: one.home });
  const joinedMs = one.registeredAtMs ?? startMs;
  const nextMs = drawNext(chance, called.culture, joinedMs, {
    medianMs: chance.pick([12 * minuteMs, dayMs]),
    sigma: 1.2,
  });
  const atMs = inSpan(chance, nextMs, { fromMs: joinedMs + 1, toMs: stage.toMs - 1 });
  addReferral(stage, { referrer: isPassedOn ? one : friend, referee: withDevice(stage, drawn, one), atMs });
  drawOnlookers(stage, friend, chance.int(0, 3), { fromMs: startMs, toMs: Math.min(stage.toMs, startMs + 20 * dayMs) });
}

function addReferral(stage: Stage, by: { referrer: Character; referee: Character; atMs: number }): void {
  const { chance } = stage;
  const { referee } = by;
  const network = chance.happens(0.85) ? referee.home : drawCarrier(stage, referee.called.culture);
  const habits = { ...honestHabits, paysAtOnce: 0.3, pays: 0.6 };
  refer(stage, { ...by, label: { isAbuse: false, population }, network, habits, typed: 0.22 });
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

function drawTwoEmails(stage: Stage, [one, other]: [PersonName, PersonName]): [string, string] {
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
  return [takeEmail(stage, variants(stage, draws[0])), takeEmail(stage, variants(stage, draws[1]))];
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
