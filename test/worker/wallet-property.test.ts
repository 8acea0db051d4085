import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Context } from "#context";
import { dayMs } from "#domain/day";
import { createNewId } from "#domain/id";
import { emptyStores } from "#support/empty-stores";
import { createReferrer, engineContext, publishProgram, startMs } from "#support/engine";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { changeSeeded, clawBack, readReward, seedReward } from "#support/seeded-rewards";
import type { Wallet } from "#support/seeded-rewards";
import { cancelWithdrawal } from "#usecases/cancel-withdrawal";
import { makeWithdrawal } from "#usecases/make-withdrawal";
import { recordWalletTransaction } from "#usecases/record-wallet-transaction";

type Step =
  | { do: "grant"; quantity: number; expiresInDays: number | null }
  | { do: "withdraw" | "adjust"; quantity: number }
  | { do: "cancel" | "clawback" | "expire"; which: number }
  | { do: "take_back"; which: number; quantity: number };

const quantity = fc.integer({ min: 1, max: 1000 });
const which = fc.nat({ max: 20 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("grant" as const),
    quantity,
    expiresInDays: fc.option(fc.integer({ min: 1, max: 3 })),
  }),
  fc.record({ do: fc.constantFrom("withdraw" as const, "adjust" as const), quantity }),
  fc.record({ do: fc.constantFrom("cancel" as const, "clawback" as const, "expire" as const), which }),
  fc.record({ do: fc.constant("take_back" as const), which, quantity }),
);

/** What stands in the ledger by plain arithmetic; refused withdrawals change nothing. */
type Model = { balance: number; rewards: string[]; withdrawn: Map<string, number> };

test(
  "whatever is granted, withdrawn, canceled and clawed back, the balance is the fold of the entries and nothing is used twice",
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        await emptyStores();
        const newId = createNewId(startMs, () => crypto.randomUUID().replaceAll("-", ""));
        const ctx = engineContext({ newId });
        const { programId } = await publishProgram(ctx, { fulfilment: { credit: "wallet" } });
        const { id } = await createReferrer(ctx, programId, "Sarah");
        const wallet: Wallet = { mode: "live", programId, participantId: id };
        const model: Model = { balance: 0, rewards: [], withdrawn: new Map() };
        for (const [n, taken] of steps.entries()) {
          await take(ctx, wallet, model, { n, step: taken });
          expect(await balanceOf(wallet), JSON.stringify(taken)).toBe(model.balance);
        }
        await expectLedgerBalanced();
        const overused = "SELECT id FROM rewards WHERE redeemed_quantity < 0 OR redeemed_quantity > quantity";
        expect(await rows(overused)).toEqual([]);
        // Only what takes back may leave less than nothing.
        const overdrawn = `SELECT e.* FROM entries e JOIN transactions t ON t.id = e.transaction_id
          WHERE e.balance_after < 0 AND e.side = -1 AND t.type <> 'reversal'`;
        expect(await rows(overdrawn)).toEqual([]);
        await expectUsesCovered();
      }),
      { numRuns: 60 },
    );
  },
);

/** What operations that stand took of a reward is what the reward says was redeemed, unless it ended meanwhile. */
async function expectUsesCovered(): Promise<void> {
  const astray = `
    SELECT r.id, r.redeemed_quantity, coalesce(sum(p.quantity), 0) AS used FROM rewards r
    LEFT JOIN operation_parts p ON p.reward_id = r.id
      AND p.transaction_id IN (SELECT transaction_id FROM operations WHERE status = 'done')
    WHERE r.state IN ('available', 'redeemed') GROUP BY r.id HAVING r.redeemed_quantity <> used`;
  expect(await rows(astray)).toEqual([]);
}

async function take(
  ctx: Context,
  wallet: Wallet,
  model: Model,
  { n, step: taken }: { n: number; step: Step },
): Promise<void> {
  const operationId = `op-${n}`;
  const input = { participantId: wallet.participantId, operationId, program: wallet.programId, unit: "USD" };
  switch (taken.do) {
    case "grant": {
      const { quantity: granted, expiresInDays } = taken;
      const expiresAtMs = expiresInDays === null ? null : startMs + expiresInDays * dayMs;
      model.rewards.push((await seedReward(wallet, { quantity: granted, expiresAtMs })).id);
      model.balance += granted;
      return;
    }
    case "withdraw": {
      const made = await makeWithdrawal(ctx, { ...input, amount: taken.quantity });
      expect(made.ok).toBe(model.balance >= taken.quantity);
      if (!made.ok) return;
      model.balance -= taken.quantity;
      model.withdrawn.set(operationId, taken.quantity);
      return;
    }
    case "adjust": {
      const made = await recordWalletTransaction(ctx, { ...input, type: "adjustment", amount: -taken.quantity });
      expect(made.ok).toBe(model.balance >= taken.quantity);
      if (made.ok) model.balance -= taken.quantity;
      return;
    }
    case "cancel": {
      const [found, amount] = [...model.withdrawn][taken.which % Math.max(1, model.withdrawn.size)] ?? [];
      if (found === undefined || amount === undefined) return;
      const before = await expiredParts(found);
      expect((await cancelWithdrawal(ctx, { ...input, operationId: found })).ok).toBe(true);
      model.withdrawn.delete(found);
      model.balance += amount - before;
      return;
    }
    case "clawback":
    case "expire":
    case "take_back": {
      const rewardId = model.rewards[taken.which % Math.max(1, model.rewards.length)];
      if (rewardId !== undefined) model.balance -= await takeBack(wallet, rewardId, taken, model.balance);
    }
  }
}

/** How much left the wallet. An expiry takes no more than is there; a clawback takes all. */
async function takeBack(
  wallet: Wallet,
  id: string,
  taken: Extract<Step, { which: number }>,
  balance: number,
): Promise<number> {
  const { state, quantity: granted, reversedQuantity, redeemedQuantity } = await readReward(id);
  const standing = granted - reversedQuantity;
  if (taken.do === "expire") {
    const left = Math.min(Math.max(0, standing - redeemedQuantity), Math.max(0, balance));
    if (state !== "available") return 0;
    await changeSeeded(wallet, { id }, { change: "expire", quantity: left });
    return left;
  }
  if (state !== "available" && state !== "redeemed") return 0;
  if (taken.do === "take_back" && taken.quantity < standing) {
    await changeSeeded(wallet, { id }, { change: "reverse_part", quantity: taken.quantity });
    return taken.quantity;
  }
  await clawBack(wallet, { id });
  return standing;
}

async function expiredParts(operationId: string): Promise<number> {
  const sql = `SELECT coalesce(sum(p.quantity), 0) AS expired FROM operation_parts p JOIN rewards r ON r.id = p.reward_id
    JOIN operations o ON o.transaction_id = p.transaction_id WHERE o.operation_id = ? AND r.state = 'expired'`;
  return (await rows<{ expired: number }>(sql, operationId))[0]?.expired ?? 0;
}

async function balanceOf({ participantId }: Wallet): Promise<number> {
  const sql = "SELECT balance FROM accounts WHERE owner_id = ?";
  return (await rows<{ balance: number }>(sql, participantId))[0]?.balance ?? 0;
}
