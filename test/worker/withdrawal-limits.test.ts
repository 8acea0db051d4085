import { afterEach, expect, test } from "vitest";
import { connect } from "#support/api";
import type { Reply } from "#support/api";
import { createProgram } from "#support/factories";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { changeSeeded, clawBack, readReward, seedReward } from "#support/seeded-rewards";
import { balanceOf, cancel, createWallet, readWallet, withdraw } from "#support/wallet-owner";

afterEach(expectLedgerBalanced);

const hourMs = 3_600_000;

test("what was withdrawn and is clawed back makes a debt, which the next reward nets before anything is withdrawn", async () => {
  const made = await createWallet();
  const first = await seedReward(made.wallet);
  await withdraw(made, { amount: 1000 });
  await clawBack(made.wallet, first);
  expect(await balanceOf(made)).toBe(-1000);
  expect(await withdraw(made, { operation_id: "op-2", amount: 1 })).toMatchObject({
    status: 409,
    body: { code: "insufficient_balance", balance: -1000, usable: 0, asked: 1 },
  });
  const next = await seedReward(made.wallet, { quantity: 1500 });
  expect((await withdraw(made, { operation_id: "op-2", amount: 501 })).body).toMatchObject({ usable: 500 });
  expect((await withdraw(made, { operation_id: "op-2", amount: 500 })).status).toBe(200);
  expect(await balanceOf(made)).toBe(0);
  expect(await readReward(next.id)).toMatchObject({ state: "available", redeemedQuantity: 500 });
});

test("a withdrawal canceled after its reward was clawed back pays the debt", async () => {
  const made = await createWallet();
  const reward = await seedReward(made.wallet);
  await withdraw(made, { amount: 1000 });
  await clawBack(made.wallet, reward);
  await cancel(made);
  expect(await balanceOf(made)).toBe(0);
  expect(await readReward(reward.id)).toMatchObject({ state: "reversed" });
  expect((await withdraw(made, { operation_id: "op-2" })).body).toMatchObject({ code: "insufficient_balance" });
});

test("what comes back to a reward that has expired meanwhile expires with it", async () => {
  const made = await createWallet();
  const reward = await seedReward(made.wallet, { expiresAtMs: Date.now() + hourMs });
  await withdraw(made, { amount: 300 });
  await changeSeeded(made.wallet, reward, { change: "expire" });
  expect(await balanceOf(made)).toBe(0);
  await cancel(made);
  expect(await balanceOf(made)).toBe(0);
  const { transactions } = await readWallet(made);
  expect(transactions.data.slice(0, 2)).toMatchObject([
    { type: "reversal", amount: -300, description: "expired", reward_id: reward.id },
    { type: "reversal", amount: 300, description: "withdrawal_canceled" },
  ]);
});

test("what is claimed by hand, is meant for something else or has expired is not withdrawn", async () => {
  const made = await createWallet();
  await seedReward(made.wallet, { quantity: 400, claim: "manual" });
  await seedReward(made.wallet, { quantity: 200, expiresAtMs: Date.now() - 1 });
  await seedReward(made.wallet, { quantity: 100 });
  await seedReward(made.wallet, { kind: "free_month", quantity: 2 });
  expect((await withdraw(made, { amount: 101 })).body).toMatchObject({ balance: 700, usable: 100, asked: 101 });
  expect((await withdraw(made)).status).toBe(200);
  expect(await rows("SELECT claim, state FROM rewards WHERE unit = 'USD' ORDER BY quantity")).toEqual([
    { claim: "automatic", state: "redeemed" },
    { claim: "automatic", state: "available" },
    { claim: "manual", state: "available" },
  ]);
  const months = await withdraw(made, { operation_id: "op-2", unit: "free_months", amount: 1 });
  expect(months.body).toMatchObject({ code: "insufficient_balance", balance: 2, usable: 0 });
});

test("a program's clock says what has expired and when it was withdrawn", async () => {
  const made = await createWallet();
  const now = Date.UTC(2030, 0, 1);
  await made.api.post(`/v1/programs/${made.program.id}/clock`, { now: new Date(now).toISOString() });
  await seedReward(made.wallet, { quantity: 400, expiresAtMs: now });
  await seedReward(made.wallet, { quantity: 100, expiresAtMs: now + 1 });
  expect((await withdraw(made, { amount: 101 })).body).toMatchObject({ usable: 100 });
  expect((await withdraw(made)).body).toMatchObject({ at: "2030-01-01T00:00:00.000Z" });
});

test("somebody suspended withdraws nothing, and is answered what was done before", async () => {
  const made = await createWallet();
  await seedReward(made.wallet);
  const first = await withdraw(made);
  await made.api.patch(`/v1/participants/${made.participant.id}`, { status: "suspended" });
  expect(await withdraw(made, { operation_id: "op-2" })).toMatchObject({
    status: 409,
    body: { code: "participant_suspended" },
  });
  expect((await withdraw(made)).body).toEqual(first.body);
  expect(await balanceOf(made)).toBe(900);
});

test("a withdrawal from another program, unit or mode finds nothing", async () => {
  const made = await createWallet();
  await seedReward(made.wallet);
  const elsewhere = await createProgram(made.api, { preset: "wallet-bonus" });
  expect((await withdraw(made, { program: elsewhere.key })).body).toMatchObject({ balance: 0, usable: 0 });
  expect((await withdraw(made, { unit: "GBP" })).body).toMatchObject({ balance: 0, usable: 0 });
  expect(await withdraw(made, { program: "nowhere" })).toMatchObject({ status: 404, body: { code: "not_found" } });
  const live = await connect({ mode: "live" });
  expect((await withdraw({ ...made, api: live })).status).toBe(404);
});

test("hundreds of small rewards are withdrawn at once", async () => {
  const made = await createWallet();
  for (let n = 0; n < 300; n += 1) await seedReward(made.wallet, { quantity: 10 });
  expect((await withdraw(made, { amount: 2995 })).status).toBe(200);
  expect(await rows("SELECT state, count(*) AS n FROM rewards GROUP BY state ORDER BY state")).toEqual([
    { state: "available", n: 1 },
    { state: "redeemed", n: 299 },
  ]);
  expect((await cancel(made)).status).toBe(200);
  expect(await balanceOf(made)).toBe(3000);
});

test("withdrawals are listed newest first, in pages, though a clock stands still", async () => {
  const made = await createWallet();
  await made.api.post(`/v1/programs/${made.program.id}/clock`, { advance_ms: 1 });
  await seedReward(made.wallet);
  const ids = ["a:1", "b/2", "c~3", "d", "e"];
  for (const id of ids) await withdraw(made, { operation_id: id });
  await cancel(made, encodeURIComponent("b/2"));
  const path = `/v1/participants/${made.participant.id}/withdrawals`;
  type Page = { data: { operation_id: string; status: string }[]; next_cursor: string | null };
  const seen: Page["data"] = [];
  for (let query: string | null = "?limit=2"; query !== null;) {
    const { body }: Reply<Page> = await made.api.get<Page>(path + query);
    seen.push(...body.data);
    query = body.next_cursor === null ? null : `?limit=2&cursor=${body.next_cursor}`;
  }
  expect(seen.map(({ operation_id: id, status }) => `${id} ${status}`)).toEqual([
    "e completed",
    "d completed",
    "c~3 completed",
    "b/2 canceled",
    "a:1 completed",
  ]);
});

test("a body that cannot be is refused with its place", async () => {
  const made = await createWallet();
  const cases: [Record<string, unknown>, string][] = [
    [{ amount: 0 }, "amount"],
    [{ amount: -1 }, "amount"],
    [{ amount: 1.5 }, "amount"],
    [{ amount: 1e15 }, "amount"],
    [{ unit: "XXQ" }, "unit"],
    [{ unit: "badges" }, "unit"],
    [{ operation_id: "" }, "operation_id"],
    [{ operation_id: "two words" }, "operation_id"],
    [{ metadata: { nested: { a: 1 } } }, "metadata.nested"],
    [{ participant_id: "ptc_1" }, "participant_id"],
  ];
  for (const [fields, path] of cases) {
    const reply = await withdraw(made, fields);
    expect(reply, JSON.stringify(fields)).toMatchObject({
      status: 400,
      body: { code: "invalid_request", issues: [{ path }] },
    });
  }
});
