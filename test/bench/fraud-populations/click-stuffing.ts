/**
 * Somebody makes browsers open the link without being asked (a window behind the window, a page that
 * jumps, an app that clicks), has machines click as well, and waits for those who would have signed up
 * anyway. Abuse by construction: the referrer referred nobody. What differs is in the sum: a hundred
 * clicks and more to a sign-up, which comes at any distance from its click. Hard because the referred
 * are ordinary people with ordinary browsers, homes and cards, most clicks are navigations, and clicks
 * without sign-ups are what a newsletter has too. The careful tenth has no machines, and no more clicks
 * to a sign-up than a letter.
 */
import { drawReferrer, drawPerson, type Character } from "#bench/fraud-world/cast";
import type { Via } from "#bench/fraud-world/corpus";
import type { Culture } from "#bench/fraud-world/culture";
import { drawDevice, drawScriptAgent, withoutCookies, type Device } from "#bench/fraud-world/devices";
import { drawGangs, type Gang } from "#bench/fraud-world/gangs";
import { drawCulture, drawName } from "#bench/fraud-world/names";
import { open, signUp } from "#bench/fraud-world/journey";
import { dayMs, drawInstant, drawNext, inSpan, leisure, machine, type Span } from "#bench/fraud-world/rhythm";
import { honestHabits, live } from "#bench/fraud-world/spending";
import { drawCarrier, type Stage } from "#bench/fraud-world/stage";

const population = "click stuffing";
const sizes = { most: [2, 8], careful: [3, 8] } as const;

export function addClickStuffing(stage: Stage, quota: number): void {
  for (const gang of drawGangs(stage.chance, quota, sizes)) addStuffer(stage, gang);
}

function addStuffer(stage: Stage, { size, isCareful }: Gang): void {
  const { chance } = stage;
  const { culture, span, referrer } = drawPublisher(stage, [12, 45]);
  const scripted = isCareful ? 0 : chance.pick([0, 0.1, 0.3]);
  const draw = () => (chance.happens(scripted) ? "script" : "navigation");
  const clicks = Math.round(size * (isCareful ? chance.logNormal(22, 0.4) : chance.logNormal(140, 0.4)));
  const robots = { share: isCareful ? 0 : chance.pick([0.15, 0.4, 0.75]), ...drawServers(stage) };
  for (let click = 0; click < clicks; click += 1) {
    if (chance.happens(robots.share)) clickAsRobot(stage, { referrer, span, robots, via: draw() });
    else stuff(stage, referrer, { culture, span, via: draw() });
  }
  for (let index = 0; index < size; index += 1) steal(stage, referrer, { culture, span, via: draw(), population });
}

/** Somebody with a page or an app that others use, for some weeks. */
export function drawPublisher(
  stage: Stage,
  [fewest, most]: readonly [number, number],
): { culture: Culture; span: Span; referrer: Character } {
  const { chance } = stage;
  const culture = drawCulture(chance);
  const fromMs = drawInstant(chance, machine, culture, { fromMs: stage.fromMs, toMs: stage.toMs - 45 * dayMs });
  const span = { fromMs, toMs: Math.min(stage.toMs - dayMs, fromMs + chance.between(fewest, most) * dayMs) };
  return { culture, span, referrer: drawReferrer(stage, fromMs, { called: drawName(chance, culture) }) };
}

type Servers = { networks: string[]; devices: Device[] };

/** A few rented servers, each of which runs a few kinds of browser and keeps no cookies. */
function drawServers({ chance }: Stage): Servers {
  return {
    networks: Array.from({ length: chance.int(2, 14) }, () => chance.token()),
    devices: Array.from({ length: chance.int(2, 8) }, () => ({
      visitor: chance.token(),
      agent: drawScriptAgent(chance),
    })),
  };
}

type Stuffing = { culture: Culture; span: Span; via: Via };

function clickAsRobot(
  stage: Stage,
  { referrer, span, robots, via }: { referrer: Character; span: Span; robots: Servers; via: Via },
): void {
  const { chance } = stage;
  open(stage, {
    referrer,
    device: withoutCookies(chance, chance.pick(robots.devices)),
    atMs: chance.between(span.fromMs, span.toMs),
    network: chance.pick(robots.networks),
    via,
  });
}

/** A click of somebody who saw nothing of it. */
export function stuff(stage: Stage, referrer: Character, { culture, span, via }: Stuffing): void {
  const { chance } = stage;
  const device = drawDevice(chance);
  const atMs = drawInstant(chance, leisure, culture, span);
  const network = chance.happens(0.3) ? drawCarrier(stage, culture) : chance.token();
  open(stage, { referrer, device, atMs, network, via });
  if (chance.happens(0.15))
    open(stage, { referrer, device, atMs: atMs + chance.logNormal(dayMs / 2, 1.5), network, via });
}

/** A customer who comes by no one's word, with the abuser's cookie in the browser. */
export function steal(
  stage: Stage,
  referrer: Character,
  { culture, span, via, population: by }: Stuffing & { population: string },
): void {
  const { chance } = stage;
  const referee = drawPerson(stage, { called: drawName(chance, culture) });
  const clickedMs = drawInstant(chance, leisure, culture, span);
  const network = chance.happens(0.7) ? referee.home : drawCarrier(stage, culture);
  open(stage, { referrer, device: referee.device, atMs: clickedMs, network, via });
  const ownWill = drawNext(chance, culture, clickedMs, {
    medianMs: chance.pick([dayMs / 12, 2 * dayMs, 9 * dayMs]),
    sigma: 1.2,
  });
  const atMs = inSpan(chance, ownWill, { fromMs: clickedMs + 1, toMs: stage.toMs - 1 });
  signUp(
    stage,
    { referrer, referee, label: { isAbuse: true, population: by } },
    { atMs, network: referee.home, visitor: referee.device.visitor, isTyped: false },
  );
  live(stage, { referrer, referee, habits: honestHabits }, atMs);
}
