import { waitAfter } from "#domain/backoff";
import { hourMs, minuteMs } from "#domain/day";
import { isTeamTemplate } from "#domain/email-template";
import type { EmailTemplate } from "#domain/email-template";
import { hasBalance } from "#domain/grant-value";
import type { Mode } from "#domain/mode";
import type { EmailAnswer } from "#domain/outside";
import type { Reward, RewardState } from "#domain/reward";

/** What became of an email. Only `due` is tried again, at `dueAtMs`. */
export type EmailOutcome = {
  status: "due" | "sent" | "kept" | "skipped" | "dead";
  reason: string | null;
  dueAtMs: number;
  providerId: string | null;
  sentAtMs: number | null;
};

/** All that decides whether it may be sent at all. */
export type EmailGround = {
  mode: Mode;
  template: EmailTemplate;
  /** False: the message that led to it is deleted, and nobody can say any more whether what it tells is still so. */
  hasMessage: boolean;
  /** Null: there is none, because it goes to the team, or no longer. */
  participant: { status: "active" | "suspended" | "inactive"; email: string | null } | null;
  isSuppressed: boolean;
  reward: Reward | null;
  /** What is in the account that the reward belongs to. */
  balance: number;
  teamEmails: readonly string[];
  isConfigured: boolean;
};

/** Where it goes, or why it does not: what is kept can be sent by hand later, what is skipped never. */
export type Way = { to: readonly string[] } | { status: "kept" | "skipped"; reason: string };

const ladderMs = [minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 6 * hourMs, 12 * hourMs];

export function wayOf(ground: EmailGround): Way {
  const { mode, template, participant, reward, teamEmails } = ground;
  // First of all, because people of the sandbox may have real addresses.
  if (mode === "test") return { status: "kept", reason: "test_mode" };
  if (!ground.hasMessage) return { status: "skipped", reason: "outdated" };
  if (isTeamTemplate(template)) {
    if (isOutdated(template, reward)) return { status: "skipped", reason: "outdated" };
    if (teamEmails.length === 0) return { status: "kept", reason: "no_team_address" };
    return ground.isConfigured ? { to: teamEmails } : notConfigured;
  }
  if (participant === null) return { status: "skipped", reason: "erased" };
  if (participant.status === "suspended") return { status: "skipped", reason: "suspended" };
  if (participant.email === null) return { status: "skipped", reason: "no_address" };
  if (ground.isSuppressed) return { status: "skipped", reason: "suppressed" };
  if (isOutdated(template, reward)) return { status: "skipped", reason: "outdated" };
  if (isOwed(template, ground)) return { status: "skipped", reason: "balance_owed" };
  return ground.isConfigured ? { to: [participant.email] } : notConfigured;
}

const notConfigured = { status: "kept", reason: "not_configured" } as const;

/** It may have waited for hours: what it says of a reward must still be so. */
function isOutdated(template: EmailTemplate, reward: Reward | null): boolean {
  if (reward === null) return false;
  if (template === "review_waiting") return !reward.needsReview;
  return trueIn[template]?.includes(reward.state) === false;
}

/** While a reward stands so, its email is no lie. */
const trueIn: Partial<Record<EmailTemplate, readonly RewardState[]>> = {
  earned: ["pending", "available"],
  available: ["available", "redeemed"],
  milestone: ["available", "redeemed"],
  tier: ["available", "redeemed"],
  expiring: ["available"],
};

/** A reward that all goes towards one that was taken back after its use is nobody's to use. */
function isOwed(template: EmailTemplate, { reward, balance }: EmailGround): boolean {
  const promisesUse = template !== "earned" && template !== "review_waiting";
  return promisesUse && reward?.state === "available" && hasBalance(reward.kind) && balance <= 0;
}

/** `attempts`: how many there were, this one included. */
export function outcomeOf(answer: EmailAnswer, attempts: number, nowMs: number): EmailOutcome {
  const none = { providerId: null, sentAtMs: null };
  if (answer.isSent) {
    return { status: "sent", reason: null, dueAtMs: nowMs, providerId: answer.providerId, sentAtMs: nowMs };
  }
  const waitMs = waitAfter(ladderMs, attempts);
  const { reason, isFinal } = answer;
  if (isFinal || waitMs === null) return { status: "dead", reason, dueAtMs: nowMs, ...none };
  return { status: "due", reason, dueAtMs: nowMs + waitMs, ...none };
}
