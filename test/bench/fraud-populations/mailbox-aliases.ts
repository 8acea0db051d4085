/**
 * One mailbox that is written in many ways: dots, tags, googlemail for gmail. Abuse by construction:
 * one person reads it all, and Attribution calls it a self-referral where the mailbox is the referrer's
 * own. Hard because with four of ten it is another one, so that only the referred resemble each other,
 * and honest people tag their addresses too. The careful tenth has a domain of its own where every
 * address arrives, which looks like an office's.
 */
import { drawAlias, drawFreshDomain, drawLocalPart, takesTags } from "#bench/fraud-world/mailboxes";
import { drawCulture, type PersonName } from "#bench/fraud-world/names";
import type { Chance } from "#bench/fraud-world/chance";
import { drawGangs, type Gang } from "#bench/fraud-world/gangs";
import { refer } from "#bench/fraud-world/journey";
import { advertise, drawFake, drawOperator, type Operator } from "#bench/fraud-world/operator";
import { dayMs, drawInstant, drawNext, hourMs, inSpan, leisure, minuteMs } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { takeAlias, takeEmail, type Stage } from "#bench/fraud-world/stage";

const population = "gmail dots and plus tags";
const sizes = { most: [2, 8], careful: [3, 8] } as const;
const habits = { ...honestHabits, pays: 0.78, paysAtOnce: 0.35, paysLittle: 0.7, stays: 0.35, redeems: 0.75 };

export function addMailboxAliases(stage: Stage, quota: number): void {
  for (const gang of drawGangs(stage.chance, quota, sizes)) addReader(stage, gang);
}

function addReader(stage: Stage, { size, isCareful }: Gang): void {
  const { chance } = stage;
  const startMs = drawInstant(chance, leisure, drawCulture(chance), {
    fromMs: stage.fromMs,
    toMs: stage.toMs - 20 * dayMs,
  });
  const operator = drawOperator(stage, startMs, isCareful);
  const { culture } = operator.account.called;
  const drawNextAddress = isCareful ? createCatchAll(stage) : createAliases(stage, operator);
  advertise(stage, operator, size, startMs);
  let atMs = startMs;
  for (let index = 0; index < size; index += 1) {
    const fake = drawFake(stage, operator);
    const referee = { ...fake, email: drawNextAddress(fake.called) };
    const label = { isAbuse: true, population };
    refer(stage, { referrer: operator.account, referee, label, atMs, network: referee.home, habits, typed: 0.25 });
    const medianMs = chance.pick([20 * minuteMs, dayMs, 5 * dayMs]);
    const nextMs = drawNext(chance, culture, atMs, { medianMs, sigma: 0.9 });
    atMs = inSpan(chance, nextMs, { fromMs: startMs, toMs: stage.toMs - hourMs });
  }
}

function createCatchAll(stage: Stage): (called: PersonName) => string {
  const domain = drawFreshDomain(stage.chance);
  return (called) => takeEmail(stage, () => `${drawLocalPart(stage.chance, called)}@${domain}`);
}

function createAliases(stage: Stage, { account }: Operator): () => string {
  const { chance } = stage;
  const isOwn = chance.happens(0.6) && takesTags(account.email);
  const mailbox = isOwn ? account.email : takeEmail(stage, () => drawMailbox(chance, account.called));
  return () => takeAlias(stage, () => drawAlias(chance, mailbox));
}

/** Gmail for the dots, or some other that has tags. */
function drawMailbox(chance: Chance, called: PersonName): string {
  return `${drawLocalPart(chance, called)}@${chance.happens(0.8) ? "gmail.com" : "outlook.com"}`;
}
