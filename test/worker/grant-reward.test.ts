import { afterEach, describe, expect, test } from "vitest";
import type { HandGrant } from "#domain/decide-grant";
import { grantReward } from "#usecases/grant-reward";
import { revokeReward } from "#usecases/revoke-reward";
import { createReferrer } from "#support/engine";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { createRewardWorld, valueOf } from "#support/reward-seeds";

afterEach(expectLedgerBalanced);

describe("a grant by hand", () => {
  const grant = { kind: "free_month", quantity: 2 } as const;

  test("is given once, however often and from however many sides it is sent", async () => {
    const { ctx, programId, sarahId, balance } = await createRewardWorld();
    const input: HandGrant = {
      program: programId,
      participant: sarahId,
      grant,
      reason: "goodwill",
      operationId: "op-1",
    };
    const results = await Promise.all(Array.from({ length: 6 }, async () => grantReward(ctx, input)));
    const granted = results.map(valueOf);
    expect(granted.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(granted.map(({ reward }) => reward.id)).size).toBe(1);
    expect(await balance()).toBe(2);
    expect(await rows("SELECT type, description FROM transactions")).toEqual([
      { type: "adjustment", description: "manual" },
    ]);
    const [audit] = await rows<{ detail: string }>("SELECT detail FROM audit_log");
    expect(JSON.parse(audit?.detail ?? "")).toEqual({ program_id: programId });
  });

  test("under an id that gave somebody else something is refused, also when both come at once", async () => {
    const { ctx, programId, sarahId } = await createRewardWorld();
    const { id: mikeId } = await createReferrer(ctx, programId, "Mike");
    const to = (participant: string) =>
      grantReward(ctx, { program: programId, participant, grant, reason: "goodwill", operationId: "op-1" });
    const results = await Promise.all([to(sarahId), to(mikeId), to(sarahId), to(mikeId)]);
    const refused = results.filter((result) => !result.ok);
    expect(refused).toHaveLength(2);
    for (const result of refused) expect(result).toMatchObject({ refusal: { code: "operation_content_differs" } });
    expect(await rows("SELECT id FROM rewards")).toHaveLength(1);
  });

  test("can be revoked like any other", async () => {
    const { ctx, programId, sarahId, balance } = await createRewardWorld();
    const input = { program: programId, participant: sarahId, grant, reason: "goodwill", operationId: "op-1" };
    const { reward } = valueOf(await grantReward(ctx, input));
    await revokeReward(ctx, { rewardId: reward.id, reason: "wrong person" });
    expect(await balance()).toBe(0);
  });
});
