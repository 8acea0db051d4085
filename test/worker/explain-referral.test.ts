import { afterEach, expect, test } from "vitest";
import {
  clickToken,
  createReferrer,
  engineContext,
  inTestMode,
  publishProgram,
  record,
  referee,
  startMs,
} from "#support/engine";
import { expectLedgerBalanced } from "#support/ledger";
import { aroundBatches, createWorld, payment, signUp } from "#support/world";
import { dayMs } from "#domain/day";
import type { Clause } from "#domain/explanation";
import { explanations } from "#schema/events";
import { explainReferral } from "#usecases/explain-referral";
import { releaseReward } from "#usecases/release-reward";
import { revokeReward } from "#usecases/revoke-reward";

afterEach(expectLedgerBalanced);

test("an explanation says what happened in words", async () => {
  const w = await createWorld();
  const jane = await createReferrer(w.ctx, w.programId, "Jane");
  const click = clickToken(w.programId, [
    { code: w.sarah.code, atMs: startMs - 2, channel: "qr" },
    { code: jane.code, atMs: startMs - 1 },
  ]);
  const signup = await record(w.ctx, { id: "s", type: "signup", referee: referee("mike", { name: "Mike" }), click });
  await record(w.ctx, { id: "p", ...payment, referee: referee("mike", { name: "Mike" }) });
  const explained = await explainReferral(w.ctx, signup.outcomes[0]!.referralId!);
  if (!explained.ok) throw new Error("not explained");
  expect(explained.value.sentences.map(({ text }) => text)).toEqual([
    `A click on Sarah's link ${w.sarah.code} (qr) weighs 100 % (first_touch: the first click is credited).`,
    `A click on Jane's link ${jane.code} (link) earns nothing (first_touch: the first click is credited).`,
    "Sarah is the referrer, by the clicks in the signed journey, under version 1 of the program.",
    "Payment inv-1 of GBP 49.00 counts as conversion number 1.",
    "Rule first-payment-free-month was met: the referrer Sarah earns 1 free month (worth GBP 49.00).",
    "Rule first-payment-free-month was met: the referee Mike earns 1 free month (worth GBP 49.00).",
  ]);
  expect(await explainReferral(inTestMode(w.ctx), explained.value.referralId)).toMatchObject({
    ok: false,
    refusal: { code: "not_found" },
  });
});

/** Sarah, whose program holds a credit for 14 days, and Mike, who has paid. */
async function createHeldWorld() {
  const ctx = engineContext();
  const { programId } = await publishProgram(ctx, {
    rules: [
      {
        key: "credit",
        on: { event: "payment", occurrence: "first" },
        grant: [{ to: "referrer", kind: "credit", amount_minor: 1000, currency: "GBP" }],
        hold: { days: 14 },
        expires_days: 30,
      },
    ],
    fulfilment: { credit: "wallet" },
  });
  const w = { ctx, programId, sarah: await createReferrer(ctx, programId, "Sarah") };
  const referralId = (await signUp(w)).outcomes[0]?.referralId ?? "";
  const paid = await record(ctx, { id: "p", ...payment, referee: referee("mike") });
  const rewardId = paid.outcomes[0]?.rewards[0]?.id ?? "";
  const explain = async (nowMs: number) => {
    const explained = await explainReferral({ ...ctx, nowMs }, referralId);
    if (!explained.ok) throw new Error("not explained");
    return explained.value;
  };
  return { ...w, referralId, rewardId, explain };
}

test("what was done to a reward after its event is told in order, with the reason, and where it stands at each time", async () => {
  const w = await createHeldWorld();
  const after = (days: number) => ({ ...w.ctx, nowMs: startMs + days * dayMs });
  const standing = async (days: number) => (await w.explain(startMs + days * dayMs)).rewards[0]?.text;
  expect(await standing(1)).toBe(
    "Sarah, referrer, rule credit (inv-1), GBP 10.00: waits until 2026-05-16 10:00 UTC: hold of the rule.",
  );
  await releaseReward(after(14), w.rewardId);
  expect(await standing(15)).toBe(
    "Sarah, referrer, rule credit (inv-1), GBP 10.00: available, expires on 2026-06-15 10:00 UTC.",
  );
  await revokeReward(after(16), { rewardId: w.rewardId, reason: "granted to the wrong Sarah" });
  const told = await w.explain(startMs + 17 * dayMs);
  expect(told.sentences.slice(-3).map(({ code, text }) => [code, text])).toEqual([
    [
      "reward_held",
      "Rule credit was met: the referrer Sarah earns GBP 10.00, which is held until 2026-05-16 10:00 UTC.",
    ],
    ["reward_released", "The wait is over: the reward of Sarah under rule credit was released."],
    [
      "reward_revoked",
      "A person took back the reward of Sarah under rule credit, with the reason: granted to the wrong Sarah.",
    ],
  ]);
  expect(told.rewards).toMatchObject([{ rewardId: w.rewardId, state: "reversed", code: "reversed" }]);
});

test("clauses of a newer version are told by their codes, and long histories by their newest part", async () => {
  const w = await createHeldWorld();
  const [row] = await w.ctx.db.select().from(explanations).limit(1);
  // Safe because it stands for a row that a newer version wrote.
  const clauses = [{ code: "moon_phase", moonId: "full" } as unknown as Clause];
  const rows = Array.from({ length: 250 }, (_, i) => ({
    refereeId: row?.refereeId ?? "",
    programId: w.programId,
    eventSeq: 1_000 + i,
    clauses,
    decidedAtMs: startMs + i,
  }));
  for (const part of [rows.slice(0, 20), ...Array.from({ length: 23 }, (_, i) => rows.slice(20 + 10 * i, 30 + 10 * i))])
    await w.ctx.db.insert(explanations).values(part);
  const { sentences } = await w.explain(startMs + dayMs);
  // The clause that said it is left out, so the history of the reward says that it is held.
  expect(sentences.map(({ code }) => code)).toEqual([
    "earlier_left_out",
    "reward_pending",
    ...Array.from({ length: 200 }, () => "moon_phase"),
  ]);
});

test("an explanation costs one batch beside the look for the referral and the names", async () => {
  const w = await createHeldWorld();
  let batches = 0;
  const counting = aroundBatches(w.ctx, (batch) => {
    batches += 1;
    return batch();
  });
  await explainReferral(counting, w.referralId);
  expect(batches).toBe(1);
});
