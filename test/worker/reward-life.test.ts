import { afterEach, describe, expect, test } from "vitest";
import type { Context } from "#context";
import { changeReward } from "#domain/change-reward";
import { dayMs } from "#domain/day";
import type { Refusal } from "#domain/refusal";
import type { Result } from "#domain/result";
import { rewardMessages } from "#domain/reward-message";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import { writeRewardPlan } from "#store/reward-commit";
import type { StoredReward } from "#store/rewards";
import { approveReward } from "#usecases/approve-reward";
import { claimReward } from "#usecases/claim-reward";
import { expireReward } from "#usecases/expire-reward";
import { releaseReward } from "#usecases/release-reward";
import { revokeReward } from "#usecases/revoke-reward";
import { startMs } from "#support/engine";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { createRewardWorld, valueOf } from "#support/reward-seeds";
import { aroundBatches } from "#support/world";

afterEach(expectLedgerBalanced);

function at(ctx: Context, nowMs: number): Context {
  return { ...ctx, nowMs };
}

const stateOf = (result: Result<StoredReward, Refusal>) => valueOf(result).reward.state;

/** Two contexts whose first commits wait until both have read, and happen in this order. */
function inTurn(ctx: Context): [Context, Context] {
  const read = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
  const committed = Promise.withResolvers<void>();
  const take = (place: 0 | 1) =>
    aroundBatches(ctx, async (batch, call) => {
      if (call === 1) {
        const result = await batch();
        read[place].resolve();
        return result;
      }
      await Promise.all(read.map(({ promise }) => promise));
      if (place === 1 && call === 2) await committed.promise;
      try {
        return await batch();
      } finally {
        if (place === 0) committed.resolve();
      }
    });
  return [take(0), take(1)];
}

async function history(id: string) {
  return rows(
    "SELECT to_state, reason, actor, note FROM reward_transitions WHERE reward_id = ? AND position > 1 ORDER BY position",
    id,
  );
}

describe("a hold", () => {
  test("of 14 days keeps the reward at 14 d − 1 ms and ends at 14 d (vector 18)", async () => {
    const { ctx, seed, balance } = await createRewardWorld();
    const { id } = await seed({ releaseAtMs: startMs + 14 * dayMs, expiresDays: 365 });
    expect(stateOf(await releaseReward(at(ctx, startMs + 14 * dayMs - 1), id))).toBe("pending");
    expect(await balance()).toBe(0);
    const released = valueOf(await releaseReward(at(ctx, startMs + 14 * dayMs), id));
    expect(released.reward).toMatchObject({ state: "available", expiresAtMs: startMs + 379 * dayMs });
    expect(await balance()).toBe(1000);
    expect(await history(id)).toEqual([
      { to_state: "available", reason: "hold_ended", actor: "key:key_test", note: null },
    ]);
    expect(await rows("SELECT type, payload ->> 'reward_id' AS id FROM outbox")).toEqual([
      { type: "reward.available", id },
    ]);
    expect(await rows("SELECT action, object_id FROM audit_log")).toEqual([
      { action: "reward.released", object_id: id },
    ]);
  });

  test("that ended long ago, approved and released at once from many sides, is paid once", async () => {
    const { ctx, seed, balance } = await createRewardWorld();
    const { id } = await seed({ releaseAtMs: startMs - 1, needsReview: true });
    expect(stateOf(await releaseReward(ctx, id))).toBe("pending");
    const results = await Promise.all([
      approveReward(ctx, { rewardId: id, reason: "looked at" }),
      releaseReward(ctx, id),
      approveReward(ctx, { rewardId: id, reason: "looked at" }),
      releaseReward(ctx, id),
    ]);
    expect(results.filter((result) => !result.ok)).toMatchObject([{ refusal: { code: "reward_not_in_review" } }]);
    expect(await balance()).toBe(1000);
    expect(await history(id)).toEqual([
      { to_state: "pending", reason: "approved", actor: "key:key_test", note: "looked at" },
      { to_state: "available", reason: "hold_ended", actor: "key:key_test", note: null },
    ]);
  });

  test("whose end and revocation meet ends revoked, and nothing is kept", async () => {
    for (let round = 0; round < 5; round++) {
      const { ctx, seed, balance } = await createRewardWorld();
      const { id } = await seed({ releaseAtMs: startMs });
      const [revoked] = await Promise.all([
        revokeReward(ctx, { rewardId: id, reason: "mistake" }),
        releaseReward(ctx, id),
      ]);
      expect(["voided", "reversed"]).toContain(stateOf(revoked));
      expect(await balance()).toBe(0);
    }
  });
});

describe("a claim", () => {
  test("takes the reward once", async () => {
    const { ctx, seed, balance } = await createRewardWorld();
    const { id } = await seed();
    const results = await Promise.all(Array.from({ length: 6 }, async () => claimReward(ctx, id)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok && result.refusal.code === "reward_claimed")).toHaveLength(5);
    expect(await balance()).toBe(0);
    expect(await rows("SELECT state, redeemed_quantity FROM rewards")).toEqual([
      { state: "redeemed", redeemed_quantity: 1000 },
    ]);
  });

  test("comes too late at the very end, also when the job has not run", async () => {
    const { ctx, seed } = await createRewardWorld();
    const { id } = await seed({ expiresAtMs: startMs });
    const late = await claimReward(ctx, id);
    expect(late).toEqual({ ok: false, refusal: { code: "reward_expired", reward: id, expiredAtMs: startMs } });
    expect(stateOf(await expireReward(ctx, id))).toBe("expired");
    expect(await claimReward(ctx, id)).toEqual(late);
  });

  test("of another mode's reward finds nothing", async () => {
    const { ctx, seed } = await createRewardWorld();
    const { id } = await seed();
    const actor = { type: "key", id: "key_test", mode: "test", scopes: [] } as const;
    expect(await claimReward({ ...ctx, actor }, id)).toMatchObject({ refusal: { code: "not_found", what: "reward" } });
  });

  test("and the expiry at the same time end in exactly one of the two, 20 times over", async () => {
    const ends = new Set<string>();
    for (let round = 0; round < 20; round++) {
      const { ctx, seed, balance } = await createRewardWorld();
      const { id } = await seed({ expiresAtMs: startMs });
      // The claim comes just in time, the job just after. Both have decided when the one in front commits.
      const [first, second] = inTurn(ctx);
      const [claim, expiry] = round % 2 === 0 ? [first, second] : [second, first];
      const [claimed] = await Promise.all([
        claimReward(at(claim, startMs - 1), id),
        expireReward(at(expiry, startMs), id),
      ]);
      const [reward] = await rows<{ state: string; redeemed_quantity: number }>(
        "SELECT * FROM rewards WHERE id = ?",
        id,
      );
      ends.add(reward?.state ?? "");
      expect(claimed.ok).toBe(reward?.state === "redeemed");
      expect(reward?.redeemed_quantity).toBe(reward?.state === "redeemed" ? 1000 : 0);
      expect(await history(id)).toHaveLength(1);
      expect(await balance()).toBe(0);
    }
    expect([...ends].sort()).toEqual(["expired", "redeemed"]);
  });

  test("gives up when it always loses, and nothing has changed", async () => {
    const { ctx, seed, balance } = await createRewardWorld();
    const { id } = await seed();
    const losing = aroundBatches(ctx, async (batch, call) => {
      if (call % 2 === 0)
        throw new Error("UNIQUE constraint failed: reward_transitions.reward_id, reward_transitions.position");
      return batch();
    });
    expect(await claimReward(losing, id)).toEqual({ ok: false, refusal: { code: "busy", retryAfterSeconds: 1 } });
    expect(await balance()).toBe(1000);
  });
});

describe("what was redeemed and is revoked", () => {
  test("leaves the balance below zero, which the next reward nets", async () => {
    const { ctx, seed, balance } = await createRewardWorld();
    const first = await seed();
    await claimReward(ctx, first.id);
    expect(stateOf(await revokeReward(ctx, { rewardId: first.id, reason: "fraud" }))).toBe("reversed");
    expect(await balance()).toBe(-1000);

    const second = await seed({ quantity: 1500 });
    expect(await balance()).toBe(500);
    expect(valueOf(await claimReward(ctx, second.id)).reward).toMatchObject({
      state: "redeemed",
      redeemedQuantity: 500,
    });
    expect(await balance()).toBe(0);
    const third = await seed({ quantity: 200 });
    await revokeReward(ctx, { rewardId: second.id, reason: "fraud" });
    expect(await balance()).toBe(-1300);
    expect(await claimReward(ctx, third.id)).toMatchObject({
      refusal: { code: "reward_not_claimable", reason: "balance_owed" },
    });
  });

  test("leaves nothing for an expiry to take", async () => {
    const { ctx, seed, balance } = await createRewardWorld();
    const first = await seed();
    const second = await seed({ quantity: 600, expiresAtMs: startMs });
    await claimReward(ctx, first.id);
    await revokeReward(ctx, { rewardId: first.id, reason: "fraud" });
    expect(await balance()).toBe(-400);
    expect(stateOf(await expireReward(ctx, second.id))).toBe("expired");
    expect(await balance()).toBe(-400);
  });

  test("while another expires never takes the same twice", async () => {
    for (let round = 0; round < 10; round++) {
      const { ctx, seed, balance } = await createRewardWorld();
      const used = await seed({ quantity: 300 });
      const old = await seed({ quantity: 500, expiresAtMs: startMs });
      await claimReward(ctx, used.id);
      await Promise.all([revokeReward(ctx, { rewardId: used.id, reason: "fraud" }), expireReward(ctx, old.id)]);
      // First revoked: 500 − 300 expire. First expired: the 300 stay owed.
      expect([0, -300]).toContain(await balance());
    }
  });

  test("between the reading and the end of another leaves less of that one to expire", async () => {
    const { ctx, seed, balance } = await createRewardWorld();
    const used = await seed({ quantity: 300 });
    const old = await seed({ quantity: 500, expiresAtMs: startMs });
    await seed({ quantity: 400 });
    await claimReward(ctx, used.id);
    const late = aroundBatches(ctx, async (batch, call) => {
      if (call === 2) await revokeReward(ctx, { rewardId: used.id, reason: "fraud" });
      return batch();
    });
    expect(stateOf(await expireReward(late, old.id))).toBe("expired");
    expect(await balance()).toBe(400);
  });

  test("gives its places back under every limit", async () => {
    const { ctx, seed, programId } = await createRewardWorld();
    const place = { scope: "", endsAtMs: startMs, name: "limit:rule:seeded:number:ever" };
    await ctx.db.run(
      `INSERT INTO counters (program_id, scope, ends_at_ms, name, used) VALUES ('${programId}', '', ${startMs}, '${place.name}', 2)`,
    );
    const { id } = await seed({ places: [{ ...place, amount: 1, byQuantity: false }] });
    await revokeReward(ctx, { rewardId: id, reason: "mistake" });
    expect(await rows("SELECT used FROM counters")).toEqual([{ used: 1 }]);
  });

  test("cannot be revoked again", async () => {
    const { ctx, seed } = await createRewardWorld();
    const { id } = await seed();
    await revokeReward(ctx, { rewardId: id, reason: "mistake" });
    expect(await revokeReward(ctx, { rewardId: id, reason: "mistake" })).toMatchObject({
      refusal: { code: "reward_over", state: "reversed" },
    });
  });
});

test("what expires after it has paid for a clawback takes nothing of a reward that came later", async () => {
  const { ctx, seed, balance } = await createRewardWorld();
  const used = await seed();
  await claimReward(ctx, used.id);
  await revokeReward(ctx, { rewardId: used.id, reason: "fraud" });
  expect(await balance()).toBe(-1000);
  const netted = await seed({ expiresDays: 1 });
  await seed({ quantity: 300 });
  expect(await balance()).toBe(300);
  expect(stateOf(await expireReward(at(ctx, startMs + dayMs), netted.id))).toBe("expired");
  expect(await balance()).toBe(300);
});

test("somebody suspended claims nothing", async () => {
  const { ctx, seed, sarahId, balance } = await createRewardWorld();
  const { id } = await seed();
  await ctx.db.run(`UPDATE participants SET status = 'suspended' WHERE id = '${sarahId}'`);
  expect(await claimReward(ctx, id)).toMatchObject({ refusal: { code: "participant_suspended" } });
  expect(await balance()).toBe(1000);
});

test("a plan about sixty rewards takes few statements but for what moves in the ledger", async () => {
  const { ctx, seed, programId } = await createRewardWorld();
  const given = await Promise.all(Array.from({ length: 60 }, async () => seed()));
  const setting = { actor: "test", nowMs: startMs, newId: ctx.newId };
  const steps = given.map((reward) => ({
    ...changeReward(reward, "redeem", { quantity: 1000, reason: "claimed" }, setting),
    posting: null,
  }));
  const messages = rewardMessages(steps, { mode: "live", ...setting });
  const changed = steps.map(({ reward }) => reward);
  const plan = { programId, rewards: [], changed, steps, counts: [], messages };
  const statements = writeRewardPlan(ctx.db, plan, { mode: "live", atMs: startMs, nowMs: startMs });
  expect(statements).toHaveLength(3);
  // Safe because there are three.
  await commitBatch(ctx.db, statements as [Statement, ...Statement[]]);
  for (const table of ["rewards WHERE state = 'redeemed' AND redeemed_quantity = 1000", "outbox"])
    expect(await rows(`SELECT count(*) AS n FROM ${table}`)).toEqual([{ n: 60 }]);
});
