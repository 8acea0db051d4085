import { afterEach, expect, test } from "vitest";
import { countRows } from "#support/api";
import { createParticipant } from "#support/factories";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { readReward, seedReward } from "#support/seeded-rewards";
import { balanceOf, cancel, createWallet, readWallet, withdraw } from "#support/wallet-owner";

afterEach(expectLedgerBalanced);

const hourMs = 3_600_000;

test("fifty withdrawals of 100 from 1000 arriving together: ten succeed, and the balance is never below zero", async () => {
  const made = await createWallet();
  for (const quantity of [250, 250, 500]) await seedReward(made.wallet, { quantity });
  const replies = await Promise.all(
    Array.from({ length: 50 }, async (_, n) => withdraw(made, { operation_id: `op-${n}` })),
  );
  const refused = replies.filter(({ status }) => status !== 200);
  expect(replies.length - refused.length).toBe(10);
  for (const { status, body } of refused) {
    expect([status, body]).toMatchObject([409, { code: "insufficient_balance", unit: "USD", asked: 100 }]);
  }
  expect(await balanceOf(made)).toBe(0);
  expect(await rows("SELECT * FROM entries WHERE balance_after < 0")).toEqual([]);
  expect(await rows("SELECT DISTINCT state, quantity - redeemed_quantity AS left FROM rewards")).toEqual([
    { state: "redeemed", left: 0 },
  ]);
});

test("one withdrawal sent twenty times together is made once and answered alike", async () => {
  const made = await createWallet();
  await seedReward(made.wallet);
  const replies = await Promise.all(Array.from({ length: 20 }, async () => withdraw(made)));
  expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(replies[0]).toMatchObject({ status: 200, body: { operation_id: "op-1", amount: 100, status: "completed" } });
  expect(await balanceOf(made)).toBe(900);
  expect(await countRows()).toMatchObject({ operations: 1, operation_parts: 1, audit_log: 4 });
});

test("an operation id with other content is refused and changes nothing", async () => {
  const made = await createWallet();
  await seedReward(made.wallet);
  await withdraw(made);
  const before = await countRows();
  const other = await createParticipant(made.api, { kind: "customer" });
  for (const fields of [{ amount: 101 }, { unit: "GBP" }, { metadata: { bank: "b" } }, { description: "rent" }]) {
    const reply = await withdraw(made, fields);
    expect(reply).toMatchObject({ status: 409, body: { code: "operation_content_differs", operation_id: "op-1" } });
  }
  const foreign = await withdraw({ ...made, participant: other });
  expect(foreign.body).toMatchObject({ code: "operation_content_differs" });
  expect(await countRows()).toEqual({ ...before, participants: 2, audit_log: (before["audit_log"] ?? 0) + 1 });
});

test("a withdrawal is one movement with the caller's words, and uses up what expires first", async () => {
  const made = await createWallet();
  const endsAtMs = Date.now() + 24 * hourMs;
  const never = await seedReward(made.wallet, { quantity: 300 });
  const late = await seedReward(made.wallet, { quantity: 300, expiresAtMs: endsAtMs + hourMs });
  const soon = await seedReward(made.wallet, { quantity: 300, expiresAtMs: endsAtMs });
  const metadata = { bank: "Example", attempt: 2 };
  await withdraw(made, { amount: 700, description: "Payout of May", metadata });
  const used = await Promise.all([soon, late, never].map(async ({ id }) => readReward(id)));
  expect(used.map(({ state, redeemedQuantity }) => [state, redeemedQuantity])).toEqual([
    ["redeemed", 300],
    ["redeemed", 300],
    ["available", 100],
  ]);
  const { balances, transactions } = await readWallet(made);
  expect(balances).toMatchObject([{ unit: "USD", balance: 200 }]);
  expect(transactions.data).toHaveLength(4);
  expect(transactions.data[0]).toMatchObject({
    type: "withdrawal",
    amount: -700,
    balance_after: 200,
    reward_id: null,
    reference: "op-1",
    status: "completed",
    description: "Payout of May",
    metadata,
  });
  expect(transactions.data[1]).toMatchObject({ type: "referral_bonus", reference: soon.id, status: "completed" });
  const told = await rows<{ reward: string }>(
    "SELECT payload ->> 'reward_id' AS reward FROM outbox WHERE type = 'reward.redeemed' ORDER BY id",
  );
  expect(told.map(({ reward }) => reward)).toEqual([soon.id, late.id]);
});

test("a canceled withdrawal goes back to where it came from, once, and stays canceled", async () => {
  const made = await createWallet();
  const soon = await seedReward(made.wallet, { quantity: 300, expiresAtMs: Date.now() + hourMs });
  const never = await seedReward(made.wallet, { quantity: 300 });
  const withdrawn = await withdraw(made, { amount: 500 });
  const canceled = await Promise.all(Array.from({ length: 20 }, async () => cancel(made)));
  expect(new Set(canceled.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(canceled[0]?.body).toEqual({ ...withdrawn.body, status: "canceled", canceled_at: expect.any(String) });
  expect(await readReward(soon.id)).toMatchObject({
    state: "available",
    redeemedQuantity: 0,
    expiresAtMs: soon.expiresAtMs,
  });
  expect(await readReward(never.id)).toMatchObject({ state: "available", redeemedQuantity: 0 });
  expect(await balanceOf(made)).toBe(600);
  const { transactions } = await readWallet(made);
  expect(transactions.data.slice(0, 2)).toMatchObject([
    {
      type: "reversal",
      amount: 500,
      reference: "op-1",
      reverses_id: withdrawn.body["transaction_id"],
      status: "completed",
    },
    { type: "withdrawal", amount: -500, reference: "op-1", status: "reversed" },
  ]);
  const again = await withdraw(made, { amount: 500 });
  expect(again).toMatchObject({ status: 200, body: { status: "canceled" } });
  expect(await balanceOf(made)).toBe(600);
});

test("another's withdrawal looks missing", async () => {
  const made = await createWallet();
  await seedReward(made.wallet);
  await withdraw(made);
  const other = await createParticipant(made.api, { kind: "customer" });
  const foreign = await cancel({ ...made, participant: other });
  expect(foreign).toMatchObject({ status: 404, body: { code: "not_found", detail: "There is no such withdrawal." } });
  expect(await cancel(made, "op-2")).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect(await balanceOf(made)).toBe(900);
});
