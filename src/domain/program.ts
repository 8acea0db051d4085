import type { Badge } from "#domain/badge";
import type { Condition } from "#domain/condition";
import type { EmailTemplate } from "#domain/email-template";
import type { Grant, GrantKind } from "#domain/grant";
import type { EventType } from "#domain/event";
import type { BoardName } from "#domain/leaderboard";
import type { Mode } from "#domain/mode";
import type { ProgramFraud } from "#domain/program-fraud";

/**
 * What a team writes to describe a programme: docs/guides/rules.md explains it. Its keys are
 * snake_case here too, because the document is a language of its own that is stored, compared and
 * shown exactly as it was written. `http/contract/program.ts` holds its zod schema.
 */
export type ProgramDocument = {
  /** For editors: where the JSON Schema of the language is. */
  $schema?: string | undefined;
  name: string;
  /** IANA name; calendar windows and boards go by it. */
  time_zone: string;
  destination: { url: string; allowed_hosts: string[] };
  /** Where unknown, paused and expired codes lead; Bouquet's own page when left out. */
  fallback_url?: string | undefined;
  cookie: { days: number; domain?: string | undefined };
  consent: "not_required" | "required";
  honor_gpc: boolean;
  codes: CodePolicy;
  attribution: { model: AttributionModel; window_days: number };
  /** Who may refer, beyond having an active account. */
  eligibility?: { referrer?: Condition | undefined } | undefined;
  rules: Rule[];
  /** The badges that there are; left out: whatever rules and people call them. */
  badges?: Badge[] | undefined;
  /** How fraud is scored; by the preset `moderate` when left out. */
  fraud?: ProgramFraud | undefined;
  fulfilment: Partial<Record<GrantKind, Fulfilment>>;
  /** What Stripe is asked for, where it is not plain. `balance` when left out: a credit of what the months are worth. */
  stripe?: { free_month: (typeof stripeMonths)[number] } | undefined;
  /** What its emails say and who sends them, where that is not Bouquet's own. */
  emails?: EmailSettings | undefined;
  /** Who may read its boards, and how they show names. Left out: nobody but the team and participants, in full. */
  leaderboard?: LeaderboardSettings | undefined;
};

export type LeaderboardSettings = {
  public: boolean;
  /** Of those who have not chosen themselves. */
  names?: BoardName | undefined;
};

export type EmailSettings = {
  templates?: Partial<Record<EmailTemplate, EmailText | undefined>> | undefined;
  reply_to?: string | undefined;
  sender_name?: string | undefined;
};

/** What replaces a template's own words. Paragraphs of the body are split by blank lines. */
export type EmailText = {
  /** False: it is not sent. */
  enabled?: boolean | undefined;
  subject?: string | undefined;
  body?: string | undefined;
  button?: string | undefined;
};

/** How free months are given at Stripe. */
export const stripeMonths = ["balance", "coupon"] as const;

export type CodePolicy = {
  style: "random" | "memorable";
  /** Words before the code, by kind of participant; only with `memorable`. */
  words?: Record<string, string[]> | undefined;
  expires_days: number;
};

export const attributionModels = ["first_touch", "last_touch", "linear", "time_decay", "position_based"] as const;
export type AttributionModel = (typeof attributionModels)[number];

export const fulfilments = ["wallet", "invoice_api", "stripe", "webhook", "claim"] as const;
export type Fulfilment = (typeof fulfilments)[number];

/**
 * What earns what. `when`, `flow` and `qualify` say which occasions pass, `on` which of those earn, `grant`
 * what they earn; the rest is what becomes of a reward afterwards.
 */
export type Rule = {
  key: string;
  on: EventOccasion | CountOccasion | LeaderOccasion;
  qualify?: Qualify | undefined;
  flow?: { referrer?: string[] | undefined; referee?: string[] | undefined } | undefined;
  when?: Condition | undefined;
  grant: Grant[];
  limit?: Limit[] | undefined;
  hold?: Hold | undefined;
  /** What is taken back, and when; left out: nothing. A count takes back by itself what it no longer covers. */
  reverse?: ReversalPolicy | undefined;
  expires_days?: number | undefined;
  /** `manual`: the participant claims it, or it expires. Automatic when left out. */
  claim?: ClaimMode | undefined;
  /** Payments over this wait for a person. */
  review?: { over_minor: number } | undefined;
  /** Shows what a count or a leader earns as a milestone; of a count with the progress towards it. */
  milestone?: Milestone | undefined;
  /** Reaching the count is a level held, the highest of which is the participant's tier. */
  tier?: { key: string; title: string } | undefined;
};

/** The other events take back or end something. */
export const earningEvents = [
  "signup_started",
  "signup",
  "trial_started",
  "activated",
  "payment",
] as const satisfies EventType[];

/** Occasions of one referee. Occurrences count the referee's payments that pass, in commit order. */
export type EventOccasion = { event: (typeof earningEvents)[number]; occurrence: Occurrence };
export type Occurrence =
  | "first"
  | "every"
  | { nth: number }
  | { every: true; at_most?: number | undefined; for_months?: number | undefined };

/** The referrer's referrals that qualify: each n-th of them, or the n-th once. */
export type CountOccasion = { count: { every: number } | { reaches: number } };

/**
 * The first of a calendar month when its boards were closed: of the whole program, or of each category. Such a rule asks
 * and keeps nothing of its own.
 */
export const leaderOccasions = ["month", "category_month"] as const;
export type LeaderOccasion = { leader: (typeof leaderOccasions)[number] };

/** `stay_days` run from the referee's first payment that passes. */
export type Qualify = { verified?: boolean | undefined; stay_days?: number | undefined };

/** `weekly_award`: until the next Sunday, 03:00 UTC. */
export type Hold = { days: number } | { until: "weekly_award" };

export const claimModes = ["automatic", "manual"] as const;
export type ClaimMode = (typeof claimModes)[number];

export type Milestone = { title: string; description: string; reward: string };

export const limitScopes = ["referrer", "referee", "pair", "rule", "campaign", "program"] as const;
export const limitWindows = [
  "ever",
  "calendar_day",
  "calendar_week",
  "calendar_month",
  "calendar_quarter",
  "calendar_year",
] as const;
export type LimitScope = (typeof limitScopes)[number];
export type LimitWindow = (typeof limitWindows)[number];

/** How many rewards, or how much of a unit, one scope may get in one window of the program's time zone. */
export type Limit = { per: LimitScope; window?: LimitWindow | undefined; on_exceed?: "deny" | undefined } & (
  | { max: number }
  | { budget: { unit: string; amount_minor: number } }
);

/**
 * `proportional`: the refunded share; kinds that cannot be divided go back whole, on a full refund
 * only. `full`: everything, on any refund. `keep` spares what was redeemed.
 */
export const reversalPolicies = ["proportional", "full"] as const;
export const reversalEvents = [
  "refund",
  "dispute_lost",
  "subscription_canceled",
  "churned",
] as const satisfies EventType[];
export const redeemedPolicies = ["negative_balance", "keep"] as const;
export type ReversalPolicy = {
  on: (typeof reversalEvents)[number][];
  policy: (typeof reversalPolicies)[number];
  /** Only what happens within so many days of the earning. */
  within_days?: number | undefined;
  after_redemption?: (typeof redeemedPolicies)[number] | undefined;
};

/** A program as stored, without its documents. */
export type Program = {
  id: string;
  mode: Mode;
  key: string;
  status: "active" | "paused";
  currentVersion: number | null;
  clockMs: number | null;
};

export type ProgramVersion = { version: number; document: ProgramDocument; publishedAtMs: number };

/** The version that was in force at a moment: the newest published by then, or else the first. */
export function versionInForce(versions: readonly ProgramVersion[], atMs: number): ProgramVersion | null {
  const byTime = versions.toSorted((a, b) => a.version - b.version);
  return byTime.findLast((version) => version.publishedAtMs <= atMs) ?? byTime[0] ?? null;
}
