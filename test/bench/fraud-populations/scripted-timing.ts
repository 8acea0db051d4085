import { drawScriptAgent } from "#bench/fraud-world/devices";
import { drawEmail, drawFreshDomain, drawLocalPart } from "#bench/fraud-world/mailboxes";
import { drawCulture, drawName } from "#bench/fraud-world/names";
import { refer } from "#bench/fraud-world/journey";
import { advertise, drawDisposableEmail, drawFake, drawHiddenNetwork, drawOperator } from "#bench/fraud-world/operator";
import { dayMs, drawInstant, hourMs, leisure, machine, minuteMs, secondMs } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { countOf, takeEmail, type Stage } from "#bench/fraud-world/stage";

const population = "scripted regular timing";

/**
 * A script that registers somebody every so often. Abuse by construction: there is nobody. Hard because
 * scripts wait at random (from two percent of the interval to all of it), the better ones sleep at
 * night, call themselves a common browser and come by a new address each time; and three to ten
 * sign-ups are few to see a rhythm in.
 */
export function addScriptedTiming(stage: Stage, quota: number): void {
  const { chance } = stage;
  while (countOf(stage, population) < quota) {
    const startMs = drawInstant(chance, machine, drawCulture(chance), {
      fromMs: stage.fromMs,
      toMs: stage.toMs - 20 * dayMs,
    });
    const operator = drawOperator(stage, startMs);
    const { care, account } = operator;
    const everyMs = chance.pick([4 * minuteMs, 15 * minuteMs, hourMs, 6 * hourMs, dayMs]);
    const jitter = chance.between(0.02, 0.3) + 0.7 * care * chance.next();
    const fillMs = chance.between(3, 25) * secondMs * (1 + 5 * care);
    const agent = drawScriptAgent(chance);
    const domain = drawFreshDomain(chance);
    const mail = chance.pick(["provider", "catch-all", "disposable"]);
    const size = Math.min(chance.int(3, 10), quota - countOf(stage, population));
    advertise(stage, operator, size, startMs);
    let dueMs = startMs;
    for (let index = 0; index < size; index += 1) {
      const name = drawName(chance, chance.happens(0.5) ? account.called.culture : drawCulture(chance));
      const email = takeEmail(stage, () => {
        if (mail === "catch-all") return `${drawLocalPart(chance, name)}@${domain}`;
        return mail === "provider" ? drawEmail(chance, name) : drawDisposableEmail(stage, name, domain);
      });
      const isMasked = chance.happens(care);
      const device = { visitor: chance.token(), agent: isMasked ? drawScriptAgent(chance) : agent };
      const referee = drawFake(stage, operator, { name, email, device });
      const early = drawInstant(
        chance,
        care > 0.55 && everyMs >= 6 * hourMs ? leisure : machine,
        account.called.culture,
        {
          fromMs: dueMs,
          toMs: dueMs + Math.max(secondMs, jitter * everyMs),
        },
      );
      refer(stage, {
        referrer: account,
        referee,
        label: { isAbuse: true, population },
        atMs: early,
        network: drawHiddenNetwork(stage, operator),
        habits: { ...honestHabits, pays: 0.4, paysAtOnce: 0.7, paysLittle: 0.95, stays: 0.05, redeems: 0.7 },
        think: { medianMs: fillMs, sigma: 0.05 + 0.6 * care },
        typed: 0.05,
      });
      dueMs += everyMs;
    }
  }
}
