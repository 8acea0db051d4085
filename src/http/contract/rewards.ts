import * as z from "zod";
import { claimModes } from "#domain/program";
import { rewardStates } from "#domain/reward";
import type { RewardState } from "#domain/reward";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { historyFields, showHistory } from "#http/contract/reward-history";
import {
  currency,
  id,
  operationId,
  pathId,
  text,
  shownInstant,
  showInstant,
  showInstantOrNull,
} from "#http/contract/wire";
import type { StoredReward, TransitionRow } from "#store/rewards";

const tag = "Rewards";

const rewardFields = {
  id: id("rwd"),
  program_id: id("prg"),
  program: z.string(),
  referral_id: id("ref").nullable(),
  rule: z.string(),
  grant_index: z.int(),
  subject: z.string().nullable().meta({
    description:
      "What earned it: a payment_ref, a referral's event, an ordinal, a month that was led or an operation id. Null to participants.",
  }),
  beneficiary_id: id("ptc"),
  side: z.enum(["referrer", "referee"]),
  kind: z.string(),
  unit: z.string(),
  quantity: z.int().meta({ description: "In the unit's smallest part." }),
  reversed_quantity: z.int(),
  redeemed_quantity: z.int(),
  label: z.string().nullable().meta({
    description: "Which feature or badge (its key, where the program has a catalogue), or off what a discount is.",
  }),
  worth: z.strictObject({ amount_minor: z.int(), currency: z.string() }).nullable(),
  state: z.enum(rewardStates),
  claim: z.enum(claimModes),
  needs_review: z.boolean().meta({ description: "It waits for `POST /v1/rewards/{id}/approve`." }),
  disputed: z.boolean().meta({ description: "It waits for the end of a dispute." }),
  ordinal: z.int().nullable().meta({ description: "The count of referrals that earned it, where a rule counts them." }),
  version: z.int(),
  earned_at: shownInstant,
  release_at: shownInstant.nullable(),
  expires_at: shownInstant.nullable(),
  created_at: shownInstant,
};

export const shownReward = z.strictObject(rewardFields).meta({ id: "Reward" });
export const shownRewardWithHistory = z
  .strictObject({
    ...rewardFields,
    ...historyFields,
  })
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
    redeemed_quantity: reward.redeemedQuantity,
    label: reward.label,
    worth: worthMinor === null || worthCurrency === null ? null : { amount_minor: worthMinor, currency: worthCurrency },
    // Safe because rows are written from rewards only.
    state: reward.state as RewardState,
    claim: reward.claim,
    needs_review: reward.state === "pending" && reward.needsReview,
    disputed: reward.disputed,
    ordinal: reward.ordinal,
    version: reward.version,
    earned_at: showInstant(reward.earnedAtMs),
    release_at: showInstantOrNull(reward.releaseAtMs),
    expires_at: showInstantOrNull(reward.expiresAtMs),
    created_at: showInstant(reward.createdAtMs),
  };
}

export function showWithHistory(
  stored: StoredReward,
  transitions: readonly TransitionRow[],
): z.input<typeof shownRewardWithHistory> {
  return { ...showReward(stored), ...showHistory(transitions, stored.reward) };
}

type StateFilter = { state?: unknown; beneficiary_id?: unknown; referral_id?: unknown };
/** States come and go and have no index of their own; what one person or referral has is little enough to look through. */
const isStateOfSomebody = ({ state, beneficiary_id: beneficiary, referral_id: referral }: StateFilter) =>
  state === undefined || beneficiary !== undefined || referral !== undefined;

export const listRewardsOperation = defineOperation({
  method: "get",
  path: "/v1/rewards",
  operationId: "listRewards",
  summary: "List rewards, newest first",
  tag,
  scope: "rewards:read",
  participant: { by: "filter", name: "beneficiary_id" },
  query: z
    .strictObject({
      ...pageQuery("rewards"),
      program: pathId.optional(),
      beneficiary_id: pathId.optional(),
      referral_id: pathId.optional(),
      state: z
        .enum(rewardStates)
        .optional()
        .meta({ description: "Of one participant or referral: needs `beneficiary_id` or `referral_id`." }),
      needs_review: z
        .literal("true", "must be true, or left out for all rewards: what waits for nobody has no list of its own")
        .optional()
        .meta({ description: "Only what waits for a person; left out: all." }),
    })
    .refine(isStateOfSomebody, { path: ["state"], message: "needs beneficiary_id or referral_id beside it" }),
  answer: pageOf(shownReward).meta({ id: "RewardPage" }),
});

export const getRewardOperation = defineOperation({
  method: "get",
  path: "/v1/rewards/:id",
  operationId: "getReward",
  summary: "Get a reward with its history",
  tag,
  scope: "rewards:read",
  participant: { by: "owner" },
  params: z.strictObject({ id: pathId }),
  answer: shownRewardWithHistory,
  refusals: ["not_found"],
});

const amount = z.int().min(1).max(1_000_000_000);
const label = text(100).min(1);
/** One shape for both forms: a union of kinds knows each kind once. */
const discount = z
  .strictObject({
    kind: z.literal("discount"),
    percent_bps: z.int().min(1).max(10_000).optional(),
    amount_minor: amount.optional(),
    currency: currency.optional(),
    label: label.optional(),
  })
  .transform(({ kind, percent_bps, amount_minor, currency, label }, refinement) => {
    if (percent_bps !== undefined && amount_minor === undefined && currency === undefined)
      return { kind, percent_bps, label };
    if (percent_bps === undefined && amount_minor !== undefined && currency !== undefined)
      return { kind, amount_minor, currency, label };
    const message = "must have either percent_bps, or amount_minor and currency";
    refinement.addIssue({ code: "custom", message });
    return z.NEVER;
  });

const handGrant = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("credit"),
      amount_minor: amount,
      currency: z.union([z.literal("credits"), currency], "must be an ISO 4217 code or credits"),
    }),
    z.strictObject({
      kind: z.literal("free_month"),
      quantity: z.int().min(1).max(120),
      worth: z.strictObject({ amount_minor: amount, currency }).optional(),
    }),
    z.strictObject({ kind: z.literal("premium_days"), quantity: z.int().min(1).max(3650) }),
    z.strictObject({ kind: z.literal("points"), quantity: amount }),
    discount,
    z.strictObject({ kind: z.literal("feature"), feature: label }),
    z.strictObject({ kind: z.literal("badge"), badge: label }),
  ])
  .meta({
    id: "HandGrant",
    description: "As in a rule, but for whom, and fixed: there is no payment to measure it by.",
  });

const params = z.strictObject({ id: pathId });
const reason = text(500).min(1).meta({ description: "Kept in the reward's history; name nobody." });

export const grantRewardOperation = defineOperation({
  method: "post",
  path: "/v1/rewards",
  operationId: "grantReward",
  summary: "Grant a reward by hand",
  description:
    "Available at once; limits of rules do not bind it. The same `operation_id` with the same content answers the same reward with 200.",
  tag,
  scope: "rewards:write",
  body: z
    .strictObject({
      program: pathId,
      participant: pathId,
      grant: handGrant,
      reason,
      operation_id: operationId,
      referral_id: pathId.optional(),
      expires_days: z.int().min(1).max(3650).optional(),
    })
    .transform(({ operation_id, referral_id, expires_days, ...body }) => ({
      ...body,
      operationId: operation_id,
      referralId: referral_id,
      expiresDays: expires_days,
    })),
  statuses: [200, 201],
  answer: shownReward,
  refusals: [
    "not_found",
    "operation_content_differs",
    "program_unpublished",
    "participant_suspended",
    "rewards_disabled",
    "busy",
  ],
});

export const claimRewardOperation = defineOperation({
  method: "post",
  path: "/v1/rewards/:id/claim",
  operationId: "claimReward",
  summary: "Claim an available reward for its participant",
  tag,
  scope: "rewards:write",
  participant: { by: "owner" },
  params,
  answer: shownReward,
  refusals: ["not_found", "reward_claimed", "reward_expired", "reward_not_claimable", "participant_suspended", "busy"],
});

export const approveRewardOperation = defineOperation({
  method: "post",
  path: "/v1/rewards/:id/approve",
  operationId: "approveReward",
  summary: "Let a reward pass that waits for a person",
  tag,
  scope: "rewards:write",
  params,
  body: z.strictObject({ reason }),
  answer: shownReward,
  refusals: ["not_found", "reward_not_in_review", "busy"],
});

export const revokeRewardOperation = defineOperation({
  method: "post",
  path: "/v1/rewards/:id/revoke",
  operationId: "revokeReward",
  summary: "Take a reward back",
  description: "A pending one is voided, any other reversed; the balance goes below zero if it was redeemed.",
  tag,
  scope: "rewards:write",
  params,
  body: z.strictObject({ reason }),
  answer: shownReward,
  refusals: ["not_found", "reward_over", "busy"],
});

export const rewardOperations = [
  listRewardsOperation,
  getRewardOperation,
  grantRewardOperation,
  claimRewardOperation,
  approveRewardOperation,
  revokeRewardOperation,
];
