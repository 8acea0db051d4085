import type { DenialReason, ReversalReason } from "#domain/explanation";
import type { Reward } from "#domain/reward";
import { momentText } from "#domain/sentence";

export const timelineCodes = [
  "earned",
  "granted",
  "waits",
  "being_checked",
  "under_review",
  "disputed",
  "dispute_settled",
  "approved",
  "available",
  "used",
  "given_back",
  "expired",
  "not_given",
  "not_approved",
  "taken_back",
] as const;
export type TimelineCode = (typeof timelineCodes)[number];

/** What a participant is told of his reward. */
export type TimelineEntry = { code: TimelineCode; atMs: number; text: string };

/** As it is stored: a newer version may have states that nobody here has words for. */
type Step = { fromState: string | null; toState: string; reason: string; atMs: number };
type Dates = Pick<Reward, "earnedAtMs" | "releaseAtMs">;
type Said = [code: TimelineCode, text: string];

/**
 * A reward's history in its participant's words. Every text stands here: of who did something, why he did it, and what
 * a check has found there is nothing to read out, and a reason that nobody here knows says no more than the state.
 */
export function timelineOf(steps: readonly Step[], dates: Dates): TimelineEntry[] {
  return steps.flatMap((step) =>
    say(step, dates).map(([code, text]) => ({ code, text, atMs: timeOf(step, code, dates) })),
  );
}

function say(step: Step, dates: Dates): Said[] {
  const { fromState, toState, reason } = step;
  if (fromState === null) return sayFirst(step, dates);
  const said = Object.hasOwn(byReason, reason) ? byReason[reason]?.(step, dates) : undefined;
  if (said !== undefined) return [said];
  if (fromState === toState) return isTakenBack(reason) ? [["taken_back", "A part of it was taken back."]] : [];
  return sayState(step);
}

function sayFirst({ toState, reason }: Step, { releaseAtMs }: Dates): Said[] {
  if (reason === "granted_by_hand") return [["granted", "It was given to you."], available];
  const earned: Said = ["earned", "It was earned."];
  if (toState === "available") return [earned, available];
  if (toState === "denied") return [earned, sayDenied(reason)];
  const until = releaseAtMs === null ? "" : ` until ${momentText(releaseAtMs)}`;
  if (reason === "review") return [earned, underReview];
  if (reason === "dispute") return [earned, disputed];
  return [
    earned,
    reason === "risk" ? ["being_checked", `It is being checked${until}.`] : ["waits", `It waits${until}.`],
  ];
}

const available: Said = ["available", "It is available."];
const underReview: Said = ["under_review", "It is under review."];
const disputed: Said = ["disputed", "It waits until a dispute about the payment is settled."];
const notApproved: Said = ["not_approved", "It was not approved."];
const expired: Said = ["expired", "It was not used in time and expired."];

/** Why something was not given, where that says nothing of anybody. */
const denials: Partial<Record<DenialReason, string>> = {
  program_paused: "It was not given: the program was paused.",
  rewards_disabled: "It was not given: rewards were switched off.",
  limit_reached: "It was not given: the limit was reached.",
  budget_exhausted: "It was not given: the budget was used up.",
  budget_other_unit: "It was not given.",
};

function sayDenied(reason: string): Said {
  const known: Partial<Record<string, string>> = denials;
  const text = Object.hasOwn(known, reason) ? known[reason] : undefined;
  return text === undefined ? notApproved : ["not_given", text];
}

const used = ({ fromState, toState }: Step): Said => [
  "used",
  fromState === toState ? "A part of it was used." : "It was used.",
];
const givenBack = (): Said => ["given_back", "It was given back."];
const reviewed = (): Said => underReview;

/** A refusal after a check and one by a person read alike. */
function refused({ fromState }: Step): Said {
  return fromState === "pending" ? notApproved : ["not_approved", "It was not approved and was taken back."];
}

const byReason: Partial<Record<string, (step: Step, dates: Dates) => Said>> = {
  approved: ({ atMs }, { releaseAtMs }) => [
    "approved",
    releaseAtMs !== null && releaseAtMs > atMs
      ? `It was approved and waits until ${momentText(releaseAtMs)}.`
      : "It was approved.",
  ],
  review_opened: reviewed,
  risk_stands: reviewed,
  fraud_rejected: refused,
  not_approved: refused,
  dispute_opened: () => disputed,
  dispute_settled: () => ["dispute_settled", "The dispute about the payment is settled."],
  claimed: used,
  invoice: used,
  withdrawal: used,
  fulfilled_by_stripe: used,
  fulfilled_by_webhook: used,
  invoice_voided: givenBack,
  withdrawal_canceled: givenBack,
  taken_back_by_stripe: givenBack,
  expired: () => expired,
};

const losses: Record<ReversalReason, true> = {
  refund: true,
  dispute_lost: true,
  subscription_canceled: true,
  churned: true,
  stay_broken: true,
  count_lost: true,
  reassigned: true,
};

function isTakenBack(reason: string): boolean {
  return Object.hasOwn(losses, reason);
}

function sayState(step: Step): Said[] {
  const { toState, reason } = step;
  switch (toState) {
    case "available":
      return [available];
    case "expired":
      return [expired];
    case "voided":
    case "reversed":
      return [["taken_back", "It was taken back."]];
    case "redeemed":
      // Nothing is left but what was used.
      return [isTakenBack(reason) ? ["taken_back", "What was left of it was taken back."] : used(step)];
    default:
      return [];
  }
}

/** Earned when its occasion was, and not when that was reported. */
function timeOf({ atMs }: Step, code: TimelineCode, { earnedAtMs }: Dates): number {
  return code === "earned" ? Math.min(earnedAtMs, atMs) : atMs;
}
