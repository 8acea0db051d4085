import type { Context } from "#context";
import { decideApproval } from "#domain/decide-step";
import type { Refusal } from "#domain/refusal";
import type { Result } from "#domain/result";
import type { StoredReward } from "#store/rewards";
import { takeRewardStep } from "#usecases/take-reward-step";

/** Lets a reward pass that waited for a person. */
export async function approveReward(
  ctx: Context,
  { rewardId, reason }: { rewardId: string; reason: string },
): Promise<Result<StoredReward, Refusal>> {
  return takeRewardStep(ctx, {
    rewardId,
    action: "reward.approved",
    decide: (facts, setting) => decideApproval(facts, reason, setting),
  });
}
