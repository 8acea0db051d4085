import type { Context } from "#context";
import { describeFault } from "#domain/fault";
import { inLanes } from "#domain/lanes";
import { ok, refuse } from "#domain/result";
import type { Judgement } from "#domain/review";
import { listAssessments } from "#store/assessments";
import { findReferral } from "#store/referrals";
import { listQueue, listReviews } from "#store/reviews";
import type { StoredReview } from "#store/reviews";
import { describeReview } from "#usecases/describe-review";
import { judgeReview } from "#usecases/judge-review";
import { openReview } from "#usecases/open-review";
import { listAssessmentsOperation, showAssessment } from "#http/contract/assessments";
import { showPage } from "#http/contract/page";
import { showParticipant } from "#http/contract/participants";
import { showReferral } from "#http/contract/referrals";
import * as contract from "#http/contract/reviews";
import { showReward } from "#http/contract/rewards";
import { route } from "#http/mount";
import { describeRefusal, faultProblem } from "#http/problem";
import { findProgramId } from "#http/program-filter";

const { showReview, showDecision } = contract;

/** Reviews that are decided side by side: a Worker has six connections. */
const lanes = 6;

/** What has a name of its own comes before what has an id. */
export const reviewRoutes = [
  route(contract.listReviewsOperation, async (ctx, { query }) => {
    const { limit, before, program, status, order, held } = query;
    const programId = await findProgramId(ctx, program);
    const isWithHeld = held === "true" || status !== "open";
    const filter = { mode: ctx.actor.mode, programId, dueAtMs: isWithHeld ? undefined : ctx.nowMs, limit };
    const isByScore = order === "score";
    const rows = isByScore
      ? await listQueue(ctx.db, { ...filter, before })
      : await listReviews(ctx.db, { ...filter, status, before: before?.id });
    const placeOf = ({ review: { id, score } }: StoredReview) => (isByScore ? `${score}/${id}` : id);
    return ok({ body: showPage("reviews", rows, { limit, placeOf, show: showReview }) });
  }),

  route(contract.getReviewOperation, async (ctx, { params }) => {
    const described = await describeReview(ctx, params.id);
    if (!described.ok) return described;
    const { stored, referral, referrer, referee, assessments, waiting } = described.value;
    return ok({
      body: {
        ...showReview(stored),
        referral: showReferral(referral),
        referrer: showParticipant(referrer),
        referee: showParticipant(referee),
        assessments: assessments.map(showAssessment),
        waiting_rewards: waiting.map(showReward),
      },
    });
  }),

  route(contract.openReviewOperation, async (ctx, { body }) => {
    const opened = await openReview(ctx, body);
    if (!opened.ok) return opened;
    const status = opened.value.isOpened ? (201 as const) : (200 as const);
    return ok({ status, body: showReview(opened.value) });
  }),

  route(contract.decideReviewsOperation, async (ctx, { body: { reviews, ...judgement } }) => {
    const data: Awaited<ReturnType<typeof judgeItem>>[] = [];
    // The same one twice would race with itself.
    const positions = Map.groupBy(reviews.keys(), (index) => reviews[index] ?? "");
    await inLanes(
      [...positions].map(([id, indexes]) => indexes.map((index) => ({ id, index }))),
      lanes,
      async (item) => {
        data[item.index] = await judgeItem(ctx, item.id, judgement);
      },
    );
    return ok({ body: { data } });
  }),

  route(contract.decideReviewOperation, async (ctx, { params, body }) => {
    const judged = await judgeReview(ctx, { reviewId: params.id, ...body });
    return judged.ok ? ok({ body: showDecision(judged.value) }) : judged;
  }),

  route(listAssessmentsOperation, async (ctx, { params, query: { limit, cursor } }) => {
    const stored = await findReferral(ctx.db, ctx.actor.mode, params.id);
    if (stored === null) return refuse({ code: "not_found", what: "referral" });
    const rows = await listAssessments(ctx.db, { referralId: stored.referral.id, before: cursor, limit });
    return ok({ body: showPage("assessments", rows, { limit, placeOf: ({ id }) => id, show: showAssessment }) });
  }),
];

/** A fault of one must not hide the answers of the others. */
async function judgeItem(ctx: Context, reviewId: string, judgement: Judgement) {
  try {
    const judged = await judgeReview(ctx, { reviewId, ...judgement });
    if (judged.ok) return { status: 200 as const, decision: showDecision(judged.value) };
    const problem = describeRefusal(judged.refusal, ctx.requestId);
    return { status: problem.status, problem };
  } catch (error) {
    ctx.log("error", "fault", { operation: "decideReviews", error: describeFault(error) });
    const problem = faultProblem(ctx.requestId);
    return { status: problem.status, problem };
  }
}
