import { withoutCookies, drawPhone } from "#bench/fraud-world/devices";
import { drawEmail } from "#bench/fraud-world/mailboxes";
import { drawCulture, drawName } from "#bench/fraud-world/names";
import { refer } from "#bench/fraud-world/journey";
import { advertise, drawDisposableEmail, drawFake, drawHiddenNetwork, drawOperator } from "#bench/fraud-world/operator";
import { dayMs, drawInstant, hourMs, inSpan, leisure, machine, minuteMs } from "#bench/fraud-world/rhythm";
import { honestHabits } from "#bench/fraud-world/spending";
import { countOf, takeEmail, type Stage } from "#bench/fraud-world/stage";

const population = "velocity farms";

/**
 * A room with a few people and phones who open accounts for whoever pays them: four to fourteen within
 * hours, or over six days. Abuse by construction: nobody wants the product. Hard because they are people,
 * with human pauses; phones are reset between accounts; networks are prepaid cards and rented addresses
 * as often as not; they pay the smallest sum at once, as the visitors of a fair do; and a farm that
 * spreads its work over a week is no faster than a blog.
 */
export function addVelocityFarms(stage: Stage, quota: number): void {
  const { chance } = stage;
  while (countOf(stage, population) < quota) {
    const startMs = drawInstant(chance, leisure, drawCulture(chance), {
      fromMs: stage.fromMs,
      toMs: stage.toMs - 8 * dayMs,
    });
    const operator = drawOperator(stage, startMs);
    const spreadMs = chance.pick([3 * hourMs, 10 * hourMs, 2 * dayMs, 6 * dayMs]);
    const phones = Array.from({ length: chance.int(2, 6) }, () => drawPhone(chance));
    const target = chance.happens(0.5) ? operator.account.called.culture : drawCulture(chance);
    const isThrowaway = chance.happens(0.3) ? 0.6 : 0.08;
    const size = Math.min(chance.int(4, 14), quota - countOf(stage, population));
    advertise(stage, operator, size, startMs);
    for (let index = 0; index < size; index += 1) {
      const name = drawName(chance, chance.happens(0.8) ? target : drawCulture(chance));
      const isDisposable = chance.happens(isThrowaway);
      const email = takeEmail(stage, () => (isDisposable ? drawDisposableEmail(stage, name) : drawEmail(chance, name)));
      const phone = chance.pick(phones);
      const device = chance.happens(0.5 + 0.45 * operator.care) ? withoutCookies(chance, phone) : phone;
      const referee = drawFake(stage, operator, { name, email, device });
      // Small rooms keep shop hours, large ones work in shifts.
      const rhythm = size > 9 ? machine : leisure;
      const span = { fromMs: startMs, toMs: startMs + spreadMs };
      const atMs = drawInstant(chance, rhythm, operator.account.called.culture, span);
      refer(stage, {
        referrer: operator.account,
        referee,
        label: { isAbuse: true, population },
        atMs: inSpan(chance, atMs, span),
        network: drawHiddenNetwork(stage, operator),
        habits: {
          ...honestHabits,
          activates: 0.75,
          pays: 0.5,
          paysAtOnce: 0.6,
          paysLittle: 0.9,
          stays: 0.1,
          redeems: 0.7,
        },
        think: { medianMs: 2 * minuteMs, sigma: 0.6 },
        typed: 0.1,
      });
    }
  }
}
