import { drawAlias, drawFreshDomain, drawLocalPart, drawEmail } from "#bench/fraud-world/mailboxes";
import { drawCulture, type PersonName } from "#bench/fraud-world/names";
import type { Chance } from "#bench/fraud-world/chance";
import { refer } from "#bench/fraud-world/journey";
import { advertise, drawFake, drawOperator, type Operator } from "#bench/fraud-world/operator";
import { dayMs, drawInstant, drawNext, hourMs, leisure, minuteMs } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { countOf, takeAlias, takeEmail, type Stage } from "#bench/fraud-world/stage";

const population = "gmail dots and plus tags";

/**
 * One mailbox that is written in many ways: dots, tags, googlemail for gmail; one in six has a domain
 * of the own where every address arrives. Abuse by construction: one person reads it all. Hard because
 * with four of ten the mailbox isn't the referrer's, so that only the referred resemble each other;
 * honest people tag their addresses too; and a catch-all domain looks like an office's.
 */
export function addMailboxAliases(stage: Stage, quota: number): void {
  const { chance } = stage;
  while (countOf(stage, population) < quota) {
    const startMs = drawInstant(chance, leisure, drawCulture(chance), {
      fromMs: stage.fromMs,
      toMs: stage.toMs - 5 * dayMs,
    });
    const operator = drawOperator(stage, startMs);
    const { culture } = operator.account.called;
    const drawNextAlias = createAliases(stage, operator);
    const size = Math.min(chance.int(2, 7), quota - countOf(stage, population));
    advertise(stage, operator, size, startMs);
    let atMs = startMs;
    for (let index = 0; index < size; index += 1) {
      const fake = drawFake(stage, operator);
      const referee = { ...fake, email: drawNextAlias(fake.called) };
      const label = { isAbuse: true, population };
      const habits = { ...honestHabits, pays: 0.7, paysAtOnce: 0.35, paysLittle: 0.7, stays: 0.35, redeems: 0.75 };
      refer(stage, { referrer: operator.account, referee, label, atMs, network: referee.home, habits, typed: 0.25 });
      const medianMs = chance.pick([20 * minuteMs, dayMs, 5 * dayMs]);
      atMs = drawNext(chance, culture, atMs, { medianMs, sigma: 0.9 });
      if (atMs > stage.toMs - hourMs) break;
    }
  }
}

function createAliases(stage: Stage, { account }: Operator): (called: PersonName) => string {
  const { chance } = stage;
  if (chance.happens(0.17)) {
    const domain = drawFreshDomain(chance);
    return (called) => takeEmail(stage, () => `${drawLocalPart(chance, called)}@${domain}`);
  }
  const isOwn = chance.happens(0.6) && !account.email.includes("qq.com");
  const mailbox = isOwn ? account.email : takeEmail(stage, () => drawMailbox(chance, account.called));
  return () => takeAlias(stage, () => drawAlias(chance, mailbox));
}

/** Gmail for the dots, or some other that has tags. */
function drawMailbox(chance: Chance, called: PersonName): string {
  const email = drawEmail(chance, called);
  return chance.happens(0.75) ? email.replace(/@.*/, "@gmail.com") : email.replace(/@.*/, "@outlook.com");
}
