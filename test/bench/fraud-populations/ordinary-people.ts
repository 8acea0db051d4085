/**
 * Friends and colleagues who recommend what they use, one or two at a time, at all hours; a few write
 * about it and refer dozens over weeks, and some of the referred refer on. Honest because somebody new
 * comes by somebody's word; that an abuser has friends too makes them none. Mostly easy. What is not:
 * one in twenty shows it to a friend at home, on the same network, some are relatives with the same
 * name, some come by VPN exits that abusers rent as well, some give a relayed, tagged or thrown-away
 * address, some pay within minutes, some ask for their money back, and a friend's name may be like the
 * referrer's by chance.
 */
import { drawPerson, drawReferrer, type Character } from "#bench/fraud-world/cast";
import { drawCulture, drawName, drawRelativeName, type PersonName } from "#bench/fraud-world/names";
import { refer } from "#bench/fraud-world/journey";
import { drawOnlookers } from "#bench/fraud-world/onlookers";
import { business, dayMs, drawInstant, drawNext, leisure } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { countOf, drawCarrier, type Stage } from "#bench/fraud-world/stage";

const population = "ordinary people";

export function addOrdinaryPeople(stage: Stage, quota: number): void {
  const { chance } = stage;
  const lastStartMs = stage.toMs - dayMs;
  let recent: { character: Character; sinceMs: number } | null = null;
  while (countOf(stage, population) < quota) {
    const refersOn = recent !== null && chance.happens(0.12);
    const startMs: number =
      refersOn && recent !== null
        ? drawNext(chance, recent.character.called.culture, recent.sinceMs, { medianMs: 15 * dayMs, sigma: 1 })
        : drawInstant(chance, leisure, drawCulture(chance), { fromMs: stage.fromMs, toMs: lastStartMs });
    if (startMs > lastStartMs) continue;
    const referrer: Character = refersOn && recent !== null ? recent.character : drawReferrer(stage, startMs);
    const wanted = chance.weighted([
      [1, 62],
      [2, 18],
      [3, 9],
      [chance.int(4, 9), 9],
      [chance.int(18, 55), 2],
    ]);
    const size = Math.min(wanted, quota - countOf(stage, population));
    let atMs = startMs;
    for (let index = 0; index < size && atMs < lastStartMs; index += 1) {
      const referee = referFriend(stage, referrer, atMs);
      recent = { character: referee, sinceMs: referee.registeredAtMs ?? atMs };
      const medianMs = (wanted > 9 ? 1.2 : 6) * dayMs;
      atMs = drawNext(chance, referrer.called.culture, atMs, { medianMs, sigma: 1.4 });
    }
    const toMs = Math.min(stage.toMs, startMs + 30 * dayMs);
    const onlookers = chance.happens(0.3) ? 0 : Math.round(size * chance.logNormal(1.4, 1));
    drawOnlookers(stage, referrer, onlookers, { fromMs: startMs, toMs });
  }
}

/** One honest referral; abusers have friends too, whom they refer as others do. */
export function referFriend(stage: Stage, referrer: Character, aroundMs: number): Character {
  const { chance } = stage;
  const referee = drawPerson(stage, { called: drawFriendName(stage, referrer) });
  const { culture } = referee.called;
  const toMs = Math.min(stage.toMs - dayMs / 8, aroundMs + dayMs);
  const rhythm = chance.happens(0.35) ? business : leisure;
  const atMs = drawInstant(chance, rhythm, culture, { fromMs: Math.min(aroundMs, toMs - dayMs / 2), toMs });
  const network = chance.weighted([
    [referee.home, 70],
    [drawCarrier(stage, culture), 21],
    // A visit: the link is opened where the referrer lives.
    [referrer.home, 5],
    [chance.pick(stage.vpnExits), 3],
  ]);
  // Some builders of web pages put a visitor's link into a frame.
  const via = chance.weighted([
    ["navigation" as const, 985],
    ["iframe" as const, 10],
    ["script" as const, 5],
  ]);
  refer(stage, { referrer, referee, label: { isAbuse: false, population }, atMs, network, habits: honestHabits, via });
  return referee;
}

function drawFriendName(stage: Stage, referrer: Character): PersonName {
  const { chance } = stage;
  if (chance.happens(0.05)) return drawRelativeName(chance, referrer.called);
  return drawName(chance, chance.happens(0.85) ? referrer.called.culture : drawCulture(chance));
}
