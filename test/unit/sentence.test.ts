import { expect, test } from "vitest";
import type { Clause } from "#domain/explanation";
import { quantityText, sentenceOf } from "#domain/sentence";
import { nowMs } from "#support/domain-factories";

const nameOf = (id: string) => ({ ptc_ann: "Ann", ptc_mike: "Mike" })[id] ?? id;
const about = { rule: "credit", side: "referrer" as const, beneficiaryId: "ptc_ann", atMs: nowMs };
const month = { kind: "free_month", unit: "free_months", quantity: 1, worthMinor: 4900, worthCurrency: "GBP" };

test.each<[Clause, RegExp]>([
  [{ code: "reward_granted", ...about, ...month }, /the referrer Ann earns 1 free month \(worth GBP 49\.00\)/],
  [
    {
      code: "reward_granted",
      ...about,
      kind: "credit",
      unit: "USD",
      quantity: 1000,
      worthMinor: 1000,
      worthCurrency: "USD",
    },
    /earns USD 10\.00\.$/,
  ],
  [{ code: "reward_denied", ...about, reason: "program_paused" }, /Ann is not rewarded: the program is paused/],
  [
    { code: "reward_reversed", ...about, unit: "GBP", quantity: 500, left: 500 },
    /GBP 5\.00 .* Ann .* GBP 5\.00 is left/,
  ],
  [
    {
      code: "touch_weighed",
      ownerId: "ptc_ann",
      touchCode: "ANN",
      channel: "qr",
      weight: 333_334,
      model: "linear",
      atMs: nowMs,
    },
    /Ann's link ANN \(qr\) weighs 33\.3 %/,
  ],
  [
    { code: "touch_dropped", ownerId: null, touchCode: "NO", channel: "link", reason: "code_unknown", atMs: nowMs },
    /the link NO .* the code is not known/,
  ],
  [{ code: "referral_refused", reason: "no_evidence", atMs: nowMs }, /not credited to anybody: it carried no code/],
  [
    {
      code: "rule_missed",
      rule: "credit",
      reason: "condition_unmet",
      condition: { gte: ["event.amount_minor", 5] },
      atMs: nowMs,
    },
    /condition is not met \(\{"gte"/,
  ],
  [
    { code: "payment_counted", paymentRef: "inv-1", ordinal: 2, amountMinor: 1000, currency: "JPY", atMs: nowMs },
    /inv-1 of JPY 1000 .* number 2/,
  ],
])("%j in words", (clause, words) => {
  expect(sentenceOf(clause, nameOf)).toMatch(words);
});

test("quantities read as people say them", () => {
  expect([quantityText(1, "free_months"), quantityText(2, "free_months"), quantityText(1000, "USD")]).toEqual([
    "1 free month",
    "2 free months",
    "USD 10.00",
  ]);
});
