import type { Character } from "#bench/fraud-world/cast";
import { drawDevice, drawScannerAgent } from "#bench/fraud-world/devices";
import { open } from "#bench/fraud-world/journey";
import { drawInstant, leisure, minuteMs, type Span } from "#bench/fraud-world/rhythm";
import { drawCarrier, type Stage } from "#bench/fraud-world/stage";

/** People who open a link and leave it at that, and the machines that look at it on their way: most clicks of all. */
export function drawOnlookers(stage: Stage, referrer: Character, count: number, span: Span): void {
  const { chance } = stage;
  const { culture } = referrer.called;
  for (let index = 0; index < count; index += 1) {
    const atMs = drawInstant(chance, leisure, culture, span);
    const device = drawDevice(chance);
    const network = chance.happens(0.35) ? drawCarrier(stage, culture) : chance.token();
    if (chance.happens(0.12)) scan(stage, referrer, atMs - chance.int(0, minuteMs));
    open(stage, { referrer, device, atMs, network });
  }
  // Many try their own link once.
  if (chance.happens(0.14)) {
    const atMs = drawInstant(chance, leisure, culture, span);
    open(stage, { referrer, device: referrer.device, atMs, network: referrer.home });
  }
}

/** The preview of a messenger, or the scanner of a mail server, from its own data centre. */
export function scan(stage: Stage, referrer: Character, atMs: number): void {
  const { chance } = stage;
  const device = { visitor: chance.token(), agent: drawScannerAgent(chance) };
  open(stage, { referrer, device, atMs, network: chance.token(), via: chance.happens(0.2) ? "script" : "navigation" });
}
