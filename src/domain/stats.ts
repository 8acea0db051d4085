import { maskedName } from "#domain/masked-name";
import { conversionRateBps, monthsEarnedOf, noTotals, sentOf } from "#domain/participant-totals";
import type { ParticipantTotals, StageCounts } from "#domain/participant-totals";
import type { RewardState } from "#domain/reward";
import { rewardStates } from "#domain/reward";

/** How far a referral came that is among the newest steps. */
export const recentStages = ["signed_up", "activated", "converted", "churned"] as const;
export type RecentStage = (typeof recentStages)[number];

export type Stats = {
  referrals: { sent: number } & StageCounts;
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
  totals: ParticipantTotals | null,
  { conversions, names }: { conversions: number; names: ReadonlyMap<string, string | null> },
): Stats {
  const { signedUp, activated, converted, rewarded, activeTrials, retained, churned, earned, worth, recent, ...given } =
    totals ?? noTotals;
  const sent = sentOf({ signedUp, activated, converted, rewarded });
  return {
    referrals: { sent, signedUp, activated, converted, rewarded, activeTrials, retained, churned },
    conversions,
    conversionRateBps: conversionRateBps({ conversions, referrals: sent }),
    monthsEarned: monthsEarnedOf({ earned }),
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
