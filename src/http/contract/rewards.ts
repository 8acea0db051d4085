import * as z from "zod";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { id, pathId, shownInstant, showInstant, showInstantOrNull } from "#http/contract/wire";
import type { StoredReward, TransitionRow } from "#store/rewards";

const tag = "Rewards";

const rewardFields = {
  id: id("rwd"),
  program_id: id("prg"),
  program: z.string(),
  referral_id: id("ref").nullable(),
  rule: z.string(),
  grant_index: z.int(),
  subject: z
    .string()
    .meta({ description: "What earned it: a payment_ref, a referral's event, an ordinal or an operation id." }),
  beneficiary_id: id("ptc"),
  side: z.enum(["referrer", "referee"]),
  kind: z.string(),
  unit: z.string(),
  quantity: z.int().meta({ description: "In the unit's smallest part." }),
  reversed_quantity: z.int(),
  worth: z.strictObject({ amount_minor: z.int(), currency: z.string() }).nullable(),
  state: z.string(),
  version: z.int(),
  earned_at: shownInstant,
  release_at: shownInstant.nullable(),
  expires_at: shownInstant.nullable(),
  created_at: shownInstant,
};

const shownTransition = z
  .strictObject({
    from: z.string().nullable(),
    to: z.string(),
    reason: z.string(),
    actor: z.string(),
    at: shownInstant,
  })
  .meta({ id: "RewardTransition" });

export const shownReward = z.strictObject(rewardFields).meta({ id: "Reward" });
export const shownRewardWithHistory = z
  .strictObject({ ...rewardFields, transitions: z.array(shownTransition) })
  .meta({ id: "RewardWithHistory" });

export function showReward({ reward, program }: StoredReward): z.input<typeof shownReward> {
  const { worthMinor, worthCurrency } = reward;
  return {
    id: reward.id,
    program_id: reward.programId,
    program,
    referral_id: reward.referralId,
    rule: reward.ruleKey,
    grant_index: reward.grantIndex,
    subject: reward.subject,
    beneficiary_id: reward.beneficiaryId,
    side: reward.side,
    kind: reward.kind,
    unit: reward.unit,
    quantity: reward.quantity,
    reversed_quantity: reward.reversedQuantity,
    worth: worthMinor === null || worthCurrency === null ? null : { amount_minor: worthMinor, currency: worthCurrency },
    state: reward.state,
    version: reward.version,
    earned_at: showInstant(reward.earnedAtMs),
    release_at: showInstantOrNull(reward.releaseAtMs),
    expires_at: showInstantOrNull(reward.expiresAtMs),
    created_at: showInstant(reward.createdAtMs),
  };
}

export function showTransition(transition: TransitionRow): z.input<typeof shownTransition> {
  const { fromState, toState, reason, actor, atMs } = transition;
  return { from: fromState, to: toState, reason, actor, at: showInstant(atMs) };
}

export const listRewardsOperation = defineOperation({
  method: "get",
  path: "/v1/rewards",
  operationId: "listRewards",
  summary: "List rewards, newest first",
  tag,
  scope: "rewards:read",
  query: z.strictObject({
    ...pageQuery("rewards"),
    program: pathId.optional(),
    beneficiary_id: pathId.optional(),
    referral_id: pathId.optional(),
  }),
  answer: pageOf(shownReward).meta({ id: "RewardPage" }),
});

export const getRewardOperation = defineOperation({
  method: "get",
  path: "/v1/rewards/:id",
  operationId: "getReward",
  summary: "Get a reward with its history",
  tag,
  scope: "rewards:read",
  params: z.strictObject({ id: pathId }),
  answer: shownRewardWithHistory,
  refusals: ["not_found"],
});

export const rewardOperations = [listRewardsOperation, getRewardOperation];
