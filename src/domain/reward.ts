import type { Side } from "#domain/grant";

export const rewardStates = ["pending", "available", "redeemed", "denied", "voided", "expired", "reversed"] as const;
export type RewardState = (typeof rewardStates)[number];

/** One promise kept for one beneficiary. Quantities are in the unit's smallest part. */
export type Reward = {
  id: string;
  programId: string;
  referralId: string;
  ruleKey: string;
  grantIndex: number;
  /** What earned it: a payment_ref, or the type of a referral's event and the referral (`activated:ref_…`). */
  subject: string;
  beneficiaryId: string;
  side: Side;
  kind: string;
  unit: string;
  quantity: number;
  reversedQuantity: number;
  worthMinor: number | null;
  worthCurrency: string | null;
  state: RewardState;
  /** How many rows its history has; a reward that is only planned has none yet. */
  position: number;
  version: number;
  earnedAtMs: number;
  releaseAtMs: number | null;
  expiresAtMs: number | null;
};

/**
 * Everything that can happen to a reward: where it starts, where it ends, and which way value moves.
 * `out`: house to participant. `back`: participant to house.
 */
export const rewardChanges = {
  grant: { from: null, to: "available", moves: "out" },
  deny: { from: null, to: "denied", moves: null },
  reverse_part: { from: "available", to: "available", moves: "back" },
  reverse: { from: "available", to: "reversed", moves: "back" },
} as const satisfies Record<string, { from: RewardState | null; to: RewardState; moves: "out" | "back" | null }>;

export type RewardChange = keyof typeof rewardChanges;

/** One row of a reward's history. */
export type RewardTransition = {
  rewardId: string;
  position: number;
  fromState: RewardState | null;
  toState: RewardState;
  reason: string;
  actor: string;
  atMs: number;
};
