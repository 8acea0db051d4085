import { afterEach, describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import type { ProgramDocument } from "#domain/program";
import { claimReward } from "#usecases/claim-reward";
import { grantReward } from "#usecases/grant-reward";
import { releaseReward } from "#usecases/release-reward";
import { revokeReward } from "#usecases/revoke-reward";
import { createReferrer, engineContext, publishProgram, record, referee } from "#support/engine";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { valueOf } from "#support/reward-seeds";

/** What events and people do to the same reward, one after the other and at once. */

afterEach(expectLedgerBalanced);

const claimed: ProgramDocument["rules"][number] = {
  key: "claimed",
  on: { event: "payment", occurrence: "every" },
  grant: [{ to: "referrer", kind: "credit", amount_minor: 1000, currency: "GBP" }],
  reverse: { on: ["refund"], policy: "proportional" },
  limit: [{ per: "referrer", max: 1 }],
  claim: "manual",
};

async function createWorld(name = "mike") {
  const ctx = engineContext();
  const { programId } = await publishProgram(ctx, { rules: [claimed], fulfilment: { credit: "webhook" } });
  const sarah = await createReferrer(ctx, programId, "Sarah");
  const friend = referee(name);
  await record(ctx, { id: `s-${name}`, type: "signup", referee: friend, code: sarah.code, codeSource: "typed" });
  const pay = async (paymentRef: string) => {
    const payment = { id: `p-${paymentRef}`, type: "payment", paymentRef, amountMinor: 5000, currency: "GBP" } as const;
    const { outcomes } = await record(ctx, { ...payment, referee: friend });
    return outcomes[0]?.rewards[0]?.id ?? "";
  };
  const refund = async (paymentRef: string, amountMinor: number) =>
    record(ctx, { id: `r-${paymentRef}-${amountMinor}`, type: "refund", paymentRef, amountMinor });
  return { ctx, programId, sarah, pay, refund };
}

type RewardRow = { state: string; reversed_quantity: number; redeemed_quantity: number };

async function rewardOf(id: string) {
  const [row] = await rows<RewardRow>(
    "SELECT state, reversed_quantity, redeemed_quantity FROM rewards WHERE id = ?",
    id,
  );
  return row;
}

async function balanceOf(ownerId: string) {
  const [account] = await rows<{ balance: number }>("SELECT balance FROM accounts WHERE owner_id = ?", ownerId);
  return account?.balance;
}

describe("a claim and a refund at once", () => {
  test("leave nothing given that was taken back, whichever comes first", async () => {
    for (let round = 0; round < 10; round++) {
      const { ctx, sarah, pay, refund } = await createWorld(`friend-${round}`);
      const id = await pay(`inv-${round}`);
      const verbs = [async () => claimReward(ctx, id), async () => refund(`inv-${round}`, 5000)];
      const order = round % 2 === 0 ? verbs : verbs.toReversed();
      await Promise.all(order.map(async (verb) => verb()));
      const reward = await rewardOf(id);
      expect(reward).toMatchObject({ state: "reversed", reversed_quantity: 1000 });
      expect(await balanceOf(sarah.id)).toBe(0 - (reward?.redeemed_quantity ?? 0));
    }
  });

  test("of a part leave the claim what was not taken back, or owe that part", async () => {
    for (let round = 0; round < 10; round++) {
      const { ctx, sarah, pay, refund } = await createWorld(`friend-${round}`);
      const id = await pay(`inv-${round}`);
      const [taken] = await Promise.all([claimReward(ctx, id), refund(`inv-${round}`, 2000)]);
      const { redeemedQuantity } = valueOf(taken).reward;
      expect([600, 1000]).toContain(redeemedQuantity);
      expect(await rewardOf(id)).toEqual({
        state: "redeemed",
        reversed_quantity: 400,
        redeemed_quantity: redeemedQuantity,
      });
      expect(await balanceOf(sarah.id)).toBe(600 - redeemedQuantity);
    }
  });
});

test("what a person has revoked is not taken back again, and its place is free for the next", async () => {
  const { ctx, sarah, pay, refund } = await createWorld();
  const first = await pay("inv-1");
  const denied = await pay("inv-2");
  expect(await rewardOf(denied)).toMatchObject({ state: "denied" });
  await revokeReward(ctx, { rewardId: first, reason: "mistake" });
  await refund("inv-1", 5000);
  expect(await rewardOf(first)).toMatchObject({ state: "reversed", reversed_quantity: 1000 });
  expect(await balanceOf(sarah.id)).toBe(0);
  const third = await pay("inv-3");
  expect(await rewardOf(third)).toMatchObject({ state: "available" });
});

test("what was granted by hand for a referral stays when its payments are refunded", async () => {
  const { ctx, programId, sarah, pay, refund } = await createWorld();
  await pay("inv-1");
  const [referral] = await rows<{ id: string }>("SELECT id FROM referrals");
  const grant = { kind: "credit", amount_minor: 300, currency: "GBP" } as const;
  const { reward } = valueOf(
    await grantReward(ctx, {
      program: programId,
      participant: sarah.id,
      grant,
      reason: "thanks",
      operationId: "op-1",
      referralId: referral?.id ?? "",
    }),
  );
  await refund("inv-1", 5000);
  expect(await rewardOf(reward.id)).toMatchObject({ state: "available", reversed_quantity: 0 });
  expect(await balanceOf(sarah.id)).toBe(300);
});

test("an earlier report of the payment and the end of the hold, at once, leave the reward released and dated", async () => {
  for (let round = 0; round < 10; round++) {
    const ctx = engineContext();
    const held = { ...claimed, key: "held", claim: "automatic" as const, hold: { days: 14 } };
    const { programId } = await publishProgram(ctx, { rules: [held], fulfilment: { credit: "wallet" } });
    const sarah = await createReferrer(ctx, programId, "Sarah");
    const friend = referee(`friend-${round}`);
    const payment = {
      type: "payment",
      paymentRef: `inv-${round}`,
      amountMinor: 5000,
      currency: "GBP",
      referee: friend,
    } as const;
    await record(ctx, { id: `s-${round}`, type: "signup", referee: friend, code: sarah.code, codeSource: "typed" });
    const { outcomes } = await record(ctx, { ...payment, id: `p-${round}` });
    const id = outcomes[0]?.rewards[0]?.id ?? "";
    const later = { ...ctx, nowMs: ctx.nowMs + 14 * dayMs };
    const earlier = { ...payment, id: `again-${round}`, occurredAtMs: ctx.nowMs - 1000 };
    // The report is decided by the clock of before, so that it corrects the dates and takes no step.
    const both = [async () => releaseReward(later, id), async () => record(ctx, earlier)];
    await Promise.all((round % 2 === 0 ? both : both.toReversed()).map(async (verb) => verb()));
    expect(await rewardOf(id)).toMatchObject({ state: "available" });
    expect(await balanceOf(sarah.id)).toBe(1000);
    expect(await rows("SELECT earned_at_ms FROM rewards WHERE id = ?", id)).toEqual([
      { earned_at_ms: ctx.nowMs - 1000 },
    ]);
  }
});
