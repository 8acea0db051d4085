import type { Side } from "#domain/grant";
import type { Place } from "#domain/limit";
import type { ClaimMode } from "#domain/program";

export const rewardStates = ["pending", "available", "redeemed", "denied", "voided", "expired", "reversed"] as const;
export type RewardState = (typeof rewardStates)[number];

/** One promise kept for one beneficiary. Quantities are in the unit's smallest part. */
export type Reward = {
  id: string;
  programId: string;
  /** Null for what was granted by hand without one. */
  referralId: string | null;
  /** `manual` for what was granted by hand, `badge:KEY` for a badge by its condition. */
  ruleKey: string;
  grantIndex: number;
  /**
   * What earned it: a payment_ref, the type of a referral's event and the referral (`activated:ref_…`), the
   * count that was reached (`ordinal:3`), the month that was led (`2026-10`), the condition of a badge or the operation
   * id of a grant by hand.
   */
  subject: string;
  beneficiaryId: string;
  side: Side;
  kind: string;
  unit: string;
  quantity: number;
  reversedQuantity: number;
  redeemedQuantity: number;
  /** Which feature or badge: its key, where the program has a catalogue. */
  label: string | null;
  worthMinor: number | null;
  worthCurrency: string | null;
  state: RewardState;
  /** How many rows its history has; a reward that is only planned has none yet. */
  position: number;
  version: number;
  claim: ClaimMode;
  earnedAtMs: number;
  /** When its hold ends; null without one. */
  releaseAtMs: number | null;
  /** It waits for a person, whatever its hold says. */
  needsReview: boolean;
  /** So many days from its earning it is kept for its risk; null: not for that. */
  riskDays: number | null;
  /** It waits for the end of a dispute, whatever its hold says. */
  disputed: boolean;
  expiresDays: number | null;
  /** Counted from its release; null until then, and for what does not expire. */
  expiresAtMs: number | null;
  /** The count of referrals that was reached, where a rule counts them. */
  ordinal: number | null;
  /** Under which criterion it was counted. */
  criterion: string | null;
  places: Place[] | null;
  /** The movement that made it available. */
  transactionId: string | null;
};

/** Rule key of what was granted by hand. No rule may be called so. */
export const manualRule = "manual";

type Change = {
  from: RewardState | "nothing" | readonly RewardState[];
  /** `same`: it stays where it is. */
  to: RewardState | "same";
  /**
   * `out`: house to participant. `back`: participant to house, below zero if need be. `use`: participant to
   * the house's account of what was redeemed. `return`: from there to the participant.
   */
  moves: "out" | "back" | "use" | "return" | null;
  /** Who may do it: the engine by an event, a job when the time has come, a person of the team, the participant. */
  by: readonly ("engine" | "job" | "support" | "participant" | "app")[];
};

/** Everything that can happen to a reward: where it starts, where it ends, how value moves, who does it. */
export const rewardChanges = {
  hold: { from: "nothing", to: "pending", moves: null, by: ["engine"] },
  grant: { from: "nothing", to: "available", moves: "out", by: ["engine", "job", "support"] },
  deny: { from: "nothing", to: "denied", moves: null, by: ["engine", "job"] },
  release: { from: "pending", to: "available", moves: "out", by: ["engine", "job", "support", "participant"] },
  approve: { from: "pending", to: "same", moves: null, by: ["support"] },
  /** A person has to look at it first, or now that its wait is over. */
  refer: { from: "pending", to: "same", moves: null, by: ["job", "support"] },
  void: { from: "pending", to: "voided", moves: null, by: ["engine", "job", "support"] },
  void_part: { from: "pending", to: "same", moves: null, by: ["engine"] },
  suspend: { from: "pending", to: "same", moves: null, by: ["engine"] },
  recall: { from: "available", to: "pending", moves: "back", by: ["engine"] },
  resume: { from: "pending", to: "same", moves: null, by: ["engine"] },
  forfeit: { from: "pending", to: "reversed", moves: null, by: ["engine"] },
  redeem_part: { from: "available", to: "same", moves: "use", by: ["app", "job"] },
  redeem: { from: "available", to: "redeemed", moves: "use", by: ["participant", "app", "job"] },
  give_back: { from: ["available", "redeemed"], to: "available", moves: "return", by: ["app"] },
  expire: { from: "available", to: "expired", moves: "back", by: ["job"] },
  reverse_part: { from: ["available", "redeemed"], to: "same", moves: "back", by: ["engine"] },
  /** Nothing is left but what was used. */
  reverse_rest: { from: "available", to: "redeemed", moves: "back", by: ["engine"] },
  reverse: { from: ["available", "redeemed"], to: "reversed", moves: "back", by: ["engine", "support"] },
} as const satisfies Record<string, Change>;

export type RewardChange = keyof typeof rewardChanges;

/** Whether this can happen to a reward in this state. */
export function canChange(state: RewardState | "nothing", change: RewardChange): boolean {
  const from: Change["from"] = rewardChanges[change].from;
  return Array.isArray(from) ? from.includes(state) : from === state;
}

/** What is neither redeemed nor taken back. */
export function leftOf({ quantity, reversedQuantity, redeemedQuantity }: Reward): number {
  return Math.max(0, quantity - reversedQuantity - redeemedQuantity);
}

/** The name of a reward whose referral went to somebody else. Its own is free then: the referral may come back. */
export function formerSubject({ subject, id }: Reward): string {
  return `${subject} (reassigned: ${id})`;
}

export function isFormer({ subject, id }: Reward): boolean {
  return subject.endsWith(` (reassigned: ${id})`);
}

/** A pending reward that only time keeps waiting, and whose time has come. */
export function isDue({ state, needsReview, disputed, releaseAtMs }: Reward, nowMs: number): boolean {
  return state === "pending" && !needsReview && !disputed && (releaseAtMs ?? 0) <= nowMs;
}

/** One row of a reward's history. */
export type RewardTransition = {
  rewardId: string;
  position: number;
  fromState: RewardState | null;
  toState: RewardState;
  reason: string;
  actor: string;
  atMs: number;
  /** What the person who did it gave as a reason. */
  note: string | null;
};
