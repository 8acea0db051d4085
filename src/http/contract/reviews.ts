import * as z from "zod";
import { reviewStatuses, verdicts } from "#domain/review";
import { listAssessmentsOperation, shownAssessment } from "#http/contract/assessments";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { shownParticipant } from "#http/contract/participants";
import { problemSchema } from "#http/contract/problem";
import { shownReferral } from "#http/contract/referrals";
import { shownReward } from "#http/contract/rewards";
import { id, instant, pathId, shownInstant, showInstant, showInstantOrNull, text } from "#http/contract/wire";
import type { StoredReview } from "#store/reviews";
import type { JudgedReview } from "#usecases/judge-review";

const tag = "Reviews";

const reviewFields = {
  id: id("rvw"),
  program_id: id("prg"),
  program: z.string(),
  referral_id: id("ref"),
  status: z.enum(reviewStatuses),
  score: z.int().meta({ description: "Of the assessment that asked for it, in millionths; 0 without one." }),
  assessment_id: id("asm").nullable().meta({ description: "Null: a person opened it." }),
  held_until: shownInstant.nullable().meta({ description: "Until when somebody has put it aside." }),
  note: z.string().nullable().meta({ description: "Of whoever opened it, put it aside or decided last." }),
  decided_by: z.string().nullable(),
  decided_at: shownInstant.nullable(),
  created_at: shownInstant,
};

const shownReview = z.strictObject(reviewFields).meta({ id: "Review" });

export function showReview({ review, program }: StoredReview): z.input<typeof shownReview> {
  return {
    id: review.id,
    program_id: review.programId,
    program,
    referral_id: review.referralId,
    status: review.status,
    score: review.score,
    assessment_id: review.assessmentId,
    held_until: showInstantOrNull(review.heldUntilMs),
    note: review.note,
    decided_by: review.decidedBy,
    decided_at: showInstantOrNull(review.decidedAtMs),
    created_at: showInstant(review.createdAtMs),
  };
}

export const listReviewsOperation = defineOperation({
  method: "get",
  path: "/v1/reviews",
  operationId: "listReviews",
  summary: "List what waits for a person, or what was decided",
  description: "A cursor is good for the order that it was given in.",
  tag,
  scope: "reviews:read",
  query: z
    .strictObject({
      ...pageQuery("reviews"),
      status: z.enum(reviewStatuses).default("open"),
      program: pathId.optional(),
      order: z
        .enum(["newest", "score"])
        .default("newest")
        .meta({ description: "`score`: the most suspicious first; for open ones." }),
      held: z
        .literal("true", "must be true, or left out for what is due")
        .optional()
        .meta({ description: "With what was put aside; left out: without, until its time comes." }),
    })
    .refine(({ status, order }) => status === "open" || order === "newest", {
      path: ["order"],
      message: "must be newest for what was decided",
    })
    .transform(({ cursor, ...query }, refinement) => {
      const [place = "", score] = (cursor ?? "").split("/").toReversed();
      const isOfOrder = cursor === undefined || (score !== undefined) === (query.order === "score");
      if (!isOfOrder)
        refinement.addIssue({ code: "custom", path: ["cursor"], message: "is not a cursor of this order" });
      const before = cursor === undefined ? undefined : { id: place, score: Number(score ?? 0) };
      return { ...query, before };
    }),
  answer: pageOf(shownReview).meta({ id: "ReviewPage" }),
});

const params = z.strictObject({ id: pathId });

export const getReviewOperation = defineOperation({
  method: "get",
  path: "/v1/reviews/:id",
  operationId: "getReview",
  summary: "Get a review with all that a person decides it by",
  tag,
  scope: "reviews:read",
  params,
  answer: z
    .strictObject({
      ...reviewFields,
      referral: shownReferral,
      referrer: shownParticipant,
      referee: shownParticipant,
      assessments: z.array(shownAssessment).meta({
        description: "The newest ten; `GET /v1/referrals/{id}/assessments` lists all.",
      }),
      waiting_rewards: z
        .array(shownReward)
        .meta({ description: "The referral's pending rewards, the newest hundred." }),
    })
    .meta({ id: "ReviewWithGrounds" }),
  refusals: ["not_found"],
});

const note = text(500).min(1).meta({ description: "Why. Kept in the review, for the team alone; name nobody." });

export const openReviewOperation = defineOperation({
  method: "post",
  path: "/v1/reviews",
  operationId: "openReview",
  summary: "Have a person look at a referral",
  description:
    "201: it was opened, for the first time or again after a verdict, whose effects stay. 200: it is open already, and stays as it is.",
  tag,
  scope: "reviews:write",
  body: z.strictObject({ referral: pathId, note }).transform(({ referral, note }) => ({ referralId: referral, note })),
  statuses: [200, 201],
  answer: shownReview,
  refusals: ["not_found", "busy"],
});

const judgement = {
  verdict: z.enum(verdicts).meta({
    description:
      "`approve`: what waits for review goes on. `reject`: pending rewards of both sides are voided, others taken back. `hold`: it is put aside and stays open.",
  }),
  note,
  until: instant.optional().meta({
    description: "For `hold`: when it comes back to the queue; in 7 days unless told otherwise, in 90 at the latest.",
  }),
  overrules: z
    .enum(["approved", "rejected"])
    .optional()
    .meta({ description: "The verdict that this one replaces, as it was seen. An approval brings nothing back." }),
};
type Judged = { verdict: string; until?: number | undefined; overrules?: unknown };
const isUntilForHold = ({ verdict, until }: Judged) => verdict === "hold" || until === undefined;
const untilIsForHold = { path: ["until"], message: "is for hold" };
const isOverruling = ({ verdict, overrules }: Judged) => verdict !== "hold" || overrules === undefined;
const holdOverrulesNothing = { path: ["overrules"], message: "is not for hold: open the review again" };

const shownDecision = z
  .strictObject({
    review: shownReview,
    rewards: z
      .strictObject({
        approved: z.int().meta({ description: "That waited for review." }),
        released: z.int().meta({ description: "Of these, what nothing else kept." }),
        voided: z.int().meta({ description: "Pending ones." }),
        reversed: z.int().meta({ description: "Available and used ones; the balance may go below zero." }),
        stay_taken_back: z.int().meta({
          description: "After an approval: what was voided or reversed before, and stays so. Grant anew what is owed.",
        }),
      })
      .meta({ description: "How many of the referral's rewards this request moved." }),
  })
  .meta({ id: "ReviewDecision" });

export function showDecision(judged: JudgedReview): z.input<typeof shownDecision> {
  const { stayTakenBack, ...moved } = judged.rewards;
  return { review: showReview(judged), rewards: { ...moved, stay_taken_back: stayTakenBack } };
}

export const decideReviewOperation = defineOperation({
  method: "post",
  path: "/v1/reviews/:id/decide",
  operationId: "decideReview",
  summary: "Approve, reject or put aside",
  description:
    "The verdict and what it does to rewards are one. Of two at once one wins, the other is told who. The same verdict with the same note, sent again by the same key, changes nothing and completes what was cut off.",
  tag,
  scope: "reviews:write",
  params,
  body: z
    .strictObject({
      ...judgement,
      assessment_id: id("asm").nullable().optional().meta({
        description: "The review's, as it was seen. Where another one asks for it by now, nothing is decided.",
      }),
    })
    .refine(isUntilForHold, untilIsForHold)
    .refine(isOverruling, holdOverrulesNothing)
    .transform(({ until, overrules, assessment_id: assessmentId, ...body }) => ({
      ...{ ...body, overrules, assessmentId },
      untilMs: until,
    })),
  answer: shownDecision,
  refusals: ["not_found", "review_decided", "review_changed", "busy"],
});

const maxBatch = 100;

export const decideReviewsOperation = defineOperation({
  method: "post",
  path: "/v1/reviews/decide",
  operationId: "decideReviews",
  summary: `Decide up to ${maxBatch} reviews alike; each is answered on its own`,
  description: "Answers come in the order of the ids, each with the status that it would have had alone.",
  tag,
  scope: "reviews:write",
  batch: "reviews",
  body: z
    .strictObject({ reviews: z.array(pathId).min(1).max(maxBatch), ...judgement })
    .refine(isUntilForHold, untilIsForHold)
    .refine(isOverruling, holdOverrulesNothing)
    .transform(({ until, overrules, ...body }) => ({ ...body, overrules, untilMs: until })),
  answer: z
    .strictObject({
      data: z.array(
        z.union([
          z.strictObject({ status: z.literal(200), decision: shownDecision }),
          z.strictObject({ status: z.int(), problem: problemSchema }),
        ]),
      ),
    })
    .meta({ id: "ReviewBatchAnswer" }),
});

export const reviewOperations = [
  listReviewsOperation,
  getReviewOperation,
  openReviewOperation,
  decideReviewsOperation,
  decideReviewOperation,
  listAssessmentsOperation,
];
