import { conversionRateBps } from "#domain/board-view";
import { maskedName } from "#domain/masked-name";
import type { RewardState } from "#domain/reward";
import { rewardStates } from "#domain/reward";

/** How far a referral came that is among the newest steps. */
export const recentStages = ["signed_up", "activated", "converted", "churned"] as const;
export type RecentStage = (typeof recentStages)[number];

/** What a participant's referrals and rewards in one program come to, as triggers have added it up. */
export type Totals = {
  /** By the stage that they are in. */
  signedUp: number;
  activated: number;
  converted: number;
  rewarded: number;
  activeTrials: number;
  retained: number;
  churned: number;
  /** By unit, in its smallest part. */
  earned: Record<string, number>;
  /** By currency, in minor units. */
  worth: Record<string, number>;
  /** `[referral, stage, at_ms]`, newest first. */
  recent: readonly [string, string, number][];
} & Record<RewardState, number>;

export type Stats = {
  /** `sent`: all of them; then by the stage that they are in. */
  referrals: {
    sent: number;
    signedUp: number;
    activated: number;
    converted: number;
    rewarded: number;
    activeTrials: number;
    retained: number;
    churned: number;
  };
  conversions: number;
  /** Paid conversions of the referrals sent, in basis points; null while there are none. */
  conversionRateBps: number | null;
  monthsEarned: number;
  valueEarned: Record<string, number>;
  earned: Record<string, number>;
  rewards: Record<RewardState, number>;
  recent: { referralId: string; stage: RecentStage; atMs: number; name: string }[];
};

/** `conversions`: his paid ones. `names`: of those he referred, by referral; who is not there is nobody any more. */
export function statsOf(
  totals: Totals | null,
  { conversions, names }: { conversions: number; names: ReadonlyMap<string, string | null> },
): Stats {
  const { signedUp, activated, converted, rewarded, activeTrials, retained, churned, earned, worth, recent, ...given } =
    totals ?? nothing;
  const sent = signedUp + activated + converted + rewarded;
  return {
    referrals: { sent, signedUp, activated, converted, rewarded, activeTrials, retained, churned },
    conversions,
    conversionRateBps: conversionRateBps({ conversions, referrals: sent }),
    monthsEarned: earned["free_months"] ?? 0,
    valueEarned: worth,
    earned,
    // Safe because these are the states.
    rewards: Object.fromEntries(rewardStates.map((state) => [state, given[state]])) as Record<RewardState, number>,
    recent: recent.flatMap(([referralId, stage, atMs]) => {
      const known = recentStages.find((one) => one === stage);
      const name = maskedName(names.get(referralId) ?? null);
      return known === undefined ? [] : [{ referralId, stage: known, atMs, name }];
    }),
  };
}

const nothing: Totals = {
  ...{ signedUp: 0, activated: 0, converted: 0, rewarded: 0, activeTrials: 0, retained: 0, churned: 0 },
  ...{ pending: 0, available: 0, redeemed: 0, denied: 0, voided: 0, expired: 0, reversed: 0 },
  ...{ earned: {}, worth: {}, recent: [] },
};
