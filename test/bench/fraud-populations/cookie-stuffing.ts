/**
 * A page with readers loads the link as an image of one pixel or in a frame that nobody sees, and takes
 * the credit for whoever signs up later. Abuse by construction: no one chose to open the link. Hard
 * because the page also has a visible link that some readers do open, browsers without fetch metadata
 * report a navigation, frames are also how honest archives show a letter, and the referred are honest
 * people. The careful tenth loads it for few readers only, most of them with such old browsers.
 */
import { drawGangs, type Gang } from "#bench/fraud-world/gangs";
import { drawOnlookers } from "#bench/fraud-world/onlookers";
import type { Stage } from "#bench/fraud-world/stage";
import { drawPublisher, steal, stuff } from "#bench/fraud-populations/click-stuffing";
import { referFriend } from "#bench/fraud-populations/ordinary-people";

const population = "cookie stuffing by image and iframe";
const sizes = { most: [2, 7], careful: [3, 8] } as const;

export function addCookieStuffing(stage: Stage, quota: number): void {
  for (const gang of drawGangs(stage.chance, quota, sizes)) addPage(stage, gang);
}

function addPage(stage: Stage, { size, isCareful }: Gang): void {
  const { chance } = stage;
  const { culture, span, referrer } = drawPublisher(stage, [15, 50]);
  const way = chance.weighted([
    ["image" as const, 55],
    ["iframe" as const, 45],
  ]);
  // An old browser doesn't say what a request is for.
  const draw = () => (chance.happens(isCareful ? 0.6 : 0.06) ? "navigation" : way);
  const views = Math.round(size * (isCareful ? chance.logNormal(8, 0.5) : chance.logNormal(45, 0.7)));
  for (let view = 0; view < views; view += 1) stuff(stage, referrer, { culture, span, via: draw() });
  for (let index = 0; index < size; index += 1) steal(stage, referrer, { culture, span, via: draw(), population });
  drawOnlookers(stage, referrer, Math.round(views * chance.between(0.02, 0.3)), span);
  // A page has true readers, too.
  if (chance.happens(0.5)) referFriend(stage, referrer, chance.between(span.fromMs, span.toMs));
}
