import type { RewardStep } from "#domain/change-reward";
import type { NewId } from "#domain/id";
import type { Mode } from "#domain/mode";
import type { Message, MessageType } from "#domain/plan";
import type { Reward, RewardState } from "#domain/reward";

/**
 * What the outside is told of rewards: one message for each step that changes a state, takes a part back or
 * has a person look at it after all.
 * Ids and amounts only: a message outlives an erasure.
 */
export function rewardMessages(steps: readonly RewardStep[], { mode, newId }: { mode: Mode; newId: NewId }): Message[] {
  return steps.flatMap((step) => {
    const type = typeOf(step);
    return type === null ? [] : [{ id: newId("msg"), type, mode, payload: payloadOf(step, type) }];
  });
}

const byState: Record<RewardState, MessageType | null> = {
  pending: "reward.pending",
  available: "reward.available",
  redeemed: "reward.redeemed",
  // Nobody was promised anything.
  denied: null,
  voided: "reward.voided",
  expired: "reward.expired",
  reversed: "reward.reversed",
};

function typeOf({ change, transition: { fromState, toState } }: RewardStep): MessageType | null {
  if (change === "refer") return "reward.pending";
  if (change === "reverse_part" || change === "reverse_rest" || change === "void_part") return "reward.reversed";
  return fromState === toState ? null : byState[toState];
}

/** `reversed_quantity` and `redeemed_quantity` are all of it so far: messages may arrive in any order. */
function payloadOf({ change, reward, transition }: RewardStep, type: MessageType): Record<string, unknown> {
  return {
    ...rewardPayload(reward, transition.toState),
    ...(type === "reward.pending" && { again: change !== "hold" }),
    ...(type === "reward.reversed" && { reversed_quantity: reward.reversedQuantity }),
    ...(type === "reward.redeemed" && { redeemed_quantity: reward.redeemedQuantity }),
  };
}

/** What every message about a reward says of it. */
export function rewardPayload(reward: Reward, state: RewardState): Record<string, unknown> {
  return {
    program_id: reward.programId,
    referral_id: reward.referralId,
    reward_id: reward.id,
    rule: reward.ruleKey,
    beneficiary_id: reward.beneficiaryId,
    kind: reward.kind,
    unit: reward.unit,
    quantity: reward.quantity,
    state,
    needs_review: reward.needsReview,
  };
}
