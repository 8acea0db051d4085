/**
 * A script that registers somebody every so often: six to fourteen in a run, at intervals that a timer
 * keeps to a few percent. Abuse by construction: there is nobody; it pays the smallest sum from a card
 * that it is given. Hard because what it calls itself is mostly a common browser, the interval is
 * anything from two minutes to half a day, and addresses may be new each time. The careful tenth waits
 * at random, for a third of the interval to nearly all of it, fills the form as slowly as people do,
 * and sleeps at night.
 */
import { drawScriptAgent } from "#bench/fraud-world/devices";
import { drawEmail, drawFreshDomain, drawLocalPart } from "#bench/fraud-world/mailboxes";
import { drawDisposableDomain } from "#bench/fraud-world/throwaway";
import { drawCulture, drawName } from "#bench/fraud-world/names";
import type { Character } from "#bench/fraud-world/cast";
import { drawGangs, type Gang } from "#bench/fraud-world/gangs";
import { refer } from "#bench/fraud-world/journey";
import {
  advertise,
  drawDisposableEmail,
  drawFake,
  drawHiddenNetwork,
  drawOperator,
  type Operator,
} from "#bench/fraud-world/operator";
import { dayMs, drawInstant, hourMs, leisure, machine, minuteMs, secondMs } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { takeEmail, type Stage } from "#bench/fraud-world/stage";

const population = "scripted regular timing";
const sizes = { most: [6, 14], careful: [4, 9] } as const;
const habits = { ...honestHabits, pays: 0.75, paysAtOnce: 0.7, paysLittle: 0.95, stays: 0.05, redeems: 0.7 };

export function addScriptedTiming(stage: Stage, quota: number): void {
  for (const gang of drawGangs(stage.chance, quota, sizes)) addScript(stage, gang);
}

function addScript(stage: Stage, { size, isCareful }: Gang): void {
  const { chance } = stage;
  const startMs = drawInstant(chance, machine, drawCulture(chance), {
    fromMs: stage.fromMs,
    toMs: stage.toMs - 24 * dayMs,
  });
  const operator = drawOperator(stage, startMs, isCareful);
  const { account } = operator;
  const everyMs = chance.pick([2 * minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs, 3 * hourMs, 12 * hourMs]);
  const jitter = isCareful ? chance.between(0.35, 0.95) : chance.between(0.01, 0.12);
  const fillMs = chance.between(3, 20) * secondMs * (isCareful ? 6 : 1);
  const rhythm = isCareful && everyMs >= 3 * hourMs ? leisure : machine;
  const drawNextFake = createFakes(stage, operator);
  advertise(stage, operator, size, startMs);
  for (let index = 0; index < size; index += 1) {
    const dueMs = startMs + index * everyMs;
    const span = { fromMs: dueMs, toMs: dueMs + Math.max(secondMs, jitter * everyMs) };
    refer(stage, {
      referrer: account,
      referee: drawNextFake(),
      label: { isAbuse: true, population },
      atMs: drawInstant(chance, rhythm, account.called.culture, span),
      network: drawHiddenNetwork(stage, operator),
      habits,
      think: { medianMs: fillMs, sigma: isCareful ? 0.6 : 0.06 },
      typed: 0.05,
    });
  }
}

/** One agent and one kind of mail for a run; who is careful takes another agent each time. */
function createFakes(stage: Stage, operator: Operator): () => Character {
  const { chance } = stage;
  const { culture } = operator.account.called;
  const agent = drawScriptAgent(chance);
  const domain = drawFreshDomain(chance);
  const service = drawDisposableDomain(chance);
  const mail = chance.pick(["provider", "catch-all", "disposable"]);
  return () => {
    const name = drawName(chance, chance.happens(0.5) ? culture : drawCulture(chance));
    const email = takeEmail(stage, () => {
      if (mail === "catch-all") return `${drawLocalPart(chance, name)}@${domain}`;
      return mail === "provider" ? drawEmail(chance, name) : drawDisposableEmail(stage, name, service);
    });
    const isMasked = chance.happens(operator.care);
    const device = { visitor: chance.token(), agent: isMasked ? drawScriptAgent(chance) : agent };
    return drawFake(stage, operator, { name, email, device });
  };
}
