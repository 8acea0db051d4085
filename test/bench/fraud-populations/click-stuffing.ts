import { drawReferrer, drawPerson, type Character } from "#bench/fraud-world/cast";
import type { Via } from "#bench/fraud-world/corpus";
import type { Culture } from "#bench/fraud-world/culture";
import { drawDevice, drawScriptAgent } from "#bench/fraud-world/devices";
import { drawCulture, drawName } from "#bench/fraud-world/names";
import { open, signUp } from "#bench/fraud-world/journey";
import { dayMs, drawInstant, drawNext, inSpan, leisure, machine, type Span } from "#bench/fraud-world/rhythm";
import { honestHabits, live } from "#bench/fraud-world/spending";
import { countOf, drawCarrier, type Stage } from "#bench/fraud-world/stage";

const population = "click stuffing";

/**
 * Somebody makes browsers open the link without being asked (a window behind the window, a page that
 * jumps, an app that clicks) and waits for those who would have signed up anyway. Abuse by
 * construction: the referrer referred nobody. Hard because the referred are ordinary people with
 * ordinary browsers, homes and cards, most of the clicks are navigations, and clicks without sign-ups
 * are what a newsletter has too. What differs is in the sum: hundreds of clicks to a sign-up, which comes
 * at any distance from its click.
 */
export function addClickStuffing(stage: Stage, quota: number): void {
  const { chance } = stage;
  while (countOf(stage, population) < quota) {
    const culture = drawCulture(chance);
    const fromMs = drawInstant(chance, machine, culture, { fromMs: stage.fromMs, toMs: stage.toMs - 30 * dayMs });
    const span = { fromMs, toMs: Math.min(stage.toMs - dayMs, fromMs + chance.between(12, 45) * dayMs) };
    const referrer = drawReferrer(stage, fromMs, { called: drawName(chance, culture) });
    const size = Math.min(chance.int(2, 8), quota - countOf(stage, population));
    const scripted = chance.pick([0, 0.1, 0.3]);
    const draw = () => (chance.happens(scripted) ? "script" : "navigation");
    const clicks = Math.round(size * chance.logNormal(60, 0.6));
    for (let click = 0; click < clicks; click += 1) stuff(stage, referrer, { culture, span, via: draw(), robots: 0.2 });
    for (let index = 0; index < size; index += 1) steal(stage, referrer, { culture, span, via: draw(), population });
  }
}

type Stuffing = { culture: Culture; span: Span; via: Via };

/** A click of somebody who saw nothing of it; some are no person's at all. */
export function stuff(
  stage: Stage,
  referrer: Character,
  { culture, span, via, robots }: Stuffing & { robots: number },
): void {
  const { chance } = stage;
  const isRobot = chance.happens(robots);
  const device = isRobot ? { visitor: chance.token(), agent: drawScriptAgent(chance) } : drawDevice(chance);
  const atMs = drawInstant(chance, isRobot ? machine : leisure, culture, span);
  const network = chance.happens(0.3) ? drawCarrier(stage, culture) : chance.token();
  open(stage, { referrer, device, atMs, network, via });
  if (chance.happens(0.15))
    open(stage, { referrer, device, atMs: atMs + chance.logNormal(dayMs / 2, 1.5), network, via });
}

/** A customer who comes by no one's word, with the abuser's cookie in the browser. */
export function steal(
  stage: Stage,
  referrer: Character,
  { culture, span, via, population }: Stuffing & { population: string },
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
    { referrer, referee, label: { isAbuse: true, population } },
    { atMs, network: referee.home, visitor: referee.device.visitor, isTyped: false },
  );
  live(stage, { referrer, referee, habits: honestHabits }, atMs);
}
