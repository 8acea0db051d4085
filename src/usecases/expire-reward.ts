import type { Context } from "#context";
import { decideExpiry } from "#domain/decide-step";
import type { Refusal } from "#domain/refusal";
import type { Result } from "#domain/result";
import type { StoredReward } from "#store/rewards";
import { takeRewardStep } from "#usecases/take-reward-step";

/** Takes back what was available and not used in time; what is used or not due stays as it is. */
export async function expireReward(ctx: Context, rewardId: string): Promise<Result<StoredReward, Refusal>> {
  return takeRewardStep(ctx, { rewardId, action: "reward.expired", decide: decideExpiry });
}
