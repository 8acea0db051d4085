import { afterEach, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { countRows } from "#support/api";
import { createParticipant, createProgram } from "#support/factories";
import { expectLedgerBalanced } from "#support/ledger";
import { readReward } from "#support/seeded-rewards";
import { apply, createSubscriber, monthsLeft, preview, seedMonth, voidIt } from "#support/subscriber";

afterEach(expectLedgerBalanced);

test("an annual invoice gets the share of one month, and one month is used", async () => {
  const subscriber = await createSubscriber();
  const month = await seedMonth(subscriber.wallet, { expiresAtMs: Date.now() + dayMs });
  const applied = await apply(subscriber, { amount_minor: 59_400, period: { months: 12 } });
  expect(applied).toMatchObject({
    status: 200,
    body: {
      invoice_id: "inv-1",
      participant_id: subscriber.participant.id,
      status: "applied",
      amount_minor: 59_400,
      currency: "GBP",
      period: { months: 12 },
      discount_minor: 4950,
      due_minor: 54_450,
      reason: null,
      free_month: { reward_id: month.id, program: subscriber.program.key },
      voided_at: null,
    },
  });
  expect(await readReward(month.id)).toMatchObject({ state: "redeemed", redeemedQuantity: 1 });
  expect(await monthsLeft(subscriber)).toBe(0);
});

test.each([
  ["a month", 4900, "GBP", { months: 1 }, 4900],
  ["half up to the penny", 1000, "GBP", { months: 12 }, 83],
  ["half a penny goes up", 6, "GBP", { months: 12 }, 1],
  ["less than half goes down", 17, "GBP", { months: 12 }, 1],
  ["yen have no smaller part", 9999, "JPY", { months: 12 }, 833],
  ["half a yen goes up", 9990, "JPY", { months: 12 }, 833],
  ["a quarter in days", 9000, "GBP", { days: 90 }, 3000],
  ["a year in days", 59_400, "GBP", { days: 365 }, 4882],
  ["a week is all of it", 1200, "GBP", { days: 7 }, 1200],
] as const)("%s: %i %s", async (...[, amount, currency, period, discount]) => {
  const subscriber = await createSubscriber();
  await seedMonth(subscriber.wallet);
  const applied = await apply(subscriber, { amount_minor: amount, currency, period });
  expect(applied.body).toMatchObject({ discount_minor: discount, due_minor: amount - discount });
});

test("the month that expires first is used first, in whichever program it was earned", async () => {
  const subscriber = await createSubscriber();
  const { api, wallet } = subscriber;
  const elsewhere = await createProgram(api, { preset: "supplier-network" });
  const there = { ...wallet, programId: elsewhere.id };
  const at = (days: number) => Date.now() + days * dayMs;
  const never = await seedMonth(wallet);
  const third = await seedMonth(wallet, { expiresAtMs: at(3) });
  const first = await seedMonth(there, { expiresAtMs: at(1) });
  const second = await seedMonth(wallet, { expiresAtMs: at(2) });
  const used: unknown[] = [];
  for (const id of ["inv-1", "inv-2", "inv-3", "inv-4"]) {
    const expected = await preview(subscriber, { id });
    const { body } = await apply(subscriber, { id });
    expect(body["free_month"]).toEqual(expected.body["free_month"]);
    used.push((body["free_month"] as { reward_id: string }).reward_id);
  }
  expect(used).toEqual([first.id, second.id, third.id, never.id]);
  expect((await apply(subscriber, { id: "inv-5" })).body).toMatchObject({ discount_minor: 0, reason: "no_free_month" });
});

test("with a program named, only its months are used", async () => {
  const subscriber = await createSubscriber();
  const elsewhere = await createProgram(subscriber.api, { preset: "supplier-network" });
  await seedMonth(subscriber.wallet);
  expect((await apply(subscriber, { program: elsewhere.key })).body).toMatchObject({ reason: "no_free_month" });
  expect((await apply(subscriber, { program: subscriber.program.key })).body).toMatchObject({ discount_minor: 4900 });
  expect((await apply(subscriber, { id: "inv-2", program: "nowhere" })).status).toBe(404);
});

test("a preview writes nothing and says what would be used and when it expires", async () => {
  const subscriber = await createSubscriber();
  const expiresAtMs = Date.now() + dayMs;
  const month = await seedMonth(subscriber.wallet, { expiresAtMs });
  const before = await countRows();
  expect((await preview(subscriber)).body).toMatchObject({
    status: "not_applied",
    discount_minor: 4900,
    due_minor: 0,
    free_month: { reward_id: month.id, expires_at: new Date(expiresAtMs).toISOString() },
    transaction_id: null,
    applied_at: null,
  });
  expect(await countRows()).toEqual(before);
  expect(await readReward(month.id)).toMatchObject(month);
  const applied = await apply(subscriber);
  expect((await preview(subscriber)).body).toEqual(applied.body);
});

test("an invoice without a free month is answered with a reason, leaves no trace and may be applied later", async () => {
  const subscriber = await createSubscriber();
  const before = await countRows();
  expect(await apply(subscriber)).toMatchObject({
    status: 200,
    body: { status: "not_applied", discount_minor: 0, due_minor: 4900, reason: "no_free_month", free_month: null },
  });
  expect(await countRows()).toEqual(before);
  await seedMonth(subscriber.wallet);
  expect((await apply(subscriber)).body).toMatchObject({ status: "applied", discount_minor: 4900 });
});

test("a month that would take off nothing is kept", async () => {
  const subscriber = await createSubscriber();
  await seedMonth(subscriber.wallet);
  for (const fields of [{ amount_minor: 0 }, { amount_minor: 5, period: { months: 12 } }]) {
    expect((await apply(subscriber, fields)).body).toMatchObject({ discount_minor: 0, reason: "nothing_to_discount" });
  }
  expect(await monthsLeft(subscriber)).toBe(1);
});

test("the same invoice applied twenty times together uses one month and is answered alike", async () => {
  const subscriber = await createSubscriber();
  await seedMonth(subscriber.wallet, { quantity: 3 });
  const replies = await Promise.all(Array.from({ length: 20 }, async () => apply(subscriber)));
  expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(replies[0]?.body).toMatchObject({ status: "applied", discount_minor: 4900 });
  expect(await monthsLeft(subscriber)).toBe(2);
  expect(await countRows()).toMatchObject({ operations: 1, operation_parts: 1 });
});

test("of two invoices that race for one month one gets it", async () => {
  const subscriber = await createSubscriber();
  await seedMonth(subscriber.wallet);
  const replies = await Promise.all(["inv-1", "inv-2"].map(async (id) => apply(subscriber, { id })));
  expect(new Set(replies.map(({ body }) => body["discount_minor"]))).toEqual(new Set([0, 4900]));
  expect(await monthsLeft(subscriber)).toBe(0);
});

test("an invoice id with other content is refused", async () => {
  const subscriber = await createSubscriber();
  await seedMonth(subscriber.wallet, { quantity: 2 });
  await apply(subscriber);
  const other = await createParticipant(subscriber.api, { kind: "supplier" });
  const changes = [{ amount_minor: 1 }, { currency: "EUR" }, { period: { days: 30 } }, { participant: other.id }];
  for (const fields of changes) {
    for (const reply of [await apply(subscriber, fields), await preview(subscriber, fields)]) {
      expect(reply).toMatchObject({ status: 409, body: { code: "operation_content_differs", operation_id: "inv-1" } });
    }
  }
  expect(await monthsLeft(subscriber)).toBe(1);
});

test("a voided invoice gives its month back with its expiry, once, and stays voided", async () => {
  const subscriber = await createSubscriber();
  const expiresAtMs = Date.now() + dayMs;
  const month = await seedMonth(subscriber.wallet, { expiresAtMs });
  const applied = await apply(subscriber);
  const voided = await Promise.all(Array.from({ length: 20 }, async () => voidIt(subscriber)));
  expect(new Set(voided.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(voided[0]?.body).toEqual({
    ...applied.body,
    status: "voided",
    discount_minor: 0,
    due_minor: 4900,
    voided_at: expect.any(String),
  });
  expect(await readReward(month.id)).toMatchObject({ state: "available", redeemedQuantity: 0, expiresAtMs });
  expect(await monthsLeft(subscriber)).toBe(1);
  for (const reply of [await apply(subscriber), await preview(subscriber)]) {
    expect(reply).toMatchObject({ status: 409, body: { code: "invoice_voided", invoice_id: "inv-1" } });
  }
  expect((await apply(subscriber, { id: "inv-2" })).body).toMatchObject({ free_month: { reward_id: month.id } });
  expect(await voidIt(subscriber, "inv-3")).toMatchObject({ status: 404, body: { code: "not_found" } });
});

test("who is suspended gets no month off, not in a preview either, and is answered what was done before", async () => {
  const subscriber = await createSubscriber();
  await seedMonth(subscriber.wallet);
  await seedMonth(subscriber.wallet);
  const first = await apply(subscriber);
  await subscriber.api.patch(`/v1/participants/${subscriber.participant.id}`, { status: "suspended" });
  for (const call of [apply, preview]) {
    expect(await call(subscriber, { id: "inv-2" })).toMatchObject({
      status: 409,
      body: { code: "participant_suspended" },
    });
    expect((await call(subscriber)).body).toEqual(first.body);
  }
  expect((await voidIt(subscriber)).status).toBe(200);
  expect(await monthsLeft(subscriber)).toBe(2);
});
