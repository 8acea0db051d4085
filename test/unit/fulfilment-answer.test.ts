import { describe, expect, test } from "vitest";
import type { FulfilmentCall, FulfilmentFacts } from "#domain/fulfilment";
import { decideAnswer, decideDelivered } from "#domain/fulfilment-answer";
import type { StripeAnswer } from "#domain/outside";
import { anAttempt, fulfilmentFacts, setting } from "#support/fulfilment-factories";

const done = { isDone: true, externalId: "cbtxn_1", isUsed: false, durationMs: 7 } as const;
const failure = {
  isDone: false,
  status: 429,
  code: "rate_limit",
  detail: "slow",
  isFinal: false,
  durationMs: 7,
} as const;
const locked = { ...failure, status: 401, code: "not_authorized", detail: "Invalid API Key" } as const;
const missing = { ...failure, status: 404, code: "resource_missing", isFinal: true } as const;
const redeemed = { state: "redeemed", redeemedQuantity: 1000 } as const;
const reversed = { state: "reversed", reversedQuantity: 1000, redeemedQuantity: 1000 } as const;

/** How it stands when the call is the newest, and nobody has settled it. */
function standing(reward: Parameters<typeof fulfilmentFacts>[0], call: FulfilmentCall, givenQuantity: number) {
  const fulfilment = { givenQuantity, calls: call.position, form: formOf(call), attempts: 2 };
  return fulfilmentFacts(reward, { fulfilment, attempts: [call], balance: givenQuantity === 0 ? 1000 : -1000 });
}
const formOf = ({ action }: FulfilmentCall) => (action.includes("coupon") ? ("coupon" as const) : ("balance" as const));

describe("an answer of Stripe's", () => {
  const credit = anAttempt();
  const debit = anAttempt({ action: "debit", idempotencyKey: "rwd_1:reversed:1000" });
  const coupon = anAttempt({ action: "coupon" });
  const withdrawal = anAttempt({ action: "withdraw_coupon", idempotencyKey: "rwd_1:reversed:1000" });

  test.each<[string, Parameters<typeof fulfilmentFacts>[0], FulfilmentCall, number, StripeAnswer, object]>([
    ["a credit", {}, credit, 0, done, { status: "done", givenQuantity: 1000, attempts: 0 }],
    ["a coupon", {}, coupon, 0, done, { status: "done", givenQuantity: 1000, attempts: 0 }],
    ["a debit", reversed, debit, 1000, done, { status: "done", givenQuantity: 0, reason: "reversed" }],
    ["a withdrawal", reversed, withdrawal, 1000, done, { status: "done", givenQuantity: 0, reason: "reversed" }],
    [
      ...(["a withdrawal of what was used", reversed, withdrawal, 1000, { ...done, isUsed: true }] as const),
      { status: "done", givenQuantity: 1000, reason: "coupon_used" },
    ],
    ["a failure", {}, credit, 0, failure, { status: "due", attempts: 3, reason: "rate_limit", detail: "slow" }],
    ["a failure for good", {}, credit, 0, missing, { status: "dead", attempts: 3, reason: "resource_missing" }],
    [
      ...(["a key that is wrong", {}, credit, 0, locked] as const),
      { status: "waiting", attempts: 0, reason: "not_authorized", detail: "Invalid API Key", givenQuantity: 0 },
    ],
    ["a credit that was reversed meanwhile", reversed, credit, 0, done, { status: "due", givenQuantity: 1000 }],
  ])("to %s", (...[_what, reward, call, given, answer, set]) => {
    expect(decideAnswer(standing(reward, call, given), { call, answer }, setting)?.set).toMatchObject(set);
  });

  const turns = (...attempts: FulfilmentCall[]): FulfilmentFacts =>
    fulfilmentFacts({}, { attempts, fulfilment: { calls: attempts.length } });
  const second = anAttempt({ position: 2 });
  test.each<[string, FulfilmentFacts, StripeAnswer, boolean]>([
    ["a done one of a turn taken for lost", turns(credit, second), done, true],
    ["a failure of a turn taken for lost", turns(credit, second), failure, false],
    ["a key that was wrong in a turn taken for lost", turns(credit, second), locked, false],
    ["a done one after another was settled", turns(credit, { ...second, externalId: "cbtxn_1" }), done, false],
    ["one to a call before the newest", turns(credit, { ...second, idempotencyKey: "rwd_1:given:5" }), done, false],
    ["one to a call that nobody knows of", turns(), done, false],
  ])("counts or does not: %s", (_what, facts, answer, counts) => {
    expect(decideAnswer(facts, { call: credit, answer }, setting) !== null).toBe(counts);
  });
});

describe("a message that the app took", () => {
  const of = (
    reward: Parameters<typeof fulfilmentFacts>[0],
    givenQuantity = 0,
    form: "webhook" | "balance" = "webhook",
  ) => fulfilmentFacts(reward, { fulfilment: { form, givenQuantity }, balance: -500 });
  const part = { state: "available", reversedQuantity: 300 } as const;

  test.each<[string, FulfilmentFacts, "reward.available" | "reward.reversed", number | null]>([
    ["hands out all that is left, whatever the account owes", of(part), "reward.available", 700],
    ["hands out nothing twice", of(redeemed, 1000), "reward.available", null],
    ["hands out nothing of what was taken back before", of(reversed), "reward.available", null],
    ["takes back what is worth nothing any more", of(reversed, 1000), "reward.reversed", 0],
    ["takes back a part", of({ ...redeemed, reversedQuantity: 400 }, 1000), "reward.reversed", 600],
    ["takes back nothing that was never given", of(reversed), "reward.reversed", null],
    ["settles nothing that Stripe gives", of({}, 0, "balance"), "reward.available", null],
  ])("%s", (_what, facts, type, given) => {
    expect(decideDelivered(facts, type, setting)?.set.givenQuantity ?? null).toBe(given);
  });
});
