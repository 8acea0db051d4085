import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { timelineOf } from "#domain/reward-timeline";
import { nowMs } from "#support/domain-factories";

const dates = { earnedAtMs: nowMs - dayMs, releaseAtMs: Date.UTC(2026, 4, 16, 10) };
type Step = [fromState: string | null, toState: string, reason: string];
const told = (...steps: Step[]) =>
  timelineOf(
    steps.map(([fromState, toState, reason], index) => ({ fromState, toState, reason, atMs: nowMs + index })),
    dates,
  ).map(({ code, text }) => `${code}: ${text}`);
const later = (...steps: Step[]) => told([null, "available", "rule_met"], ...steps).slice(2);

test("a reward is earned when its occasion was, and the rest happens when it is done", () => {
  const steps = [
    { fromState: null, toState: "pending", reason: "hold", atMs: nowMs },
    { fromState: "pending", toState: "available", reason: "hold_ended", atMs: dates.releaseAtMs },
  ];
  expect(timelineOf(steps, dates)).toEqual([
    { code: "earned", atMs: nowMs - dayMs, text: "It was earned." },
    { code: "waits", atMs: nowMs, text: "It waits until 2026-05-16 10:00 UTC." },
    { code: "available", atMs: dates.releaseAtMs, text: "It is available." },
  ]);
});

test.each<[Step, string[]]>([
  [
    [null, "available", "rule_met"],
    ["earned: It was earned.", "available: It is available."],
  ],
  [
    [null, "available", "granted_by_hand"],
    ["granted: It was given to you.", "available: It is available."],
  ],
  [
    [null, "pending", "risk"],
    ["earned: It was earned.", "being_checked: It is being checked until 2026-05-16 10:00 UTC."],
  ],
  [
    [null, "pending", "review"],
    ["earned: It was earned.", "under_review: It is under review."],
  ],
  [
    [null, "pending", "dispute"],
    ["earned: It was earned.", "disputed: It waits until a dispute about the payment is settled."],
  ],
  [
    [null, "denied", "limit_reached"],
    ["earned: It was earned.", "not_given: It was not given: the limit was reached."],
  ],
  ...["fraud_rejected", "self_referral", "referrer_suspended", "referrer_ineligible", "toString"].map(
    (reason): [Step, string[]] => [
      [null, "denied", reason],
      ["earned: It was earned.", "not_approved: It was not approved."],
    ],
  ),
])("begins with %j", (step, said) => {
  expect(told(step)).toEqual(said);
});

test.each<[Step, string | undefined]>([
  [["pending", "pending", "risk_stands"], "under_review: It is under review."],
  [["pending", "pending", "review_opened"], "under_review: It is under review."],
  [["pending", "pending", "approved"], "approved: It was approved and waits until 2026-05-16 10:00 UTC."],
  [["pending", "voided", "fraud_rejected"], "not_approved: It was not approved."],
  [["pending", "voided", "not_approved"], "not_approved: It was not approved."],
  [["redeemed", "reversed", "not_approved"], "not_approved: It was not approved and was taken back."],
  [["available", "pending", "dispute_opened"], "disputed: It waits until a dispute about the payment is settled."],
  [["pending", "pending", "dispute_settled"], "dispute_settled: The dispute about the payment is settled."],
  [["available", "available", "withdrawal"], "used: A part of it was used."],
  [["available", "redeemed", "claimed"], "used: It was used."],
  [["available", "redeemed", "a way of a newer version"], "used: It was used."],
  [["redeemed", "available", "withdrawal_canceled"], "given_back: It was given back."],
  [["available", "expired", "expired"], "expired: It was not used in time and expired."],
  [["available", "reversed", "revoked"], "taken_back: It was taken back."],
  [["pending", "voided", "refund"], "taken_back: It was taken back."],
  [["available", "available", "refund"], "taken_back: A part of it was taken back."],
  [["available", "redeemed", "refund"], "taken_back: What was left of it was taken back."],
  [["pending", "pending", "a reason of a newer version"], undefined],
  [["pending", "pending", "constructor"], undefined],
])("goes on with %j", (step, said) => {
  expect(later(step)).toEqual(said === undefined ? [] : [said]);
});
