import { shareOf } from "#domain/money";
import type { RewardState } from "#domain/reward";

/** A participant's referrals by the stage that they are in, and of all of them who is on trial, has stayed or has gone. */
export type StageCounts = {
  signedUp: number;
  activated: number;
  converted: number;
  rewarded: number;
  activeTrials: number;
  retained: number;
  churned: number;
};

/** What a participant's referrals and rewards in one program come to, as triggers have added it up. */
export type ParticipantTotals = StageCounts & {
  /** By unit, in its smallest part. */
  earned: Record<string, number>;
  /** By currency, in minor units. */
  worth: Record<string, number>;
  /** `[referral, stage, at_ms]`, newest first. */
  recent: readonly [string, string, number][];
} & Record<RewardState, number>;

/** Of whoever has neither referred anybody nor was given anything. */
export const noTotals: ParticipantTotals = {
  ...{ signedUp: 0, activated: 0, converted: 0, rewarded: 0, activeTrials: 0, retained: 0, churned: 0 },
  ...{ pending: 0, available: 0, redeemed: 0, denied: 0, voided: 0, expired: 0, reversed: 0 },
  ...{ earned: {}, worth: {}, recent: [] },
};

/** Referrals sent: all who signed up by him, however far they came. */
export function sentOf({
  signedUp,
  activated,
  converted,
  rewarded,
}: Pick<ParticipantTotals, "signedUp" | "activated" | "converted" | "rewarded">): number {
  return signedUp + activated + converted + rewarded;
}

/** Free months that were given and not taken back. */
export function monthsEarnedOf({ earned }: Pick<ParticipantTotals, "earned">): number {
  return earned["free_months"] ?? 0;
}

const wholeBps = 10_000;

/** Of a hundred hundredths, how many of those who signed up have paid; null while nobody has signed up. */
export function conversionRateBps({
  conversions,
  referrals,
}: {
  conversions: number;
  referrals: number;
}): number | null {
  return referrals === 0 ? null : Math.min(wholeBps, shareOf(wholeBps, conversions, referrals));
}
