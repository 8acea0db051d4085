import { refusalAtRelease } from "#domain/binding";
import type { RewardFacts } from "#domain/decide-step";
import type { FraudEvidence } from "#domain/fraud-evidence";
import type { FraudAction } from "#domain/fraud-rules";
import { isBlocked, judgeReferral, reviewOf } from "#domain/fraud-finding";
import type { NewId } from "#domain/id";
import type { Participant } from "#domain/participant";
import type { HeededReview, PlannedAssessment, ScoringPlan } from "#domain/plan";
import { scoringOf } from "#domain/program-fraud";
import type { Referral } from "#domain/referral";
import { isDue } from "#domain/reward";

/** What a reward is scored by when its hold ends. */
export type ReleaseEvidence = {
  fraud: FraudEvidence;
  referral: Referral;
  referrer: Participant;
  referee: Participant;
  /** A person has approved this reward by itself. */
  isApproved: boolean;
};

export type ReleaseFinding = { action: FraudAction; assessment: PlannedAssessment; heeded: HeededReview };

/** What scoring says of a reward whose hold is over; null where it has nothing to say. `evidence`: null without a referral. */
export function judgeHeld(
  { reward, program, document }: RewardFacts,
  evidence: ReleaseEvidence | null,
  { nowMs, newId }: { nowMs: number; newId: NewId },
): ReleaseFinding | null {
  const scoring = document === null ? null : scoringOf(document);
  if (scoring === null || document === null || evidence === null || !isDue(reward, nowMs)) return null;
  const { fraud, referral, referrer, referee, isApproved } = evidence;
  // The referee has earned his own, whatever has become of whoever brought him.
  const referrerRefusal = reward.side === "referrer" ? refusalAtRelease(referrer, document) : null;
  const scored = { referral, referrer, referee, referrerRefusal };
  const finding = judgeReferral(fraud, scored, { settings: scoring.settings, moment: "release" });
  const passes = isApproved && !isBlocked(finding.assessment);
  const about = { id: newId("asm"), referralId: referral.id, moment: "release" as const, atMs: nowMs };
  const assessment = { ...finding.assessment, ...about, version: program.currentVersion ?? 0 };
  const heeded = { referralId: referral.id, status: reviewOf(fraud, referral.id)?.status ?? null };
  return { action: passes ? "approve" : finding.action, assessment, heeded };
}

/** What is kept of it: the assessment, and the review where a person has to look now. */
export function scoringPlanOf(finding: ReleaseFinding | null, programId: string, newId: NewId): ScoringPlan {
  if (finding === null) return { assessments: [], review: null, heeded: null };
  const { action, assessment, heeded } = finding;
  const { id: assessmentId, referralId, score } = assessment;
  const isReferred = action === "hold" || action === "review";
  const review = isReferred ? { id: newId("rvw"), programId, referralId, assessmentId, score } : null;
  return { assessments: [assessment], review, heeded };
}
