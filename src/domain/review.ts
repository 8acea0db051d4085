import { changeReward } from "#domain/change-reward";
import type { ChangeSetting, RewardStep } from "#domain/change-reward";
import { dayMs } from "#domain/day";
import { decideApproval, decideTakingBack, planSteps } from "#domain/decide-step";
import type { Mode } from "#domain/mode";
import type { RewardPlan } from "#domain/plan";
import type { Program } from "#domain/program";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import type { Reward } from "#domain/reward";

export const reviewStatuses = ["open", "approved", "rejected"] as const;
export type ReviewStatus = (typeof reviewStatuses)[number];

/** A referral that a person looks at, or has judged. */
export type Review = {
  id: string;
  mode: Mode;
  programId: string;
  referralId: string;
  status: ReviewStatus;
  assessmentId: string | null;
  score: number;
  /** Until when it is put aside; null while nobody has done that. */
  heldUntilMs: number | null;
  note: string | null;
  decidedBy: string | null;
  decidedAtMs: number | null;
  createdAtMs: number;
};

export const verdicts = ["approve", "reject", "hold"] as const;
export type Verdict = (typeof verdicts)[number];

/**
 * `overrules`: the verdict that it is to replace, as its author saw it. `untilMs` is for `hold`. `assessmentId`: the one
 * that its author saw, null for none; undefined where he does not say. `isRest`: the verdict was written with the first
 * part of its effects, and must still stand.
 */
export type Judgement = {
  verdict: Verdict;
  note: string;
  overrules: ReviewStatus | undefined;
  untilMs: number | undefined;
  assessmentId?: string | null | undefined;
  isRest?: boolean;
};

/**
 * `rewards` are those of the referral that the verdict is about, the oldest first, as many as one batch takes; `waiting`
 * says how many there are. `takenBack` counts those that were voided or reversed, whatever for.
 */
export type ReviewFacts = {
  review: Review;
  program: Program;
  rewards: readonly Reward[];
  waiting: number;
  takenBack: number;
};

/** `review` is null where the verdict stands already and only its effects are completed. */
export type ReviewPlan = { review: Review | null; rewards: RewardPlan };

const longestHoldMs = 90 * dayMs;
const usualHoldMs = 7 * dayMs;

/** What can be done with a review that concerns rewards. */
export type ReviewVerb = Verdict | "open";

/**
 * Which rewards of the referral are changed: those that wait for a person, or not yet, or all that he has or may get.
 * What a count has given goes back by the count, if that no longer covers it.
 */
export function isConcernedBy(
  verb: ReviewVerb,
  { state, needsReview, ordinal }: Pick<Reward, "state" | "needsReview" | "ordinal">,
): boolean {
  switch (verb) {
    case "open":
      return state === "pending" && !needsReview;
    case "approve":
      return state === "pending" && needsReview;
    case "reject":
      return state === "pending" || (ordinal === null && (state === "available" || state === "redeemed"));
    case "hold":
      return false;
  }
}

/**
 * What a person says of a referral. Who comes second is refused, and told of the first; the same person saying the same
 * again only completes what was left of its effects, and so does whoever overrules by the same verdict.
 */
export function decideReview(
  facts: ReviewFacts,
  judgement: Judgement,
  setting: ChangeSetting,
): Result<ReviewPlan, Refusal> {
  const { review } = facts;
  const { verdict, note, overrules } = judgement;
  const { actor, nowMs } = setting;
  const isSettled = review.status !== "open";
  if (verdict === "hold" && isSettled) return decided(review);
  const status = verdict === "approve" ? "approved" : "rejected";
  const isRepeated = review.status === status && review.decidedBy === actor && review.note === note;
  if (isSettled && !isRepeated && overrules !== review.status) return decided(review);
  if (!isRepeated && isOtherThanSeen(review, judgement)) return changed(review);
  if (verdict === "hold") return putAside(facts, judgement, setting);
  const after = { ...review, status, note, heldUntilMs: null, decidedBy: actor, decidedAtMs: nowMs } as const;
  return ok({ review: isRepeated ? null : after, rewards: planEffects(facts, verdict, setting) });
}

/** It stays open, and comes back to the queue at that time. */
function putAside(
  { review }: ReviewFacts,
  { note, untilMs }: Judgement,
  { actor, nowMs }: ChangeSetting,
): Result<ReviewPlan, Refusal> {
  const heldUntilMs = untilMs ?? nowMs + usualHoldMs;
  if (heldUntilMs <= nowMs || heldUntilMs > nowMs + longestHoldMs)
    return refuse({
      code: "invalid_request",
      issues: [{ path: "until", message: "must lie in the next 90 days of the program's clock" }],
    });
  const after = { ...review, heldUntilMs, note, decidedBy: actor, decidedAtMs: nowMs };
  return ok({ review: after, rewards: noRewards(review.programId) });
}

/** The reviewer's words stay in the review: a reward's history is told to its participant too. */
export function planEffects(
  { program, rewards }: Pick<ReviewFacts, "program" | "rewards">,
  verb: ReviewVerb,
  setting: ChangeSetting,
): RewardPlan {
  const plans = rewards
    .filter((reward) => isConcernedBy(verb, reward))
    .map((reward) => planSteps({ reward, program }, stepsOf(reward, verb, setting), setting));
  return plans.reduce(
    (all, plan) => ({
      ...all,
      changed: [...all.changed, ...plan.changed],
      steps: [...all.steps, ...plan.steps],
      counts: [...all.counts, ...plan.counts],
      messages: [...all.messages, ...plan.messages],
    }),
    noRewards(program.id),
  );
}

function stepsOf(reward: Reward, verb: ReviewVerb, setting: ChangeSetting): RewardStep[] {
  if (verb === "open") return [changeReward(reward, "refer", { quantity: 0, reason: "review_opened" }, setting)];
  const decision =
    verb === "approve"
      ? decideApproval({ reward }, null, setting)
      : decideTakingBack({ reward }, { reason: "not_approved", note: null }, setting);
  if (!decision.ok) throw new Error(`${verb} of a reward that is ${reward.state}`);
  return decision.value;
}

function noRewards(programId: string): RewardPlan {
  return { programId, rewards: [], changed: [], steps: [], counts: [], messages: [] };
}

function decided({ id, status, decidedBy, decidedAtMs }: Review) {
  return refuse({ code: "review_decided" as const, review: id, status, decidedBy, decidedAtMs });
}

/** Something that its author has not seen asks for the review now. */
function isOtherThanSeen({ assessmentId }: Review, { assessmentId: seen, isRest }: Judgement): boolean {
  return isRest === true || (seen !== undefined && seen !== assessmentId);
}

function changed({ id, assessmentId }: Review) {
  return refuse({ code: "review_changed" as const, review: id, assessmentId });
}

/** Somebody opens it again. What the verdict has done stays. */
export function reopen(review: Review, note: string): Review {
  return { ...review, status: "open", heldUntilMs: null, note, decidedBy: null, decidedAtMs: null };
}
