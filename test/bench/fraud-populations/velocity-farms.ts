/**
 * A room with a few people and phones who open accounts for whoever pays them: fifteen to thirty for
 * one referrer within a day, in two to four sittings, from two to six phones and a handful of networks.
 * Abuse by construction: nobody wants the product; they pay the smallest sum because the reward is for
 * the payment. Hard because they are people, with human pauses; half of the phones are reset between
 * accounts; they pay at once, as the visitors of a fair do, and a fair's stand has as many in a day.
 * The careful tenth spreads a dozen accounts over a week and more, a fresh address for each: no faster
 * than a blog.
 */
import { withoutCookies, drawPhone, type Device } from "#bench/fraud-world/devices";
import { drawEmail } from "#bench/fraud-world/mailboxes";
import { drawCulture, drawName } from "#bench/fraud-world/names";
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
import { dayMs, drawInstant, hourMs, leisure, machine, minuteMs } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { drawCarrier, takeEmail, type Stage } from "#bench/fraud-world/stage";

const population = "velocity farms";
const sizes = { most: [14, 30], careful: [9, 18] } as const;
const habits = {
  ...honestHabits,
  activates: 0.75,
  pays: 0.7,
  paysAtOnce: 0.6,
  paysLittle: 0.9,
  stays: 0.1,
  redeems: 0.7,
};

export function addVelocityFarms(stage: Stage, quota: number): void {
  for (const gang of drawGangs(stage.chance, quota, sizes)) addFarm(stage, gang);
}

function addFarm(stage: Stage, { size, isCareful }: Gang): void {
  const { chance } = stage;
  const startMs = drawInstant(chance, leisure, drawCulture(chance), {
    fromMs: stage.fromMs,
    toMs: stage.toMs - 14 * dayMs,
  });
  const operator = drawOperator(stage, startMs, isCareful);
  const { culture } = operator.account.called;
  const room = {
    phones: Array.from({ length: chance.int(2, 6) }, () => drawPhone(chance)),
    // The Wi-Fi, and prepaid cards in some of the phones.
    networks: [chance.token(), ...Array.from({ length: chance.int(0, 3) }, () => drawCarrier(stage, culture))],
    reset: chance.between(0.3, 0.8),
  };
  const drawAtMs = isCareful ? drawSpread(stage, operator, startMs) : drawSittings(stage, startMs);
  const target = chance.happens(0.5) ? culture : drawCulture(chance);
  const isThrowaway = chance.happens(0.3) ? 0.6 : 0.08;
  advertise(stage, operator, size, startMs);
  for (let index = 0; index < size; index += 1) {
    const name = drawName(chance, chance.happens(0.8) ? target : drawCulture(chance));
    const isDisposable = chance.happens(isThrowaway);
    const email = takeEmail(stage, () => (isDisposable ? drawDisposableEmail(stage, name) : drawEmail(chance, name)));
    const phone = chance.pick(room.phones);
    const ownDevice: Device = chance.happens(room.reset) ? withoutCookies(chance, phone) : phone;
    const device = isCareful ? withoutCookies(chance, phone) : ownDevice;
    refer(stage, {
      referrer: operator.account,
      referee: drawFake(stage, operator, { name, email, device }),
      label: { isAbuse: true, population },
      atMs: drawAtMs(),
      network: isCareful ? drawHiddenNetwork(stage, operator) : chance.pick(room.networks),
      habits,
      think: { medianMs: 2 * minuteMs, sigma: 0.6 },
      typed: 0.1,
    });
  }
}

/** Two to four sittings of an hour or so within a day; hired hands work in shifts. */
function drawSittings(stage: Stage, startMs: number): () => number {
  const { chance } = stage;
  const dayLongMs = chance.pick([5 * hourMs, 10 * hourMs, 20 * hourMs]);
  const sittings = Array.from({ length: chance.int(2, 4) }, () => startMs + chance.between(0, dayLongMs));
  return () => Math.floor(chance.pick(sittings) + chance.between(0, 70) * minuteMs);
}

function drawSpread(stage: Stage, { account }: Operator, startMs: number): () => number {
  const { chance } = stage;
  const span = { fromMs: startMs, toMs: startMs + chance.between(6, 12) * dayMs };
  return () => drawInstant(chance, chance.happens(0.3) ? machine : leisure, account.called.culture, span);
}
