import type { Clause } from "#domain/explanation";
import { hasBalance } from "#domain/grant-value";
import { leftOf } from "#domain/reward";
import type { Reward, RewardTransition } from "#domain/reward";
import { momentText, quantityText, reasonText, sentenceOf } from "#domain/sentence";
import type { NameOf } from "#domain/sentence";

/** A finding in words, with the code that a program acts on. */
export type Told = { code: string; atMs: number; text: string };

/** A clause of a decision, and when that was made. */
export type DecidedClause = { clause: Clause; decidedAtMs: number };

/** A clause in words. Stored by a newer version it may have a code or fields that nobody here has words for. */
export function tellClause({ clause, decidedAtMs }: DecidedClause, nameOf: NameOf): Told {
  const { code } = clause;
  const atMs = Number.isFinite(clause.atMs) ? clause.atMs : decidedAtMs;
  try {
    return { code, atMs, text: sentenceOf(clause, nameOf) };
  } catch {
    return { code, atMs, text: `Recorded as ${code}, which this version of Bouquet has no words for.` };
  }
}

/** Whom a clause names, so that their names can be looked up. */
export function peopleIn(clause: Clause): string[] {
  return Object.entries(clause).flatMap(([name, value]) =>
    name.endsWith("Id") && typeof value === "string" ? [value] : [],
  );
}

/**
 * What happened to a reward: `released`, `redeemed`, `given_back` … under the reward's own code, with the
 * reason that the person who did it gave.
 */
export function tellTransition(
  transition: RewardTransition,
  reward: Pick<Reward, "ruleKey" | "beneficiaryId" | "side">,
  nameOf: NameOf,
): Told {
  const { reason, note, atMs } = transition;
  const whose = `the reward of ${nameOf(reward.beneficiaryId)} under rule ${reward.ruleKey}`;
  const [code, words] = outside[reason] ?? byState(transition);
  return { code, atMs, text: `${capital(words(whose))}${note === null ? "" : `, with the reason: ${note}`}.` };
}

type Words = (whose: string) => string;

/** What people, jobs, claims, invoices and withdrawals do, by the reason in the history. */
const outside: Partial<Record<string, [code: string, words: Words]>> = {
  hold_ended: ["reward_released", (whose) => `the wait is over: ${whose} was released`],
  risk_stands: ["reward_referred", (whose) => `the wait is over: a person looks at ${whose} first`],
  approved: ["reward_approved", (whose) => `a person approved ${whose}`],
  granted_by_hand: ["reward_granted_by_hand", (whose) => `a person granted ${whose} by hand`],
  badge_deserved: ["badge_awarded", (whose) => `what the badge asks for was met: ${whose} was given`],
  month_led: ["leader_rewarded", (whose) => `a month was led to its end: ${whose} was given`],
  review_opened: ["reward_referred", (whose) => `a person looks at ${whose} first`],
  not_approved: ["reward_not_approved", (whose) => `${whose} was not approved`],
  revoked: ["reward_revoked", (whose) => `a person took back ${whose}`],
  claimed: ["reward_claimed", (whose) => `${whose} was claimed`],
  expired: ["reward_expired", (whose) => `nobody used it in time: ${whose} expired`],
  invoice: ["reward_redeemed", (whose) => `${whose} was used on an invoice`],
  invoice_voided: ["reward_given_back", (whose) => `the invoice was voided: ${whose} was given back`],
  fulfilled_by_stripe: ["reward_redeemed", (whose) => `${whose} was given at Stripe, all of it or a part`],
  fulfilled_by_webhook: ["reward_redeemed", (whose) => `the app took the webhook about it: ${whose} was handed over`],
  withdrawal: ["reward_redeemed", (whose) => `${whose} was paid out by a withdrawal, all or in part`],
  withdrawal_canceled: ["reward_given_back", (whose) => `the withdrawal was canceled: ${whose} was given back`],
};

function byState({ fromState, toState, reason }: RewardTransition): [code: string, words: Words] {
  if (fromState === toState) return ["reward_changed", (whose) => `${whose} stays ${toState} (${reasonText(reason)})`];
  return [`reward_${toState}`, (whose) => `${whose} became ${toState} (${reasonText(reason)})`];
}

/**
 * Whether a decision of the same moment says already what happened to the reward: what an event brings about
 * leaves clauses, which say more.
 */
export function isToldBy(
  clauses: readonly DecidedClause[],
  { reason, atMs }: RewardTransition,
  reward: Pick<Reward, "ruleKey" | "beneficiaryId">,
): boolean {
  return !(reason in outside) && clauses.some((found) => found.decidedAtMs === atMs && tellsOf(found, reward));
}

/** Whether a clause is about a reward. */
export function tellsOf(
  { clause }: DecidedClause,
  { ruleKey, beneficiaryId }: Pick<Reward, "ruleKey" | "beneficiaryId">,
): boolean {
  return (
    "rule" in clause && "beneficiaryId" in clause && clause.rule === ruleKey && clause.beneficiaryId === beneficiaryId
  );
}

/** Where a reward stands now, and why: what it waits for, until when it can be used, what became of it. */
export function tellStanding(
  reward: Reward,
  { last, balance, nowMs }: { last: RewardTransition | null; balance: number; nowMs: number },
  nameOf: NameOf,
): Told & { rewardId: string; state: string } {
  const [code, words] = standingOf(reward, { last, balance }, nowMs);
  const { quantity, reversedQuantity, unit, label } = reward;
  const value = quantityText(reversedQuantity < quantity ? quantity - reversedQuantity : quantity, unit);
  const what = label === null ? value : `${value} (${label})`;
  const about = `${nameOf(reward.beneficiaryId)}, ${reward.side}, rule ${reward.ruleKey}${occasionText(reward)}`;
  const text = `${about}, ${what}: ${words}.`;
  return { rewardId: reward.id, state: reward.state, code, atMs: nowMs, text };
}

function standingOf(
  reward: Reward,
  { last, balance }: { last: RewardTransition | null; balance: number },
  nowMs: number,
): [code: string, words: string] {
  const since = last === null ? "" : ` since ${momentText(last.atMs)} (${reasonText(last.reason)})`;
  switch (reward.state) {
    case "pending":
      return waitOf(reward, nowMs);
    case "available":
      if (hasBalance(reward.kind) && balance <= 0) return ["balance_owed", owedWords];
      return ["available", `available${usedText(reward)}${expiryText(reward, nowMs)}${claimText(reward)}`];
    case "redeemed":
      return ["redeemed", `used${since}`];
    case "denied":
      return ["denied", `not given${last === null ? "" : `: ${reasonText(last.reason)}`}`];
    case "voided":
      return ["voided", `never released, and taken away${since}`];
    case "expired":
      return ["expired", `expired${since}`];
    case "reversed":
      return ["reversed", `taken back${since}`];
    default:
      return [String(reward.state), String(reward.state)];
  }
}

/** Which payment or count earned it; what happens once to a referral needs no name. */
function occasionText({ subject, referralId, ordinal }: Reward): string {
  if (ordinal !== null) return ` (number ${ordinal})`;
  return referralId === null || subject.endsWith(`:${referralId}`) ? "" : ` (${subject})`;
}

const owedWords = "granted, but all of it goes towards an earlier reward that was taken back after its use";

/** Everything that keeps it, because all of it has to be over. */
function waitOf(
  { needsReview, disputed, riskDays, releaseAtMs }: Reward,
  nowMs: number,
): [code: string, words: string] {
  const holds = releaseAtMs !== null && releaseAtMs > nowMs;
  const waits = [
    ...(disputed ? ["waits for the end of a dispute"] : []),
    ...(needsReview ? ["under review"] : []),
    ...(holds
      ? [`waits until ${momentText(releaseAtMs)}: ${riskDays === null ? "hold of the rule" : "check of the program"}`]
      : []),
  ];
  const code = disputed ? "waits_for_dispute" : needsReview ? "waits_for_review" : "waits_for_hold";
  return waits.length === 0
    ? ["due", "its hold is over, and the next run of the jobs releases it"]
    : [code, waits.join(", and ")];
}

function usedText(reward: Reward): string {
  const { redeemedQuantity, unit } = reward;
  if (redeemedQuantity === 0) return "";
  return `, ${quantityText(redeemedQuantity, unit)} used, ${quantityText(leftOf(reward), unit)} left`;
}

function expiryText({ expiresAtMs }: Reward, nowMs: number): string {
  if (expiresAtMs === null) return ", and does not expire";
  const moment = momentText(expiresAtMs);
  return expiresAtMs > nowMs
    ? `, expires on ${moment}`
    : `, was to be used by ${moment}; the next run of the jobs ends it`;
}

function claimText({ claim }: Reward): string {
  return claim === "manual" ? ", waits to be claimed" : "";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
