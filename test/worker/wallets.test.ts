import { afterEach, expect, test } from "vitest";
import type { Context } from "#context";
import type { ReportedEvent } from "#domain/event";
import { createNewId } from "#domain/id";
import type { ProgramDocument } from "#domain/program";
import { listBalances, listWalletEntries } from "#store/wallets";
import type { WalletEntry } from "#store/wallets";
import { createReferrer, engineContext, publishProgram, record, referee, startMs } from "#support/engine";
import { expectLedgerBalanced } from "#support/ledger";

afterEach(expectLedgerBalanced);

const creditForEach: ProgramDocument["rules"][number] = {
  key: "share",
  on: { event: "payment", occurrence: "every" },
  grant: [{ to: "referrer", kind: "credit", amount_minor: 500, currency: "GBP" }],
  reverse: { on: ["refund"], policy: "proportional" },
};

/** A request of its own, with ids as random as in production. */
function requestAt(nowMs: number): Context {
  return engineContext({ nowMs, newId: createNewId(nowMs, () => crypto.randomUUID().replaceAll("-", "")) });
}

async function createWallet() {
  const ctx = requestAt(startMs);
  const { programId } = await publishProgram(ctx, { rules: [creditForEach], fraud: { preset: "off" } });
  return { ctx, owner: await createReferrer(ctx, programId, "Sarah") };
}

function paymentOf(name: string, paymentRef: string): ReportedEvent {
  return {
    id: `pay-${paymentRef}`,
    type: "payment",
    referee: referee(name),
    paymentRef,
    amountMinor: 5000,
    currency: "GBP",
  };
}

function refundOf(paymentRef: string, amountMinor: number): ReportedEvent {
  return { id: `refund-${paymentRef}-${amountMinor}`, type: "refund", paymentRef, amountMinor };
}

/** The whole wallet, oldest first, read in pages. */
async function readWallet(ctx: Context, ownerId: string): Promise<WalletEntry[]> {
  const read: WalletEntry[] = [];
  for (let before: string | undefined; ; before = read.at(-1)?.movement.id) {
    const page = await listWalletEntries(ctx.db, { ownerId, before, limit: 3 });
    read.push(...page.slice(0, 3));
    if (page.length <= 3) return read.reverse();
  }
}

async function expectRunningBalance(ctx: Context, ownerId: string, movements: number): Promise<void> {
  const wallet = await readWallet(ctx, ownerId);
  expect(wallet).toHaveLength(movements);
  let balance = 0;
  for (const { entry, counterEntry } of wallet) {
    balance += entry.amount;
    expect(entry.balanceAfter).toBe(balance);
    expect(counterEntry.amount).toBe(-entry.amount);
  }
  expect(await listBalances(ctx.db, ownerId)).toMatchObject([{ balance }]);
}

test("each balance is the one before it plus the amount, though a payment is granted and reversed at once", async () => {
  const { ctx, owner } = await createWallet();
  await record(ctx, { id: "signup", type: "signup", referee: referee("mike"), code: owner.code, codeSource: "typed" });
  for (let n = 1; n <= 8; n += 1) {
    await record(ctx, refundOf(`order-${n}`, 1000 * (n % 3) + 1000));
    await record(ctx, paymentOf("mike", `order-${n}`));
  }
  await expectRunningBalance(ctx, owner.id, 16);
});

test("a wallet is in commit order, whichever request began first", async () => {
  const { ctx, owner } = await createWallet();
  const names = Array.from({ length: 12 }, (_, n) => `friend-${n}`);
  for (const name of names) {
    const signup = { id: `signup-${name}`, type: "signup", referee: referee(name) } as const;
    await record(ctx, { ...signup, code: owner.code, codeSource: "typed" });
  }
  // The later a request commits, the earlier it began: then side by side, in no order.
  const began = (n: number) => requestAt(startMs + 60_000 - n);
  for (const [n, name] of names.slice(0, 6).entries()) await record(began(n), paymentOf(name, `order-${n}`));
  await Promise.all(names.map(async (name, n) => record(began((n * 7) % 12), paymentOf(name, `second-${n}`))));
  await Promise.all(names.map(async (_, n) => record(began((n * 5) % 12), refundOf(`second-${n}`, 2500))));
  await expectRunningBalance(ctx, owner.id, 6 + 12 + 12);
});
