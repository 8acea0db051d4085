import type { Context } from "#context";
import { changeOfRewards } from "#domain/board-change";
import { actorName } from "#domain/actor";
import type { RewardStep } from "#domain/change-reward";
import { isoText } from "#domain/instant";
import { programNowMs } from "#domain/mode";
import type { Message } from "#domain/plan";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { decideReview } from "#domain/review";
import type { Judgement, Review, ReviewFacts, ReviewPlan } from "#domain/review";
import type { NewAuditRow } from "#store/audit-log";
import { commitVerdict } from "#store/review-commit";
import { loadReviewFacts } from "#store/review-facts";
import type { StoredReview } from "#store/reviews";
import { tellBoards } from "#usecases/feed-boards";
import { describeChange } from "#usecases/describe-change";
import { uncountReferral } from "#usecases/uncount-referral";
import { retryRaces } from "#usecases/retry-races";
import { isRewardRace } from "#usecases/take-reward-step";

/** What a verdict did to the rewards of the referral. `stayTakenBack`: an approval brings nothing back. */
export type RewardTally = Record<"approved" | "released" | "voided" | "reversed" | "stayTakenBack", number>;
export type JudgedReview = StoredReview & { rewards: RewardTally };

/** Whoever else decides the same review, or moves its rewards, costs a turn. */
const maxAttempts = 16;

/**
 * A person decides on a referral. The verdict and its effects are one batch; where a referral has more rewards than a
 * batch takes, the verdict goes with the first of them and the rest follows; a rejected referral that counts leaves the
 * counts in the end. Sent again, it completes what was cut off.
 */
export async function judgeReview(
  ctx: Context,
  { reviewId, ...judgement }: Judgement & { reviewId: string },
): Promise<Result<JudgedReview, Refusal>> {
  const races = { name: ctx.requestId, attempts: maxAttempts, isRace: isRewardRace };
  let rewards: RewardTally = { approved: 0, released: 0, voided: 0, reversed: 0, stayTakenBack: 0 };
  // From the second part on it only completes its own verdict: nobody else's is overruled, and nothing is approved that
  // has opened the review again in between.
  for (let part = judgement; ; part = { ...judgement, overrules: undefined, isRest: true }) {
    const judged = await retryRaces(races, async () => decideAndCommit(ctx, reviewId, part));
    if (!judged.ok) return judged;
    const { stored, done, isComplete, isCounted } = judged.value;
    rewards = add(rewards, done);
    if (!isComplete) continue;
    const left = judgement.verdict === "reject" && isCounted ? await uncountReferral(ctx, stored.review) : ok(null);
    return left.ok ? ok({ ...stored, rewards }) : left;
  }
}

async function decideAndCommit(ctx: Context, reviewId: string, judgement: Judgement) {
  const facts = await loadReviewFacts(ctx.db, reviewId, judgement.verdict);
  if (facts === null || facts.review.mode !== ctx.actor.mode)
    return refuse({ code: "not_found" as const, what: "review" });
  const { program, waiting, takenBack, isCounted } = facts;
  const nowMs = programNowMs(program, ctx.nowMs);
  const decided = decideReview(facts, judgement, { actor: actorName(ctx.actor), nowMs, newId: ctx.newId });
  if (!decided.ok) return decided;
  const plan = decided.value;
  const messages = tellVerdict(ctx, plan);
  if (plan.review !== null || plan.rewards.steps.length > 0) {
    const { mode } = program;
    const audit = describeVerdict(ctx, facts, plan);
    const { verdict } = judgement;
    await commitVerdict(ctx.db, facts, { verdict, ...plan, messages, audit, mode, atMs: nowMs, nowMs: ctx.nowMs });
    ctx.ring([...plan.rewards.messages, ...messages]);
    tellBoards(ctx, [changeOfRewards(plan.rewards)]);
  }
  return ok({
    stored: { review: plan.review ?? facts.review, program: program.key },
    done: { ...tally(plan.rewards.steps), stayTakenBack: judgement.verdict === "approve" ? takenBack : 0 },
    isComplete: plan.rewards.changed.length >= waiting,
    isCounted,
  });
}

/** Ids only. What was put aside is told nobody. */
function tellVerdict({ newId }: Context, { review }: ReviewPlan): Message[] {
  if (review === null || review.status === "open" || review.decidedAtMs === null) return [];
  const { id, mode, programId, referralId, status, decidedAtMs } = review;
  const payload = {
    program_id: programId,
    referral_id: referralId,
    review_id: id,
    status,
    decided_at: isoText(decidedAtMs),
  };
  return [{ id: newId("msg"), type: "review.decided", mode, payload }];
}

/** One row for the review, and one for each reward that it moved, as when a person moves it by hand. */
function describeVerdict(ctx: Context, { review: before }: ReviewFacts, { review, rewards }: ReviewPlan) {
  const { id, programId, referralId } = before;
  const rows: NewAuditRow[] = review === null ? [] : [describeChange(ctx, actionOf(review), id, detailOf(review))];
  for (const reward of rewards.changed) {
    const action = reward.state === "voided" || reward.state === "reversed" ? "reward.revoked" : "reward.approved";
    rows.push(describeChange(ctx, action, reward.id, { program_id: programId, review_id: id }));
  }
  return rows;

  function detailOf({ status }: Review) {
    const overruled = before.status === "open" ? {} : { overruled: before.status };
    return { program_id: programId, referral_id: referralId, status, ...overruled };
  }
}

function actionOf({ status }: Review): string {
  return status === "open" ? "review.held" : `review.${status}`;
}

function tally(steps: readonly RewardStep[]): Omit<RewardTally, "stayTakenBack"> {
  const count = (name: RewardStep["change"]) => steps.filter(({ change }) => change === name).length;
  return {
    approved: count("approve"),
    released: count("release"),
    voided: count("void"),
    reversed: count("reverse"),
  };
}

function add(all: RewardTally, more: RewardTally): RewardTally {
  return {
    approved: all.approved + more.approved,
    released: all.released + more.released,
    voided: all.voided + more.voided,
    reversed: all.reversed + more.reversed,
    stayTakenBack: more.stayTakenBack,
  };
}
