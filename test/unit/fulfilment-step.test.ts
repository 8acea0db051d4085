import { describe, expect, test } from "vitest";
import type { FulfilmentFacts } from "#domain/fulfilment";
import { decideFulfilmentStep, worthOf } from "#domain/fulfilment-step";
import { aDocument, aReward, nowMs } from "#support/domain-factories";
import { anAttempt, fulfilmentFacts, times } from "#support/fulfilment-factories";

const waits = (reason: string) => ({ what: "rest", status: "waiting", reason });
const ends = (reason: string | null) => ({ what: "rest", status: "done", reason });

/** What is to be called, or why nothing is. */
function next(...facts: Parameters<typeof fulfilmentFacts>) {
  const step = decideFulfilmentStep(fulfilmentFacts(...facts), times);
  if (step.what !== "call") return step;
  const { action, quantity, idempotencyKey } = step.call;
  return [action, quantity, idempotencyKey];
}

const given = (givenQuantity: number, rest: Partial<FulfilmentFacts> = {}) => ({
  ...rest,
  fulfilment: { givenQuantity },
});

describe("what is given", () => {
  test("is all of an available reward, under its own id", () => {
    expect(next()).toEqual(["credit", 1000, "rwd_1"]);
    expect(next({ reversedQuantity: 300 }, { balance: 700 })).toEqual(["credit", 700, "rwd_1"]);
  });

  test("is what a debt leaves, and the rest under a key of its own once that is paid", () => {
    expect(next({}, { balance: 0 })).toEqual(waits("balance_owed"));
    expect(next({}, { balance: 600 })).toEqual(["credit", 600, "rwd_1"]);
    const part = { redeemedQuantity: 600 };
    expect(next(part, given(600, { balance: 0 }))).toEqual(waits("balance_owed"));
    expect(next(part, given(600, { balance: 400 }))).toEqual(["credit", 400, "rwd_1:given:600"]);
  });

  test("is nothing that other rewards stand for", () => {
    const other = aReward({ id: "rwd_2", expiresAtMs: null });
    expect(next({}, { balance: 1500, others: [other] })).toEqual(["credit", 500, "rwd_1"]);
    expect(next({ id: "rwd_3" }, { balance: 1000, others: [other] })).toEqual(["credit", 1000, "rwd_3"]);
  });

  test("as a coupon is all of it or nothing", () => {
    const months = { kind: "free_month", unit: "free_months", quantity: 2 };
    const form = { fulfilment: { form: "coupon" as const } };
    expect(next(months, { ...form, balance: 1 })).toEqual(waits("balance_owed"));
    expect(next(months, { ...form, balance: 2 })).toEqual(["coupon", 2, "rwd_1"]);
    const discount = { kind: "discount", unit: "percent_bps", quantity: 2000 };
    expect(next(discount, { ...form, balance: 0 })).toEqual(["coupon", 2000, "rwd_1"]);
  });

  test("after a claim by hand is what was claimed", () => {
    const claimed = { claim: "manual", state: "redeemed", redeemedQuantity: 400 } as const;
    expect(next(claimed, { balance: 0 })).toEqual(["credit", 400, "rwd_1"]);
    expect(next(claimed, given(400, { balance: 0 }))).toEqual(ends(null));
    expect(next({ ...claimed, reversedQuantity: 700 }, given(400))).toEqual(["debit", 100, "rwd_1:reversed:700"]);
  });
});

describe("nothing is given", () => {
  test("of what was taken back, expired or refused before", () => {
    expect(next({ state: "reversed", reversedQuantity: 1000 })).toEqual(ends("reversed"));
    expect(next({ state: "expired" })).toEqual(ends("expired"));
    expect(next({ expiresAtMs: nowMs })).toEqual(ends("expired"));
    expect(next({ expiresAtMs: nowMs + 1 })).toEqual(["credit", 1000, "rwd_1"]);
    expect(next({ state: "voided" })).toEqual(ends("voided"));
  });

  test("while the reward waits, the participant is suspended, or somebody or something is not known", () => {
    expect(next({ state: "pending" })).toEqual(waits("not_available"));
    expect(next({}, { beneficiary: { id: "ptc_ann", status: "suspended" } })).toEqual(waits("participant_suspended"));
    expect(next({}, { customerId: null })).toEqual(waits("no_customer"));
    expect(next({}, { customerId: null, isConfigured: false })).toEqual(waits("not_configured"));
  });

  test("where the program fulfils it in another way by now, or it is worth no money", () => {
    const current = aDocument({ fulfilment: { credit: "wallet" } });
    expect(next({}, { documents: { current, promised: null } })).toEqual(ends("other_fulfilment"));
    const worthless = { kind: "free_month", unit: "free_months", quantity: 1, worthMinor: null };
    expect(next(worthless, { balance: 1 })).toEqual({ what: "rest", status: "dead", reason: "no_worth" });
  });
});

describe("what is taken back", () => {
  const redeemed = { state: "redeemed", redeemedQuantity: 1000 } as const;

  test("is the difference to what is left, under the key of all that was reversed", () => {
    expect(next({ ...redeemed, reversedQuantity: 300 }, given(1000))).toEqual(["debit", 300, "rwd_1:reversed:300"]);
    expect(next({ ...redeemed, reversedQuantity: 500 }, given(700))).toEqual(["debit", 200, "rwd_1:reversed:500"]);
    expect(next({ ...redeemed, reversedQuantity: 500 }, given(500))).toEqual(ends(null));
    const whole = { state: "reversed", reversedQuantity: 1000, redeemedQuantity: 1000 } as const;
    expect(next(whole, given(1000))).toEqual(["debit", 1000, "rwd_1:reversed:1000"]);
    expect(next(whole, given(0))).toEqual(ends("reversed"));
  });

  test("as a coupon is the whole one", () => {
    const month = { kind: "free_month", unit: "free_months", quantity: 1, reversedQuantity: 1, redeemedQuantity: 1 };
    const fulfilment = { form: "coupon" as const, givenQuantity: 1 };
    expect(next({ ...month, state: "reversed" }, { fulfilment })).toEqual(["withdraw_coupon", 1, "rwd_1:reversed:1"]);
  });

  test("is what was given while the reward expired, and nothing while it only waits", () => {
    expect(next({ state: "expired" }, given(1000))).toEqual(["debit", 1000, "rwd_1:expired"]);
    expect(next({ state: "expired", redeemedQuantity: 400 }, given(400))).toEqual(ends(null));
    expect(next({ state: "pending" }, given(1000))).toEqual(waits("not_available"));
  });
});

test("what was given while the reward could not say so is said once it can", () => {
  expect(next({ reversedQuantity: 300 }, given(700))).toEqual({ what: "redeem", quantity: 700 });
});

describe("a call whose outcome nobody knows", () => {
  const reversed = { state: "reversed", reversedQuantity: 1000 } as const;

  test.each([
    ["no answer yet", {}],
    ["no answer in time", { error: "timeout" }],
    ["no connection", { error: "unreachable" }],
    ["an error of Stripe's", { error: "api_error", responseStatus: 502 }],
    ["the same call under way", { error: "idempotency_key_in_use", responseStatus: 409 }],
  ])("because of %s is made again as it was, whatever became of the reward", (_why, fields) => {
    expect(next(reversed, { attempts: [anAttempt(fields)] })).toEqual(["credit", 1000, "rwd_1"]);
  });

  test("stays so when a later attempt was refused", () => {
    const attempts = [anAttempt(), anAttempt({ position: 2, error: "rate_limit", responseStatus: 429 })];
    expect(next(reversed, { attempts })).toEqual(["credit", 1000, "rwd_1"]);
  });

  test("is none when all attempts were refused, or one is known to be done", () => {
    const refused = anAttempt({ error: "resource_missing", responseStatus: 404 });
    expect(next(reversed, { attempts: [refused] })).toEqual(ends("reversed"));
    const done = anAttempt({ position: 2, externalId: "cbtxn_1", responseStatus: 200 });
    expect(next({ ...reversed, redeemedQuantity: 1000 }, given(1000, { attempts: [anAttempt(), done] }))).toEqual([
      ...["debit", 1000, "rwd_1:reversed:1000"],
    ]);
  });
});

test("by webhook nothing is called: the reward waits for a delivery, also of what is taken back", () => {
  const webhook = (givenQuantity: number) => ({ fulfilment: { form: "webhook" as const, givenQuantity } });
  expect(next({}, webhook(0))).toEqual(waits("no_delivery"));
  expect(next({ state: "pending" }, webhook(0))).toEqual(waits("not_available"));
  expect(next({ state: "redeemed", redeemedQuantity: 1000 }, webhook(1000))).toEqual(ends(null));
  expect(next({ state: "reversed", reversedQuantity: 1000 }, webhook(1000))).toEqual(waits("no_delivery"));
  expect(next({ state: "reversed", reversedQuantity: 1000 }, webhook(0))).toEqual(ends("reversed"));
});

test("a reward is worth what is not taken back of it, and an expired one what was used", () => {
  expect(worthOf(aReward({ reversedQuantity: 400 }))).toBe(600);
  expect(worthOf(aReward({ state: "voided" }))).toBe(0);
  expect(worthOf(aReward({ state: "expired", redeemedQuantity: 200 }))).toBe(200);
});
