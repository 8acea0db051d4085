import { assess } from "#domain/assessment";
import type { Assessment } from "#domain/assessment";
import { historyFrom, listsOf } from "#domain/fraud-evidence";
import type { FraudEvidence, ReviewStanding, ScoredReferral } from "#domain/fraud-evidence";
import { gatherFraudFacts } from "#domain/fraud-facts";
import { severest } from "#domain/fraud-rules";
import type { FraudAction } from "#domain/fraud-rules";
import type { FraudSettings } from "#domain/fraud-settings";

/** `decision`: before anything is promised. `release`: when a hold has ended. */
export type ScoringMoment = "decision" | "release";

/** What scoring says, and what is done about it after what a person has said. */
export type Finding = { assessment: Assessment; action: FraudAction };

/** A finding that a decision goes by. It is kept with the plan, once for all that is promised or released by it. */
export type WorkFinding = Finding & { moment: ScoringMoment };

export function judgeReferral(
  evidence: FraudEvidence,
  scored: ScoredReferral,
  { settings, moment }: { settings: FraudSettings; moment: ScoringMoment },
): Finding {
  const lists = listsOf(evidence, scored.referral.programId);
  const assessment = assess(gatherFraudFacts(historyFrom(evidence, scored), evidence.disposable), settings, lists);
  return { assessment, action: heedReview(assessment, reviewOf(evidence, scored.referral.id), moment) };
}

export function reviewOf({ reviews }: Pick<FraudEvidence, "reviews">, referralId: string): ReviewStanding | null {
  return reviews.find((review) => review.referralId === referralId) ?? null;
}

/** What a person has said, where nothing is scored; as long as he says nothing, whatever is promised waits for him. */
export function heedPerson(review: Pick<ReviewStanding, "status"> | null): FraudAction {
  if (review === null || review.status === "approved") return "approve";
  return review.status === "rejected" ? "reject" : "review";
}

/**
 * What is promised while a review is open waits for its verdict, which then stands. Who was approved is not looked at again, unless a list has blocked him or, before
 * something new is promised, something speaks against him that the person had not seen. Who was rejected earns
 * nothing more.
 */
export function heedReview(
  assessment: Assessment,
  review: Pick<ReviewStanding, "status" | "grounds"> | null,
  moment: ScoringMoment,
): FraudAction {
  if (review?.status === "rejected") return "reject";
  if (review?.status === "open" && moment === "decision") return severest([assessment.action, "review"]);
  if (review?.status !== "approved") return assessment.action;
  if (isBlocked(assessment)) return "reject";
  const isKnown = groundsOf(assessment).every((ground) => review.grounds.includes(ground));
  return moment === "release" || isKnown ? "approve" : assessment.action;
}

/** Whether a list turns one of the two away, or the referrer may not earn any more, whoever has approved them. */
export function isBlocked({ rules }: Pick<Assessment, "rules">): boolean {
  return rules.some(
    ({ rule, action }) => action === "reject" && (rule.startsWith("blocked_") || rule === "ineligible_referrer"),
  );
}

/** The signals that fired and the rules that spoke. */
export function groundsOf({ signals, rules }: Pick<Assessment, "signals" | "rules">): string[] {
  return [...signals.filter(({ value }) => value > 0).map(({ signal }) => signal), ...rules.map(({ rule }) => rule)];
}
