import type { Context } from "#context";
import { decideRelease } from "#domain/decide-step";
import type { Refusal } from "#domain/refusal";
import type { Result } from "#domain/result";
import type { StoredReward } from "#store/rewards";
import { takeRewardStep } from "#usecases/take-reward-step";

/**
 * Makes a held reward available when its hold is over and scoring lets it go; one that waits for more than time stays as
 * it is.
 */
export async function releaseReward(ctx: Context, rewardId: string): Promise<Result<StoredReward, Refusal>> {
  return takeRewardStep(ctx, { rewardId, action: "reward.released", decide: decideRelease, mayRelease: true });
}
