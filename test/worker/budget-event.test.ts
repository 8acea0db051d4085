import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { RecordedAnswer, ReportedEvent } from "#domain/event";
import { platformOf } from "#open-context";
import { openDatabase } from "#store/database";
import { figuresOf, holdToBudget } from "#support/budget";
import { fedContext, readBoard } from "#support/fed-boards";
import { clickToken, createReferrer, engineContext, publishProgram, record, referee } from "#support/engine";
import { countOperations } from "#support/operation-counter";

const oneReward = {
  rules: [
    {
      key: "first-payment-free-month",
      on: { event: "payment", occurrence: "first" },
      qualify: { verified: true },
      grant: [{ to: "referrer", kind: "free_month", quantity: 1, worth: { amount_minor: 4900, currency: "GBP" } }],
    },
  ],
} as const;

test("an event costs two trips to D1 and few rows", async ({ task }) => {
  const ctx = engineContext();
  const { programId } = await publishProgram(ctx, structuredClone(oneReward) as never);
  const sarah = await createReferrer(ctx, programId, "Sarah");
  const mike = referee("mike");
  const { env: counted, take } = countOperations(env);
  const countedCtx = { ...ctx, db: openDatabase(counted.DB), platform: platformOf(counted) };
  const measure = async (name: Parameters<typeof holdToBudget>[1], event: ReportedEvent): Promise<RecordedAnswer> => {
    const answer = await record(countedCtx, event);
    const { d1RowsWrittenByTable, ...operations } = take();
    holdToBudget(task, name, { ...figuresOf({ ...operations, d1RowsWrittenByTable }), ...d1RowsWrittenByTable });
    return answer;
  };
  const order = { paymentRef: "order-1", amountMinor: 4900, currency: "GBP" };
  const evidence = { code: sarah.code, codeSource: "typed" as const };

  await measure("event signup_started", { id: "e1", type: "signup_started", referee: mike, ...evidence });
  const signup = await measure("event signup", { id: "e2", type: "signup", referee: mike, ...evidence });
  expect(signup.outcomes[0]?.referralId).toMatch(/^ref_/);
  await measure("event trial_started", { id: "e3", type: "trial_started", referee: mike });
  const first = await measure("event payment, first, one reward", {
    id: "e4",
    type: "payment",
    referee: mike,
    ...order,
  });
  expect(first.outcomes[0]?.rewards).toHaveLength(1);
  await measure("event payment, second", { id: "e5", type: "payment", referee: mike, ...order, paymentRef: "order-2" });
  await measure("event refund", { id: "e6", type: "refund", paymentRef: "order-1", amountMinor: 4900 });
  await measure("event sent again", { id: "e4", type: "payment", referee: mike, ...order });
  const click = clickToken(programId, [{ code: sarah.code }]);
  await measure("event signup by a click", { id: "e7", type: "signup", referee: referee("nina"), click });
});

const everything = {
  rules: [
    {
      key: "first-payment",
      on: { event: "payment", occurrence: "first" },
      qualify: { verified: true },
      grant: [{ to: "referrer", kind: "free_month", quantity: 1 }],
      limit: [{ per: "referrer", max: 12, window: "calendar_year", on_exceed: "deny" }],
      hold: { days: 14 },
      reverse: { on: ["refund", "dispute_lost"], policy: "proportional", after_redemption: "negative_balance" },
      expires_days: 365,
    },
    {
      key: "fifth-referral",
      on: { count: { reaches: 5 } },
      grant: [{ to: "referrer", kind: "badge", badge: "Five" }],
    },
  ],
  fulfilment: { free_month: "invoice_api", badge: "wallet" },
} as const;

test("so does one whose reward is held, limited and counted", async ({ task }) => {
  const ctx = engineContext();
  const { programId } = await publishProgram(ctx, structuredClone(everything) as never);
  const sarah = await createReferrer(ctx, programId, "Sarah");
  const mike = referee("mike");
  const evidence = { code: sarah.code, codeSource: "typed" as const };
  await record(ctx, { id: "e1", type: "signup", referee: mike, ...evidence });

  const { env: counted, take } = countOperations(env);
  const order = { paymentRef: "order-1", amountMinor: 4900, currency: "GBP" };
  const event: ReportedEvent = { id: "e2", type: "payment", referee: mike, ...order };
  const answer = await record({ ...ctx, db: openDatabase(counted.DB) }, event);
  expect(answer.outcomes[0]?.rewards).toMatchObject([{ state: "pending" }]);
  const { d1RowsWrittenByTable, ...operations } = take();
  const figures = { ...figuresOf({ ...operations, d1RowsWrittenByTable }), ...d1RowsWrittenByTable };
  holdToBudget(task, "event payment, first, one reward held, limited and counted", figures);
});

test("an event that a limit denies costs no more trips", async ({ task }) => {
  const ctx = engineContext();
  const limited = structuredClone(everything) as never as { rules: { limit: { max: number }[] }[] };
  limited.rules[0]!.limit[0]!.max = 1;
  const { programId } = await publishProgram(ctx, limited as never);
  const sarah = await createReferrer(ctx, programId, "Sarah");
  const evidence = { code: sarah.code, codeSource: "typed" as const };
  const pay = async (name: string, on = ctx) =>
    record(on, {
      id: `pay-${name}`,
      type: "payment",
      referee: referee(name),
      paymentRef: `order-${name}`,
      amountMinor: 4900,
      currency: "GBP",
    });
  for (const name of ["mike", "nina"])
    await record(ctx, { id: `sign-${name}`, type: "signup", referee: referee(name), ...evidence });
  await pay("mike");

  const { env: counted, take } = countOperations(env);
  const answer = await pay("nina", { ...ctx, db: openDatabase(counted.DB) });
  expect(answer.outcomes[0]?.denials).toMatchObject([{ code: "limit_reached" }]);
  const { d1RowsWrittenByTable, ...operations } = take();
  const figures = { ...figuresOf({ ...operations, d1RowsWrittenByTable }), ...d1RowsWrittenByTable };
  holdToBudget(task, "event payment, denied by a limit", figures);
});

test("boards are told of an event after its answer, by one trip more", async ({ task }) => {
  const told = fedContext();
  const { programId } = await publishProgram(told.ctx, structuredClone(everything) as never);
  const sarah = await createReferrer(told.ctx, programId, "Sarah");
  const evidence = { code: sarah.code, codeSource: "typed" as const };
  await record(told.ctx, { id: "e1", type: "signup", referee: referee("mike"), ...evidence });
  await told.settled();

  const { env: counted, take } = countOperations(env);
  const later: (() => Promise<void>)[] = [];
  const afterwards = (work: () => Promise<void>) => void later.push(work);
  const ctx = { ...told.ctx, db: openDatabase(counted.DB), platform: platformOf(counted), afterwards };
  const order = { paymentRef: "order-1", amountMinor: 4900, currency: "GBP" };
  await record(ctx, { id: "e2", type: "payment", referee: referee("mike"), ...order });
  expect(take()).toMatchObject({ d1SequentialTrips: 2, objectCalls: 0 });
  for (const work of later) await work();
  const operations = take();
  const figures = { ...figuresOf(operations), d1_rows_read: operations.d1RowsRead };
  holdToBudget(task, "event told to boards, afterwards", figures);
  expect((await readBoard(programId)).places).toEqual([{ id: sarah.id, conversions: 1 }]);
});
