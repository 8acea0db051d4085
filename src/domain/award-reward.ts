import { changeReward } from "#domain/change-reward";
import type { ChangeSetting, RewardStep } from "#domain/change-reward";
import type { Value } from "#domain/grant-value";
import type { ClaimMode } from "#domain/program";
import type { Reward } from "#domain/reward";

/** What is given for how somebody stands, and not for a referral of his. */
export type Award = {
  programId: string;
  beneficiaryId: string;
  version: number;
  ruleKey: string;
  grantIndex: number;
  subject: string;
  kind: string;
  value: Value;
  claim: ClaimMode;
  expiresDays: number | null;
  earnedAtMs: number;
};

/** Available at once, or denied: it waits for nothing, and takes no place under a limit. */
export function giveAward(
  { value, ...award }: Award,
  { change, reason }: { change: "grant" | "deny"; reason: string },
  setting: ChangeSetting,
): RewardStep {
  const { quantity } = value;
  const reward: Reward = {
    id: setting.newId("rwd"),
    referralId: null,
    side: "referrer",
    ...award,
    unit: value.unit,
    quantity,
    reversedQuantity: 0,
    redeemedQuantity: 0,
    label: value.label,
    worthMinor: value.worth?.amountMinor ?? null,
    worthCurrency: value.worth?.currency ?? null,
    state: "pending",
    position: 0,
    releaseAtMs: null,
    needsReview: false,
    riskDays: null,
    disputed: false,
    expiresAtMs: null,
    ordinal: null,
    criterion: null,
    places: null,
    transactionId: null,
  };
  return changeReward(reward, change, { quantity, reason }, setting);
}
