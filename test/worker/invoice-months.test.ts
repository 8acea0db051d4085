import { afterEach, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { connect } from "#support/api";
import { createProgram } from "#support/factories";
import { expectLedgerBalanced } from "#support/ledger";
import { changeSeeded, clawBack, readReward } from "#support/seeded-rewards";
import { apply, createSubscriber, monthsLeft, seedMonth, voidIt } from "#support/subscriber";

afterEach(expectLedgerBalanced);

test("a month that comes back after its expiry is available, and is not used again", async () => {
  const subscriber = await createSubscriber();
  const { api, program, wallet } = subscriber;
  const now = Date.UTC(2030, 0, 1);
  await api.post(`/v1/programs/${program.id}/clock`, { now: new Date(now).toISOString() });
  const month = await seedMonth(wallet, { expiresAtMs: now + dayMs });
  expect((await apply(subscriber)).body).toMatchObject({ applied_at: "2030-01-01T00:00:00.000Z" });
  await api.post(`/v1/programs/${program.id}/clock`, { advance_ms: dayMs });
  await voidIt(subscriber);
  const returned = await readReward(month.id);
  expect(returned).toMatchObject({ redeemedQuantity: 0, expiresAtMs: now + dayMs, state: "available" });
  expect((await apply(subscriber, { id: "inv-2" })).body).toMatchObject({ reason: "no_free_month" });
});

test("a month is used until the moment of its expiry, though no job has run", async () => {
  const subscriber = await createSubscriber();
  const { api, program, wallet } = subscriber;
  const now = Date.UTC(2030, 0, 1);
  await api.post(`/v1/programs/${program.id}/clock`, { now: new Date(now).toISOString() });
  await seedMonth(wallet, { expiresAtMs: now });
  expect((await apply(subscriber)).body).toMatchObject({ reason: "no_free_month" });
  const inTime = await seedMonth(wallet, { expiresAtMs: now + 1 });
  expect((await apply(subscriber)).body).toMatchObject({ free_month: { reward_id: inTime.id } });
});

test("a month clawed back after its use is a debt, which the next month nets", async () => {
  const subscriber = await createSubscriber();
  const first = await seedMonth(subscriber.wallet);
  await apply(subscriber);
  await clawBack(subscriber.wallet, first);
  expect(await monthsLeft(subscriber)).toBe(-1);
  await seedMonth(subscriber.wallet);
  expect((await apply(subscriber, { id: "inv-2" })).body).toMatchObject({ reason: "no_free_month" });
  await seedMonth(subscriber.wallet);
  expect((await apply(subscriber, { id: "inv-2" })).body).toMatchObject({ discount_minor: 4900 });
  expect((await apply(subscriber, { id: "inv-3" })).body).toMatchObject({ reason: "no_free_month" });
  expect(await monthsLeft(subscriber)).toBe(0);
});

test("an invoice voided after its month was clawed back pays the debt", async () => {
  const subscriber = await createSubscriber();
  const month = await seedMonth(subscriber.wallet);
  await apply(subscriber);
  await clawBack(subscriber.wallet, month);
  expect((await voidIt(subscriber)).body).toMatchObject({ status: "voided" });
  expect(await monthsLeft(subscriber)).toBe(0);
  expect(await readReward(month.id)).toMatchObject({ state: "reversed" });
});

test("a month of several is given back and expires when the rest of its reward has", async () => {
  const subscriber = await createSubscriber();
  const reward = await seedMonth(subscriber.wallet, { quantity: 2, expiresAtMs: Date.now() + dayMs });
  await apply(subscriber);
  await changeSeeded(subscriber.wallet, reward, { change: "expire" });
  await voidIt(subscriber);
  expect(await monthsLeft(subscriber)).toBe(0);
});

test("months that wait for a claim, or are fulfilled in another way, are not put on invoices", async () => {
  const subscriber = await createSubscriber();
  const { api, wallet, participant } = subscriber;
  const rules = [
    {
      key: "month",
      on: { event: "payment", occurrence: "first" },
      grant: [{ to: "referrer", kind: "free_month", quantity: 1 }],
    },
  ];
  const claimed = await createProgram(api, { overrides: { rules, fulfilment: { free_month: "wallet" } } });
  await seedMonth({ ...wallet, programId: claimed.id });
  await seedMonth(wallet, { claim: "manual" });
  expect((await apply(subscriber)).body).toMatchObject({ reason: "no_free_month" });
  const withdrawal = { operation_id: "op-1", program: claimed.key, unit: "free_months", amount: 1 };
  expect((await api.post(`/v1/participants/${participant.id}/withdrawals`, withdrawal)).status).toBe(200);
});

test("how a month is used is said by the version in force, and by the one that promised it where that is silent", async () => {
  const subscriber = await createSubscriber();
  const { api, wallet } = subscriber;
  const ruleOf = (grant: Record<string, unknown>) => [
    { key: "reward", on: { event: "payment", occurrence: "first" }, grant: [{ to: "referrer", ...grant }] },
  ];
  const months = { rules: ruleOf({ kind: "free_month", quantity: 1 }), fulfilment: { free_month: "wallet" } };
  const money = {
    rules: ruleOf({ kind: "credit", amount_minor: 100, currency: "GBP" }),
    fulfilment: { credit: "wallet" },
  };
  const program = await createProgram(api, { overrides: months });
  const there = { ...wallet, programId: program.id };
  const publish = async (changes: Record<string, unknown>) => {
    // The preset's badges have conditions: a program with them has to say how badges are given.
    const { badges: _, ...rest } = program.draft;
    const document = { ...rest, ...changes };
    expect((await api.put(`/v1/programs/${program.id}/draft`, { document })).status).toBe(200);
    expect((await api.post(`/v1/programs/${program.id}/publish`)).status).toBe(201);
  };
  await seedMonth(there, { version: 1 });
  expect((await apply(subscriber)).body).toMatchObject({ reason: "no_free_month" });
  await publish({ ...months, fulfilment: { free_month: "invoice_api" } });
  await seedMonth(there, { version: 2 });
  expect((await apply(subscriber)).body).toMatchObject({ status: "applied" });
  await publish(money);
  expect((await apply(subscriber, { id: "inv-2" })).body).toMatchObject({ status: "applied" });
});

test("a participant is named by the main app's own id too, and the movement names the invoice", async () => {
  const subscriber = await createSubscriber();
  const month = await seedMonth(subscriber.wallet);
  const { kind, external_id, id } = subscriber.participant;
  const applied = await apply(subscriber, { participant: { kind, external_id } });
  expect(applied.body).toMatchObject({ participant_id: id, discount_minor: 4900 });
  // The same participant by another name is the same content.
  expect((await apply(subscriber)).body).toEqual(applied.body);
  const wallet = await subscriber.api.get<{ transactions: { data: unknown[] } }>(`/v1/participants/${id}/wallet`);
  expect(wallet.body.transactions.data[0]).toMatchObject({
    transaction_id: applied.body["transaction_id"],
    type: "withdrawal",
    unit: "free_months",
    amount: -1,
    reward_id: month.id,
    reference: "inv-1",
    status: "completed",
  });
});

test("another mode's months and participants are out of reach", async () => {
  const subscriber = await createSubscriber();
  await seedMonth(subscriber.wallet);
  const live = await connect({ mode: "live" });
  expect((await apply({ ...subscriber, api: live })).status).toBe(404);
  await apply(subscriber);
  expect((await voidIt({ ...subscriber, api: live })).status).toBe(404);
});

test("an invoice that cannot be is refused with its place", async () => {
  const subscriber = await createSubscriber();
  const cases: [Record<string, unknown>, string][] = [
    [{ amount_minor: -1 }, "amount_minor"],
    [{ amount_minor: 0.5 }, "amount_minor"],
    [{ currency: "XXQ" }, "currency"],
    [{ currency: "gbp" }, "currency"],
    [{ period: { months: 0 } }, "period.months"],
    [{ period: { days: 0 } }, "period.days"],
    [{ period: { months: 1, days: 1 } }, "period"],
    [{ period: "month" }, "period"],
    [{ id: "" }, "id"],
    [{ participant: { external_id: "x" } }, "participant.kind"],
  ];
  for (const [fields, path] of cases) {
    const reply = await apply(subscriber, fields);
    expect(reply.status, JSON.stringify(fields)).toBe(400);
    const { issues } = reply.body as { issues: { path: string }[] };
    expect(issues.map((issue) => issue.path).join(), JSON.stringify(fields)).toContain(path);
  }
});
