/**
 * One person with three to nine accounts that refer each other, each from the first or from the one
 * before; of one in six it is a business that opens an account for each of its desks. Abuse by
 * construction: nobody new has come, and Attribution calls it a self-referral where card, mailbox or
 * business are the referrer's. The accounts have browsers, addresses, cards, names or mailboxes in
 * common, no two rings the same ones. Hard because many give the names of real relatives; rings grow
 * over weeks, pay for the small plan and use the reward, as couples do who are honest; and some have a
 * real friend among the invented. The careful tenth leaves one sign or none.
 */
import { drawOrganization, type Character } from "#bench/fraud-world/cast";
import { drawSecondMailbox } from "#bench/fraud-world/mailboxes";
import { drawCulture } from "#bench/fraud-world/names";
import { drawGangs, type Gang } from "#bench/fraud-world/gangs";
import { refer } from "#bench/fraud-world/journey";
import { advertise, drawFake, drawHiddenNetwork, drawOperator, type Operator } from "#bench/fraud-world/operator";
import { dayMs, drawInstant, drawNext, hourMs, inSpan, leisure, minuteMs } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { takeEmail, type Stage } from "#bench/fraud-world/stage";
import { referFriend } from "#bench/fraud-populations/ordinary-people";

const population = "self-referral rings";
const sizes = { most: [2, 8], careful: [3, 8] } as const;
const habits = {
  ...honestHabits,
  activates: 0.9,
  pays: 0.85,
  paysAtOnce: 0.4,
  paysLittle: 0.75,
  stays: 0.3,
  redeems: 0.85,
};

export function addSelfReferralRings(stage: Stage, quota: number): void {
  for (const gang of drawGangs(stage.chance, quota, sizes)) addRing(stage, gang);
}

function addRing(stage: Stage, { size, isCareful }: Gang): void {
  const { chance } = stage;
  const startMs = drawInstant(chance, leisure, drawCulture(chance), {
    fromMs: stage.fromMs,
    toMs: stage.toMs - 20 * dayMs,
  });
  const drawn = drawOperator(stage, startMs, isCareful);
  // One's own card is at hand.
  const operator = !isCareful && chance.happens(0.5) ? { ...drawn, card: drawn.account.card } : drawn;
  const { account } = operator;
  const { culture } = account.called;
  const isBusiness = !isCareful && chance.happens(0.17);
  if (isBusiness) account.organization ??= drawOrganization(stage, account.called);
  const members: Character[] = [account];
  const isOneEvening = chance.happens(0.5);
  advertise(stage, operator, size, startMs);
  let atMs = startMs;
  for (let index = 0; index < size; index += 1) {
    const referee = drawAccount(stage, operator, isCareful);
    if (isBusiness && chance.happens(0.8)) referee.organization = account.organization;
    const latest = members.at(-1) ?? account;
    const isChained = chance.happens(0.4) && (latest.registeredAtMs ?? 0) < atMs;
    const think = { medianMs: 3.5 * minuteMs, sigma: 0.9 };
    refer(stage, {
      referrer: isChained ? latest : account,
      referee,
      label: { isAbuse: true, population },
      atMs,
      network: referee.home,
      habits,
      typed: 0.3,
      ...(chance.happens(0.7) && { think }),
    });
    members.push(referee);
    // Later logins of one account need not come from where it was made.
    referee.home = drawHiddenNetwork(stage, operator);
    const nextMs = drawNext(chance, culture, atMs, { medianMs: isOneEvening ? 25 * minuteMs : 4 * dayMs, sigma: 1 });
    atMs = inSpan(chance, nextMs, { fromMs: startMs, toMs: stage.toMs - hourMs });
  }
  if (chance.happens(0.25))
    referFriend(stage, account, Math.min(startMs + chance.between(1, 20) * dayMs, stage.toMs - dayMs));
}

/** Another account of one person: with a second mailbox that is called like the first, where he takes no care. */
function drawAccount(stage: Stage, operator: Operator, isCareful: boolean): Character {
  const { chance } = stage;
  const { account } = operator;
  if (isCareful || !chance.happens(0.35)) return drawFake(stage, operator);
  return drawFake(stage, operator, {
    email: takeEmail(stage, () => drawSecondMailbox(chance, account.email, account.called)),
  });
}
