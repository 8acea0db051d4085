import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import { expectCatalogued } from "#support/catalogue";
import { dayMs } from "#domain/day";
import { announceExpiringRewards } from "#usecases/announce-expiring-rewards";
import { watchBudgets } from "#usecases/watch-budgets";
import { deliverAll, openMailService } from "#support/email-ground";
import { createReferrer, engineContext, publishProgram, record, referee, startMs } from "#support/engine";
import { seedReward } from "#support/reward-seeds";

afterEach(async () => {
  await expectCatalogued();
});

test("a reward's end is announced a week before, once, and when it is used nothing more is said", async () => {
  const mail = openMailService();
  const ctx = mail.in(engineContext());
  const { programId } = await publishProgram(ctx);
  const ann = await createReferrer(ctx, programId, "Ann Archer");
  const seed = { programId, beneficiaryId: ann.id, claim: "automatic" as const };
  await seedReward({ ...seed, expiresAtMs: startMs + 7 * dayMs });
  await seedReward({ ...seed, expiresAtMs: startMs + 7 * dayMs + 1 });
  await seedReward({ ...seed, expiresAtMs: startMs - 1 });
  expect(await announceExpiringRewards(ctx)).toEqual({ announced: 1 });
  expect(await announceExpiringRewards(ctx)).toEqual({ announced: 0 });
  await deliverAll(ctx);
  expect(mail.received.map(({ text }) => text).join()).toContain("Good until 9 May 2026.");
  expect(await announceExpiringRewards({ ...ctx, nowMs: startMs + dayMs })).toEqual({ announced: 1 });
  await env.DB.prepare("UPDATE rewards SET state = 'redeemed'").run();
  await deliverAll({ ...ctx, nowMs: startMs + dayMs });
  expect(mail.received).toHaveLength(1);
});

test("the team is told once that a budget is nearly used up, by whichever run sees it", async () => {
  const mail = openMailService();
  const ctx = mail.in(engineContext());
  const limit = [
    { per: "program" as const, budget: { unit: "GBP", amount_minor: 10_000 }, window: "calendar_month" as const },
  ];
  const grant = [{ to: "referrer" as const, kind: "credit" as const, amount_minor: 4000, currency: "GBP" }];
  const rules = [{ key: "credit", on: { event: "payment" as const, occurrence: "first" as const }, grant, limit }];
  const { programId } = await publishProgram(ctx, { rules, fulfilment: { credit: "wallet" } });
  const ann = await createReferrer(ctx, programId, "Ann Archer");
  const pay = async (who: string) => {
    const signup = {
      id: `s-${who}`,
      type: "signup",
      program: programId,
      referee: referee(who),
      code: ann.code,
    } as const;
    await record(ctx, { ...signup, codeSource: "typed" });
    const payment = { id: `p-${who}`, type: "payment", referee: referee(who), paymentRef: who } as const;
    await record(ctx, { ...payment, amountMinor: 9900, currency: "GBP" });
  };
  await pay("mike");
  expect(await watchBudgets(ctx)).toEqual({ nearing: 0 });
  await pay("mary");
  expect(await watchBudgets(ctx)).toEqual({ nearing: 1 });
  expect(await watchBudgets({ ...ctx, nowMs: startMs + dayMs })).toEqual({ nearing: 0 });
  expect(await watchBudgets({ ...ctx, nowMs: startMs + 31 * dayMs })).toEqual({ nearing: 0 });
  await deliverAll(ctx);
  const budget = mail.received.find(({ to }) => to.includes("team@example.com"));
  expect(budget?.subject).toContain("80% of a budget");
  expect(budget?.text).toContain("GBP 80.00 of GBP 100.00");
  expect(budget?.text).toMatch(/It starts anew on 2026-0(5-31 23|6-01 00):00 UTC\./);
});
