import type { Context } from "#context";
import { decideRevocation } from "#domain/decide-step";
import type { Refusal } from "#domain/refusal";
import type { Result } from "#domain/result";
import type { StoredReward } from "#store/rewards";
import { takeRewardStep } from "#usecases/take-reward-step";

/** Takes a reward back, whatever earned it, also when it was redeemed. */
export async function revokeReward(
  ctx: Context,
  { rewardId, reason }: { rewardId: string; reason: string },
): Promise<Result<StoredReward, Refusal>> {
  return takeRewardStep(ctx, {
    rewardId,
    action: "reward.revoked",
    decide: (facts, setting) => decideRevocation(facts, reason, setting),
  });
}
