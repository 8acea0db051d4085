import { afterEach, expect, test } from "vitest";
import { connect, countRows } from "#support/api";
import type { Reply } from "#support/api";
import { createParticipant, createProgram } from "#support/factories";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { changeSeeded, clawBack, seedReward } from "#support/seeded-rewards";
import type { Wallet } from "#support/seeded-rewards";

afterEach(expectLedgerBalanced);

async function createOwner() {
  const api = await connect();
  const program = await createProgram(api, { preset: "wallet-bonus" });
  const participant = await createParticipant(api, { kind: "customer" });
  const wallet: Wallet = { mode: api.mode, programId: program.id, participantId: participant.id };
  return { api, program, participant, wallet };
}
type Owner = Awaited<ReturnType<typeof createOwner>>;

function recordOne({ api, program, participant }: Owner, fields: Record<string, unknown> = {}): Promise<Reply> {
  const body = { operation_id: "deal-1", program: program.id, type: "deal_payment", unit: "USD", amount: 2500 };
  return api.post(`/v1/participants/${participant.id}/wallet/transactions`, { ...body, ...fields });
}

type ShownEntry = Record<string, unknown> & { type: string; amount: number; status: string };
type ShownWallet = { balances: { balance: number }[]; transactions: { data: ShownEntry[] } };

async function readWallet({ api, participant }: Owner): Promise<ShownWallet> {
  return (await api.get<ShownWallet>(`/v1/participants/${participant.id}/wallet?limit=100`)).body;
}

test("each type is recorded with the caller's words, and shown in the wallet", async () => {
  const owner = await createOwner();
  const metadata = { deal: "d-7", share: 0.5 };
  const recorded = await recordOne(owner, { description: "Deal 7", metadata });
  expect(recorded).toMatchObject({
    status: 200,
    body: { operation_id: "deal-1", type: "deal_payment", unit: "USD", amount: 2500, description: "Deal 7", metadata },
  });
  await recordOne(owner, { operation_id: "aff-1", type: "affiliate_commission", amount: 300 });
  await recordOne(owner, { operation_id: "adj-1", type: "adjustment", amount: 200 });
  await recordOne(owner, { operation_id: "adj-2", type: "adjustment", amount: -1000 });
  const { balances, transactions } = await readWallet(owner);
  expect(balances).toMatchObject([{ unit: "USD", balance: 2000 }]);
  expect(transactions.data.map(({ type, amount, reference, status }) => [type, amount, reference, status])).toEqual([
    ["adjustment", -1000, "adj-2", "completed"],
    ["adjustment", 200, "adj-1", "completed"],
    ["affiliate_commission", 300, "aff-1", "completed"],
    ["deal_payment", 2500, "deal-1", "completed"],
  ]);
  expect(transactions.data[3]).toMatchObject({
    transaction_id: recorded.body["transaction_id"],
    description: "Deal 7",
    metadata,
    entries: [
      { account: owner.participant.id, amount: 2500 },
      { account: "house:payments", amount: -2500 },
    ],
  });
  expect(transactions.data[0]).toMatchObject({ description: "adjustment", metadata: null });
});

test("one transaction sent twenty times together is recorded once and answered alike", async () => {
  const owner = await createOwner();
  const replies = await Promise.all(Array.from({ length: 20 }, async () => recordOne(owner)));
  expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(replies[0]?.status).toBe(200);
  expect(await countRows()).toMatchObject({ operations: 1, transactions: 1 });
});

test("an operation id with other content is refused; a withdrawal may have the same", async () => {
  const owner = await createOwner();
  await recordOne(owner);
  for (const fields of [{ amount: 1 }, { type: "adjustment" }, { unit: "EUR" }, { metadata: {} }]) {
    const reply = await recordOne(owner, fields);
    expect(reply).toMatchObject({ status: 409, body: { code: "operation_content_differs", operation_id: "deal-1" } });
  }
  const withdrawal = { operation_id: "deal-1", program: owner.program.key, unit: "USD", amount: 2500 };
  const withdrawn = await owner.api.post(`/v1/participants/${owner.participant.id}/withdrawals`, withdrawal);
  expect(withdrawn.status, withdrawn.text).toBe(200);
  expect((await readWallet(owner)).balances).toMatchObject([{ balance: 0 }]);
});

test("thirty adjustments of -100 from 1000 arriving together: ten succeed", async () => {
  const owner = await createOwner();
  await recordOne(owner, { amount: 1000 });
  const adjust = async (n: number) => recordOne(owner, { operation_id: `adj-${n}`, type: "adjustment", amount: -100 });
  const replies = await Promise.all(Array.from({ length: 30 }, async (_, n) => adjust(n)));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(10);
  const codes = new Set(replies.filter(({ status }) => status !== 200).map(({ body }) => body["code"]));
  expect([...codes]).toEqual(["insufficient_balance"]);
  expect((await readWallet(owner)).balances).toMatchObject([{ balance: 0 }]);
});

test("value without a reward is withdrawn after what expires, and a debt is paid by it", async () => {
  const owner = await createOwner();
  const reward = await seedReward(owner.wallet, { quantity: 500 });
  await recordOne(owner, { amount: 700 });
  const withdrawal = { operation_id: "op-1", program: owner.program.key, unit: "USD", amount: 1200 };
  const path = `/v1/participants/${owner.participant.id}/withdrawals`;
  expect((await owner.api.post(path, withdrawal)).status).toBe(200);
  await clawBack(owner.wallet, reward);
  expect((await readWallet(owner)).balances).toMatchObject([{ balance: -500 }]);
  await recordOne(owner, { operation_id: "deal-2", amount: 800 });
  expect((await owner.api.post(path, { ...withdrawal, operation_id: "op-2" })).body).toMatchObject({ usable: 300 });
});

test("what is kept for a claim stays there, though withdrawals of other value arrive together", async () => {
  const owner = await createOwner();
  await seedReward(owner.wallet, { quantity: 500, claim: "manual" });
  await recordOne(owner, { amount: 1000 });
  const path = `/v1/participants/${owner.participant.id}/withdrawals`;
  const withdrawal = { program: owner.program.key, unit: "USD", amount: 600 };
  const replies = await Promise.all(
    Array.from({ length: 10 }, async (_, n) => owner.api.post(path, { ...withdrawal, operation_id: `op-${n}` })),
  );
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await readWallet(owner)).balances).toMatchObject([{ balance: 900 }]);
});

test("a movement is shown as reversed when a later one undid it", async () => {
  const owner = await createOwner();
  const kept = await seedReward(owner.wallet, { quantity: 100 });
  const revoked = await seedReward(owner.wallet, { quantity: 200 });
  const disputed = await seedReward(owner.wallet, { quantity: 300 });
  await changeSeeded(owner.wallet, kept, { change: "reverse_part", quantity: 40 });
  await clawBack(owner.wallet, revoked);
  await changeSeeded(owner.wallet, disputed, { change: "recall" });
  await changeSeeded(owner.wallet, disputed, { change: "release" });
  const { transactions } = await readWallet(owner);
  expect(transactions.data.toReversed().map(({ type, amount, status }) => `${type} ${amount} ${status}`)).toEqual([
    "referral_bonus 100 completed",
    "referral_bonus 200 reversed",
    "referral_bonus 300 reversed",
    "reversal -40 completed",
    "reversal -200 completed",
    "reversal -300 completed",
    "referral_bonus 300 completed",
  ]);
});

test("a transaction that cannot be is refused with its place", async () => {
  const owner = await createOwner();
  const cases: [Record<string, unknown>, string][] = [
    [{ amount: 0 }, "amount"],
    [{ amount: -1 }, "amount"],
    [{ type: "affiliate_commission", amount: -1 }, "amount"],
    [{ amount: 0.5 }, "amount"],
    [{ type: "withdrawal" }, "type"],
    [{ type: "referral_bonus" }, "type"],
    [{ unit: "free_months" }, "unit"],
    [{ operation_id: "x".repeat(121) }, "operation_id"],
    [{ description: "" }, "description"],
  ];
  for (const [fields, path] of cases) {
    const reply = await recordOne(owner, fields);
    expect(reply, JSON.stringify(fields)).toMatchObject({
      status: 400,
      body: { code: "invalid_request", issues: [{ path }] },
    });
  }
});

test("whoever was erased gets no more words into the books, however near the two requests are", async () => {
  const owner = await createOwner();
  const erase = async () => owner.api.post(`/v1/participants/${owner.participant.id}/erase`, { reason: "asked_for" });
  const [erased, ...together] = await Promise.all([
    erase(),
    ...["a", "b", "c"].map(async (id) => recordOne(owner, { operation_id: id, description: "for Wanda Quillfeather" })),
  ]);
  expect(erased.status).toBe(200);
  for (const { status } of together) expect([200, 410, 503]).toContain(status);
  expect(await recordOne(owner, { operation_id: "late" })).toMatchObject({
    status: 410,
    body: { code: "participant_erased" },
  });
  expect(await rows("SELECT detail FROM operations WHERE detail LIKE '%Quillfeather%'")).toEqual([]);
});
