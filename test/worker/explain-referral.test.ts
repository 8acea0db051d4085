import { afterEach, expect, test } from "vitest";
import { clickToken, createReferrer, inTestMode, record, referee, startMs } from "#support/engine";
import { expectLedgerBalanced } from "#support/ledger";
import { createWorld, payment } from "#support/world";
import { explainReferral } from "#usecases/explain-referral";

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
