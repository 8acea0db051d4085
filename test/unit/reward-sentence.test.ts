import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import type { Clause } from "#domain/explanation";
import { isToldBy, peopleIn, tellClause, tellStanding, tellTransition } from "#domain/reward-sentence";
import type { RewardTransition } from "#domain/reward";
import { aReward, nowMs } from "#support/domain-factories";

const nameOf = (id: string) => id.replace("ptc_", "").replace(/^./, (first) => first.toUpperCase());

function aTransition(fields: Partial<RewardTransition> = {}): RewardTransition {
  const from = { rewardId: "rwd_1", position: 2, fromState: "available", toState: "available" } as const;
  return { ...from, reason: "withdrawal", actor: "key:key_1", atMs: nowMs, note: null, ...fields };
}

const released = { fromState: "pending", toState: "available", reason: "hold_ended" } as const;

test.each<[Partial<RewardTransition>, string, string]>([
  [released, "reward_released", "The wait is over: the reward of Ann under rule credit was released."],
  [
    { fromState: "pending", toState: "pending", reason: "risk_stands" },
    "reward_referred",
    "The wait is over: a person looks at the reward of Ann under rule credit first.",
  ],
  [
    { fromState: "pending", toState: "voided", reason: "fraud_rejected" },
    "reward_voided",
    "The reward of Ann under rule credit became voided (it did not pass the program's checks).",
  ],
  [
    { reason: "approved", note: "looked fine" },
    "reward_approved",
    "A person approved the reward of Ann under rule credit, with the reason: looked fine.",
  ],
  [
    { toState: "reversed", reason: "revoked", note: "duplicate" },
    "reward_revoked",
    "A person took back the reward of Ann under rule credit, with the reason: duplicate.",
  ],
  [{ toState: "redeemed", reason: "claimed" }, "reward_claimed", "The reward of Ann under rule credit was claimed."],
  [
    { toState: "expired", reason: "expired" },
    "reward_expired",
    "Nobody used it in time: the reward of Ann under rule credit expired.",
  ],
  [
    { toState: "redeemed", reason: "fulfilled_by_stripe" },
    "reward_redeemed",
    "The reward of Ann under rule credit was given at Stripe, all of it or a part.",
  ],
  [
    { toState: "redeemed", reason: "fulfilled_by_webhook" },
    "reward_redeemed",
    "The app took the webhook about it: the reward of Ann under rule credit was handed over.",
  ],
  [{ reason: "invoice" }, "reward_redeemed", "The reward of Ann under rule credit was used on an invoice."],
  [
    { fromState: "redeemed", reason: "invoice_voided" },
    "reward_given_back",
    "The invoice was voided: the reward of Ann under rule credit was given back.",
  ],
  [
    { fromState: null, reason: "badge_deserved" },
    "badge_awarded",
    "What the badge asks for was met: the reward of Ann under rule credit was given.",
  ],
  [
    { fromState: null, reason: "month_led" },
    "leader_rewarded",
    "A month was led to its end: the reward of Ann under rule credit was given.",
  ],
  [
    { toState: "reversed", reason: "count_lost" },
    "reward_reversed",
    "The reward of Ann under rule credit became reversed (a referral that it needs no longer counts).",
  ],
  [
    { reason: "from_tomorrow" },
    "reward_changed",
    "The reward of Ann under rule credit stays available (from_tomorrow).",
  ],
])("%j is told as %s", (fields, code, text) => {
  expect(tellTransition(aTransition(fields), aReward(), nameOf)).toEqual({ code, text, atMs: nowMs });
});

test.each<[Parameters<typeof aReward>[0], string, string]>([
  [
    { state: "pending", releaseAtMs: nowMs + 14 * dayMs },
    "waits_for_hold",
    "waits until 2026-05-16 10:00 UTC: hold of the rule",
  ],
  [
    { state: "pending", riskDays: 14, releaseAtMs: nowMs + 14 * dayMs },
    "waits_for_hold",
    "waits until 2026-05-16 10:00 UTC: check of the program",
  ],
  [{ state: "pending", releaseAtMs: nowMs }, "due", "its hold is over, and the next run of the jobs releases it"],
  [{ state: "pending", needsReview: true }, "waits_for_review", "under review"],
  [
    { state: "pending", disputed: true, needsReview: true, releaseAtMs: nowMs + dayMs },
    "waits_for_dispute",
    "waits for the end of a dispute, and under review, and waits until 2026-05-03 10:00 UTC: hold of the rule",
  ],
  [{}, "available", "available, and does not expire"],
  [
    { claim: "manual", expiresAtMs: nowMs + dayMs },
    "available",
    "available, expires on 2026-05-03 10:00 UTC, waits to be claimed",
  ],
  [
    { expiresAtMs: nowMs },
    "available",
    "available, was to be used by 2026-05-02 10:00 UTC; the next run of the jobs ends it",
  ],
  [{ redeemedQuantity: 400 }, "available", "available, GBP 4.00 used, GBP 6.00 left, and does not expire"],
  [{ state: "redeemed" }, "redeemed", "used since 2026-05-02 10:00 UTC (withdrawal)"],
  [{ state: "denied" }, "denied", "not given: withdrawal"],
  [{ state: "expired" }, "expired", "expired since 2026-05-02 10:00 UTC (withdrawal)"],
  [{ state: "voided" }, "voided", "never released, and taken away since 2026-05-02 10:00 UTC (withdrawal)"],
])("a reward that is %j stands as %s", (fields, code, words) => {
  const told = tellStanding(aReward(fields), { last: aTransition(), balance: 1000, nowMs }, nameOf);
  expect(told).toMatchObject({
    rewardId: "rwd_1",
    code,
    text: `Ann, referrer, rule credit (inv-1), GBP 10.00: ${words}.`,
  });
});

test("of a reward that was taken back in part what is left is told, of one taken back whole what it was", () => {
  const told = (reversedQuantity: number, state: "available" | "reversed") =>
    tellStanding(aReward({ reversedQuantity, state }), { last: null, balance: 1000, nowMs }, nameOf).text;
  expect(told(250, "available")).toBe("Ann, referrer, rule credit (inv-1), GBP 7.50: available, and does not expire.");
  expect(told(1000, "reversed")).toBe("Ann, referrer, rule credit (inv-1), GBP 10.00: taken back.");
});

test("a label says which badge it is", () => {
  const badge = aReward({ kind: "badge", unit: "badges", quantity: 1, label: "Referral Master" });
  expect(tellStanding(badge, { last: null, balance: 1000, nowMs }, nameOf).text).toContain("1 badge (Referral Master)");
});

test("a state that nobody here knows is told by its name", () => {
  // Safe because it stands for a row that a newer version wrote.
  const state = "frozen" as "available";
  expect(tellStanding(aReward({ state }), { last: null, balance: 1000, nowMs }, nameOf)).toMatchObject({
    code: "frozen",
  });
});

test("a clause of a newer version is told by its code, at the time of its decision", () => {
  // Safe because it stands for a row that a newer version wrote.
  const clause = { code: "moon_phase", referrerId: "ptc_ann" } as unknown as Clause;
  expect(tellClause({ clause, decidedAtMs: 7 }, nameOf)).toEqual({
    code: "moon_phase",
    atMs: 7,
    text: "Recorded as moon_phase, which this version of Bouquet has no words for.",
  });
  expect(peopleIn(clause)).toEqual(["ptc_ann"]);
});

test("a known clause of other fields than ours does not stop the explanation", () => {
  // Safe because it stands for a row that another version wrote.
  const clause = { code: "payment_counted", paymentRef: "p-1", atMs: 3 } as unknown as Clause;
  expect(tellClause({ clause, decidedAtMs: 7 }, nameOf)).toMatchObject({ code: "payment_counted", atMs: 3 });
});

test("what a decision of the same moment says of the reward is not said twice, what people did always is", () => {
  const about = { rule: "credit", side: "referrer", beneficiaryId: "ptc_ann", atMs: nowMs } as const;
  const clauses = [{ clause: { code: "reward_disputed", ...about } as const, decidedAtMs: nowMs }];
  const isTold = (fields: Partial<RewardTransition>, reward = aReward()) =>
    isToldBy(clauses, aTransition(fields), reward);
  expect(isTold({ ...released, reason: "dispute_opened" })).toBe(true);
  expect(isTold({ ...released, reason: "dispute_opened", atMs: nowMs + 1 })).toBe(false);
  expect(isTold({ ...released, reason: "dispute_opened" }, aReward({ beneficiaryId: "ptc_mike" }))).toBe(false);
  expect(isTold({ reason: "revoked" })).toBe(false);
});

test("a reward that pays for an earlier one is not called available", () => {
  const told = tellStanding(aReward(), { last: null, balance: 0, nowMs }, nameOf);
  expect(told).toMatchObject({ code: "balance_owed", state: "available" });
  expect(told.text).toContain("goes towards an earlier reward");
  const badge = aReward({ kind: "badge", unit: "badges", quantity: 1, label: "Master" });
  expect(tellStanding(badge, { last: null, balance: 0, nowMs }, nameOf).code).toBe("available");
});
