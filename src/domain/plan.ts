import type { Assessment } from "#domain/assessment";
import type { RewardStep } from "#domain/change-reward";
import type { CounterChange } from "#domain/counter";
import type { EventAnswer, ReportedEvent } from "#domain/event";
import type { Clause } from "#domain/explanation";
import type { ReviewStanding } from "#domain/fraud-evidence";
import type { ScoringMoment } from "#domain/fraud-finding";
import type { Mode } from "#domain/mode";
import type { Participant } from "#domain/participant";
import type { Conversion, Referral, ReferralTouch } from "#domain/referral";
import type { Qualification } from "#domain/qualification";
import type { Reward } from "#domain/reward";

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

/** What becomes of rewards of one program, whoever decides it. */
export type RewardPlan = {
  programId: string;
  /** New ones, as they stand after the last of their steps. */
  rewards: Reward[];
  /** Stored ones that took a step, as they stand after the last. */
  changed: Reward[];
  /** Every step of these rewards, in order: their histories and the movements of value. */
  steps: RewardStep[];
  counts: CounterChange[];
  messages: Message[];
};

/** What was said of a referral before something was promised or released, and who has to look at it now. */
export type ScoringPlan = {
  assessments: PlannedAssessment[];
  /** The referral's review, which is open from now on; null where nothing waits for a person. */
  review: PlannedReview | null;
  /** The referral's review as it was read, which must still be so; null where nothing depends on it. */
  heeded: HeededReview | null;
};

/** `status`: null where the referral has no review. */
export type HeededReview = { referralId: string; status: ReviewStanding["status"] | null };

export type PlannedAssessment = Assessment & {
  id: string;
  referralId: string;
  moment: ScoringMoment;
  /** The version whose settings it was scored by. */
  version: number;
  atMs: number;
};

/** `assessmentId`: which one asks for it; null where a rule does and nothing was scored. */
export type PlannedReview = {
  id: string;
  programId: string;
  referralId: string;
  assessmentId: string | null;
  score: number;
};

/** What the event does in one program. */
export type ProgramPlan = RewardPlan &
  ScoringPlan & {
    refereeId: string;
    /** `isMoved`: somebody else is the referrer now. */
    referral: { isNew: boolean; isMoved: boolean; isChanged: boolean; referral: Referral } | null;
    touches: ReferralTouch[];
    conversions: Conversion[];
    qualifications: Qualification[];
    /**
     * Stored rewards whose occasion turns out to have been earlier than was known, or which gave up its name when the
     * referral went to somebody else. That is no step in their lives.
     */
    amended: Pick<Reward, "id" | "earnedAtMs" | "releaseAtMs" | "subject">[];
    clauses: Clause[];
    atMs: number;
  };

/** To be told to the outside, in the batch of the change it reports. Ids and amounts only. */
export type Message = { id: string; type: MessageType; mode: Mode; payload: Record<string, unknown> };

export const messageTypes = [
  "participant.joined",
  "referral.signed_up",
  "referral.converted",
  "reward.pending",
  "reward.available",
  "reward.redeemed",
  "reward.voided",
  "reward.expired",
  "reward.reversed",
  "reward.expiring",
  "review.decided",
  "link.expired",
  "budget.nearing",
  "fulfilment.failed",
  "job.failing",
  "endpoint.disabled",
  "test.ping",
] as const;
export type MessageType = (typeof messageTypes)[number];
