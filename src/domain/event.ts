/** Facts that the main app or a billing provider reports. */
export const eventTypes = [
  "signup_started",
  "signup",
  "trial_started",
  "activated",
  "payment",
  "refund",
  "dispute_opened",
  "dispute_won",
  "dispute_lost",
  "subscription_canceled",
  "churned",
] as const;

/** Facts that Bouquet reports to itself, so that time and support work by the same history as everybody else. */
const ownEventTypes = ["stay_ended", "referral_reassigned", "referral_rejected"] as const;
/** How the ids of what Bouquet reports to itself begin; a caller's never do. */
export const ownIdPrefixes = {
  stay: "stay:",
  byHand: "by-hand:",
  reassign: "reassign:",
  reject: "reject:",
  /** What is made of the signed deliveries of providers. */
  stripe: "stripe:",
  whop: "whop:",
  /** What an event of an erased person is called by (domain/erasure.ts). */
  erased: "erased:",
} as const;

export type EventType = (typeof eventTypes)[number] | (typeof ownEventTypes)[number];

/** One reported event, parsed at the door. Times in milliseconds, money in minor units. */
export type ReportedEvent = {
  id: string;
  type: EventType;
  /** When it happened, as told; absent: at receipt. The engine clamps it to the receipt. */
  occurredAtMs?: number | undefined;
  /** A program's key or id; absent: every program the referee has, or by this evidence gets, a referral in. */
  program?: string | undefined;
  /** Required but for refunds and disputes, which may name the payment alone. */
  referee?: ReportedReferee | undefined;
  /** A click token, or the value of the journey cookie. */
  click?: string | undefined;
  code?: string | undefined;
  codeSource?: "typed" | "url" | undefined;
  paymentRef?: string | undefined;
  disputeId?: string | undefined;
  amountMinor?: number | undefined;
  currency?: string | undefined;
  plan?: string | undefined;
  interval?: "month" | "year" | undefined;
  mrrMinor?: number | undefined;
  paymentFingerprint?: string | undefined;
  context?: Record<string, unknown> | undefined;
  sourceDetails?: Record<string, unknown> | undefined;
  /** Of `referral_reassigned` only: who is the referrer from now on, and why. */
  referrerId?: string | undefined;
  reason?: string | undefined;
};

export type ReportedReferee = {
  externalId: string;
  kind: string;
  email?: string | undefined;
  name?: string | undefined;
  createdAtMs?: number | undefined;
  organization?: string | undefined;
};

/** What an event brought about, as answered to its reporter; the same id and content answer it again. */
export type EventAnswer = {
  eventId: string;
  /** `parked`: kept, and taken up when the referee binds. */
  status: "applied" | "parked";
  outcomes: ProgramOutcome[];
};

/** To an event of somebody who was erased, sent once more: nothing is made of it and nothing of it is kept. */
export type ErasedAnswer = Omit<EventAnswer, "status"> & { status: "erased" };
export type RecordedAnswer = EventAnswer | ErasedAnswer;

/** What the event did in one program. */
export type ProgramOutcome = {
  programId: string;
  program: string;
  referralId: string | null;
  referrerId: string | null;
  stage: string | null;
  conversion: { id: string; paymentRef: string; ordinal: number } | null;
  rewards: {
    id: string;
    rule: string;
    to: "referrer" | "referee";
    beneficiaryId: string;
    kind: string;
    quantity: number;
    unit: string;
    state: string;
  }[];
  /** Why something was not done, by reason code (`self_referral`, `outside_window`, …). */
  denials: { code: string; rule: string | null; participantId: string | null }[];
};
