import { expect, test } from "vitest";
import type { Clause } from "#domain/explanation";
import { quantityText, sentenceOf } from "#domain/sentence";
import { nowMs } from "#support/domain-factories";

const nameOf = (id: string) => ({ ptc_ann: "Ann", ptc_mike: "Mike" })[id] ?? id;
const about = { rule: "credit", side: "referrer" as const, beneficiaryId: "ptc_ann", atMs: nowMs };
const credit = { kind: "credit", unit: "GBP", quantity: 500, label: null };
const month = {
  kind: "free_month",
  unit: "free_months",
  quantity: 1,
  label: null,
  worthMinor: 4900,
  worthCurrency: "GBP",
};

test.each<[Clause, RegExp]>([
  [{ code: "reward_granted", ...about, ...month }, /the referrer Ann earns 1 free month \(worth GBP 49\.00\)/],
  [
    {
      code: "reward_granted",
      ...about,
      kind: "credit",
      unit: "USD",
      quantity: 1000,
      label: null,
      worthMinor: 1000,
      worthCurrency: "USD",
    },
    /earns USD 10\.00\.$/,
  ],
  [
    { code: "reward_denied", ...about, reason: "program_paused", limit: null },
    /Ann is not rewarded: the program is paused/,
  ],
  [
    {
      code: "reward_denied",
      ...about,
      reason: "limit_reached",
      limit: { per: "referrer", max: 12, window: "calendar_year" },
    },
    /the limit is reached \(12 per referrer and calendar year\)/,
  ],
  [
    {
      code: "reward_denied",
      ...about,
      reason: "budget_exhausted",
      limit: { per: "program", budget: { unit: "GBP", amount_minor: 500_000 } },
    },
    /does not cover it any more \(GBP 5000\.00 per program\)/,
  ],
  [
    { code: "reward_held", ...about, ...credit, reason: "hold", releaseAtMs: nowMs },
    /earns GBP 5\.00, which is held until 2026-05-02 10:00 UTC/,
  ],
  [
    { code: "reward_held", ...about, ...credit, reason: "risk", releaseAtMs: nowMs },
    /earns GBP 5\.00, which is held while it is checked until 2026-05-02 10:00 UTC\.$/,
  ],
  [
    { code: "reward_denied", ...about, reason: "fraud_rejected", limit: null },
    /is not rewarded: it did not pass the program's checks\.$/,
  ],
  [
    { code: "referral_assessed", risk: "high", action: "review", grounds: ["velocity", "timing"], atMs: nowMs },
    /^For the team: the risk of fraud is high \(velocity, timing\), so what is earned here waits for a person\.$/,
  ],
  [
    { code: "referral_assessed", risk: "low", action: "reject", grounds: [], atMs: nowMs },
    /^For the team: the risk of fraud is low \(by a person's verdict\), so what is earned here is denied\.$/,
  ],
  [
    { code: "reward_held", ...about, ...credit, reason: "review", releaseAtMs: null },
    /earns GBP 5\.00, which waits for a person to look at it/,
  ],
  [
    { code: "reward_granted", ...about, ...month, kind: "badge", unit: "badges", label: "Referral Master" },
    /earns the badge Referral Master/,
  ],
  [
    { code: "reward_reversed", ...about, ...credit, left: 500, reason: "refund" },
    /GBP 5\.00 .* Ann .* because the payment was refunded; GBP 5\.00 is left/,
  ],
  [{ code: "reward_reversed", ...about, ...credit, left: 0 }, /was taken back; nothing is left/],
  [
    { code: "reward_voided", ...about, ...credit, left: 0, reason: "stay_broken" },
    /will not come, because the referee did not stay long enough/,
  ],
  [{ code: "referral_counted", referrerId: "ptc_ann", count: 3, atMs: nowMs }, /number 3 of Ann/],
  [{ code: "referral_turned_away", referrerId: "ptc_ann", atMs: nowMs }, /does not count: it did not pass .* checks/],
  [{ code: "referral_waits", untilMs: nowMs, atMs: nowMs }, /counts from 2026-05-02 10:00 UTC/],
  [
    { code: "referral_reassigned", formerId: "ptc_ann", referrerId: "ptc_mike", atMs: nowMs },
    /Support made Mike the referrer in place of Ann/,
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
  const said = [
    [1, "free_months", "1 free month"],
    [2, "free_months", "2 free months"],
    [30, "premium_days", "30 premium days"],
    [1000, "USD", "USD 10.00"],
    [3750, "credits", "37.50 credits"],
    [2000, "percent_bps", "20 % off"],
  ] as const;
  for (const [quantity, unit, words] of said) expect(quantityText(quantity, unit)).toBe(words);
});
