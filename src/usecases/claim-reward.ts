import type { Context } from "#context";
import { decideClaim } from "#domain/decide-step";
import type { Refusal } from "#domain/refusal";
import type { Result } from "#domain/result";
import type { StoredReward } from "#store/rewards";
import { takeRewardStep } from "#usecases/take-reward-step";

/** The participant takes an available reward, once and in time. */
export async function claimReward(ctx: Context, rewardId: string): Promise<Result<StoredReward, Refusal>> {
  return takeRewardStep(ctx, { rewardId, action: "reward.claimed", decide: decideClaim, mayRelease: true });
}
