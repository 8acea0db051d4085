import type { EventAnswer, ReportedEvent } from "#domain/event";
import type { Clause } from "#domain/explanation";
import type { Posting } from "#domain/ledger";
import type { Mode } from "#domain/mode";
import type { Participant } from "#domain/participant";
import type { Conversion, Referral, ReferralTouch } from "#domain/referral";
import type { Reward, RewardTransition } from "#domain/reward";

/**
 * Every row that will exist when a decision is committed, as plain data. Preview, simulation,
 * explanation, tests and production look at the same plan.
 */
export type Plan = {
  guard: HistoryGuard;
  event: PlannedEvent;
  participant: PlannedParticipant | null;
  payment: PlannedPayment | null;
  programs: ProgramPlan[];
};

/** The newest event that was read for the referee and for the payment: a newer one makes the plan void. */
export type HistoryGuard = { refereeId: string | null; paymentRef: string | null; mode: Mode; newestSeq: number };

export type PlannedEvent = {
  /** Set for an event that was stored before it could be decided. */
  pendingSeq: number | null;
  mode: Mode;
  event: ReportedEvent;
  contentHash: string;
  programId: string | null;
  refereeId: string | null;
  occurredAtMs: number;
  receivedAtMs: number;
  verified: boolean;
  actor: string;
  answer: EventAnswer;
};

export type PlannedParticipant = { isNew: boolean; participant: Participant; atMs: number };

export type PlannedPayment = {
  mode: Mode;
  paymentRef: string;
  refereeId: string;
  amountMinor: number;
  currency: string;
  refundedMinor: number;
  verified: boolean;
  occurredAtMs: number;
};

/** What the event does in one program. */
export type ProgramPlan = {
  programId: string;
  refereeId: string;
  referral: { isNew: boolean; isChanged: boolean; referral: Referral } | null;
  touches: ReferralTouch[];
  conversions: Conversion[];
  rewards: Reward[];
  /** Where rewards stand after their last change in this plan, in order. */
  changes: { rewardId: string; reversedQuantity: number; state: Reward["state"]; position: number }[];
  /** Rewards whose occasion turns out to have been earlier than was known when they were granted. */
  redatings: { rewardId: string; earnedAtMs: number }[];
  transitions: RewardTransition[];
  postings: Posting[];
  messages: Message[];
  clauses: Clause[];
  atMs: number;
};

/** To be told to the outside, in the batch of the change it reports. Ids and amounts only. */
export type Message = { id: string; type: MessageType; mode: Mode; payload: Record<string, unknown>; atMs: number };

export const messageTypes = [
  "referral.signed_up",
  "referral.converted",
  "reward.available",
  "reward.reversed",
] as const;
export type MessageType = (typeof messageTypes)[number];
