import type { Context } from "#context";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { listAssessments } from "#store/assessments";
import type { AssessmentRow } from "#store/assessments";
import { findParticipant } from "#store/participants";
import type { StoredParticipant } from "#store/participants";
import { findReferral } from "#store/referrals";
import type { StoredReferral } from "#store/referrals";
import { findReview } from "#store/reviews";
import type { StoredReview } from "#store/reviews";
import { listRewards } from "#store/rewards";
import type { StoredReward } from "#store/rewards";

/** All that a person decides a review by. */
export type ReviewGrounds = {
  stored: StoredReview;
  referral: StoredReferral;
  referrer: StoredParticipant;
  referee: StoredParticipant;
  assessments: AssessmentRow[];
  waiting: StoredReward[];
};

const newestAssessments = 10;
const newestRewards = 100;

export async function describeReview(ctx: Context, id: string): Promise<Result<ReviewGrounds, Refusal>> {
  const { db, actor } = ctx;
  const { mode } = actor;
  const stored = await findReview(db, mode, id);
  if (stored === null) return refuse({ code: "not_found", what: "review" });
  const { referralId, programId } = stored.review;
  const ofReferral = { mode, programId, referralId, beneficiaryId: undefined, before: undefined };
  const [referral, assessments, waiting] = await Promise.all([
    findReferral(db, mode, referralId),
    listAssessments(db, { referralId, limit: newestAssessments }),
    listRewards(db, { ...ofReferral, state: "pending", needsReview: false, limit: newestRewards }),
  ]);
  if (referral === null) throw new Error("a review without a referral");
  const [referrer, referee] = await Promise.all([
    findParticipant(db, mode, referral.referral.referrerId),
    findParticipant(db, mode, referral.referral.refereeId),
  ]);
  if (referrer === null || referee === null) throw new Error("a referral without its people");
  return ok({
    ...{ stored, referral, referrer, referee },
    assessments: assessments.slice(0, newestAssessments),
    waiting: waiting.slice(0, newestRewards),
  });
}
