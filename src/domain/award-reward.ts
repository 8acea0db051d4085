import { changeReward } from "#domain/change-reward";
import type { ChangeSetting, RewardStep, StepCause } from "#domain/change-reward";
import type { NewId } from "#domain/id";
import { newReward } from "#domain/new-reward";
import type { NewReward } from "#domain/new-reward";
import type { RewardPlan } from "#domain/plan";
import type { Program } from "#domain/program";
import { rewardMessages } from "#domain/reward-message";

/** What is given by hand or for how somebody stands, and not for what has just happened to a referral of his. */
export type Award = Omit<
  NewReward,
  "id" | "ordinal" | "criterion" | "releaseAtMs" | "needsReview" | "disputed" | "side" | "referralId"
> &
  Partial<Pick<NewReward, "side" | "referralId">>;

type AwardCause = Omit<StepCause, "quantity"> & { change: "grant" | "deny" };

/** Available at once, or denied: it waits for nothing, and takes no place under a limit. */
export function giveAward(award: Award, { change, ...cause }: AwardCause, setting: ChangeSetting): RewardStep {
  const reward = newReward({
    ...{ id: setting.newId("rwd"), side: "referrer", referralId: null },
    ...award,
    ...{ ordinal: null, criterion: null, releaseAtMs: null, needsReview: false, disputed: false },
  });
  return changeReward(reward, change, { ...cause, quantity: reward.quantity }, setting);
}

/** Awards are new rewards and nothing else: no counter moves and no other reward does. */
export function planAwards({ id, mode }: Pick<Program, "id" | "mode">, steps: RewardStep[], newId: NewId): RewardPlan {
  return {
    programId: id,
    rewards: steps.map(({ reward }) => reward),
    changed: [],
    steps,
    counts: [],
    messages: rewardMessages(steps, { mode, newId }),
  };
}
