import { drawReferrer } from "#bench/fraud-world/cast";
import { drawCulture, drawName } from "#bench/fraud-world/names";
import { drawOnlookers } from "#bench/fraud-world/onlookers";
import { dayMs, drawInstant, machine } from "#bench/fraud-world/rhythm";
import { countOf, type Stage } from "#bench/fraud-world/stage";
import { steal, stuff } from "#bench/fraud-populations/click-stuffing";
import { referFriend } from "#bench/fraud-populations/ordinary-people";

const population = "cookie stuffing by image and iframe";

/**
 * A page with readers loads the link as an image of one pixel or in a frame that nobody sees, and takes
 * the credit for whoever signs up later. Abuse by construction: no one chose to open the link. Hard
 * because the page also has a visible link that some readers do open, some stuffers load it for few
 * readers only, browsers without fetch metadata report a navigation, frames are also how honest
 * archives show a letter, and the referred are honest people.
 */
export function addCookieStuffing(stage: Stage, quota: number): void {
  const { chance } = stage;
  while (countOf(stage, population) < quota) {
    const culture = drawCulture(chance);
    const fromMs = drawInstant(chance, machine, culture, { fromMs: stage.fromMs, toMs: stage.toMs - 30 * dayMs });
    const span = { fromMs, toMs: Math.min(stage.toMs - dayMs, fromMs + chance.between(15, 50) * dayMs) };
    const referrer = drawReferrer(stage, fromMs, { called: drawName(chance, culture) });
    const size = Math.min(chance.int(1, 7), quota - countOf(stage, population));
    const way = chance.weighted([
      ["image" as const, 55],
      ["iframe" as const, 45],
    ]);
    // An old browser doesn't say what a request is for.
    const draw = () => (chance.happens(0.08) ? "navigation" : way);
    const views = Math.round(size * chance.logNormal(28, 0.8));
    for (let view = 0; view < views; view += 1) stuff(stage, referrer, { culture, span, via: draw(), robots: 0.05 });
    for (let index = 0; index < size; index += 1) steal(stage, referrer, { culture, span, via: draw(), population });
    drawOnlookers(stage, referrer, Math.round(views * chance.between(0.02, 0.3)), span);
    // A page has true readers, too.
    if (chance.happens(0.5)) referFriend(stage, referrer, chance.between(span.fromMs, span.toMs));
  }
}
