import type { Assessment } from "#domain/assessment";
import { refusalAtRelease } from "#domain/binding";
import type { ReviewStanding } from "#domain/fraud-evidence";
import { fraudRules, severest } from "#domain/fraud-rules";
import type { FraudAction, RuleHit } from "#domain/fraud-rules";
import { groundsOf, heedPerson, judgeReferral, reviewOf } from "#domain/fraud-finding";
import type { ScoringMoment, WorkFinding } from "#domain/fraud-finding";
import type { HeededReview, ProgramPlan, ScoringPlan } from "#domain/plan";
import { scoringOf } from "#domain/program-fraud";
import { programHistory } from "#domain/program-work";
import type { Work } from "#domain/program-work";
import type { Reward } from "#domain/reward";

/** What is done about the referral before it is promised anything; once in a decision, whatever it promises. */
export function judgePromise(work: Work): FraudAction {
  // Who may refer at all is asked by binding and by each promise: a second answer to that would be a second truth.
  const finding = judge(work, "decision", null);
  return finding?.action ?? heedPerson(standingOf(work));
}

/** Whether scoring turns the referral away, so that it counts for nobody. Asking leaves a trace only if it does and that is `news`. */
export function isTurnedAway(work: Work, { news }: { news: boolean }): boolean {
  const isKept = ({ action }: WorkFinding) => action === "reject" && news;
  return judge(work, "decision", null, isKept)?.action === "reject";
}

/**
 * Whether a person has turned it away. His first word stands, also where another one overrules it: what was counted
 * down is not counted again, unless somebody else becomes the referrer.
 */
export function isRejected(work: Work): boolean {
  if (standingOf(work)?.status === "rejected") return true;
  const last = programHistory(work.input).findLast(
    ({ event: { type } }) => type === "referral_rejected" || type === "referral_reassigned",
  );
  return last?.event.type === "referral_rejected";
}

/** The referral's review as it was read. */
function standingOf({ input, setting }: Work): ReviewStanding | null {
  const { fraud } = input.facts;
  return fraud === null ? null : reviewOf(fraud, setting.referralId);
}

/** What is done about a reward whose hold is over. Only its referrer's own depend on whether he may still earn. */
export function judgeRelease(work: Work, { side }: Pick<Reward, "side">): FraudAction {
  const { parties, current } = work.setting;
  const refusal = side === "referrer" ? refusalAtRelease(parties.referrer, current) : null;
  return judge(work, "release", refusal)?.action ?? "approve";
}

function judge(
  work: Work,
  moment: ScoringMoment,
  referrerRefusal: ReturnType<typeof refusalAtRelease>,
  isKept: (finding: WorkFinding) => boolean = () => true,
): WorkFinding | null {
  const { plan, input, setting, findings } = work;
  const scoring = scoringOf(setting.current);
  const referral = plan.referral?.referral;
  const { fraud } = input.facts;
  if (scoring === null || fraud === null || referral === undefined) return null;
  const key = `${moment} ${referrerRefusal}`;
  const known = findings.get(key);
  if (known !== undefined) return known;
  const scored = { referral, ...setting.parties, referrerRefusal };
  const finding = { moment, ...judgeReferral(fraud, scored, { settings: scoring.settings, moment }) };
  if (!isKept(finding)) return finding;
  findings.set(key, finding);
  if (moment === "decision" && finding.action !== "approve") tell(work, finding);
  return finding;
}

/** For support: what spoke, by name. Nobody else is told. */
function tell({ plan, input }: Work, { assessment, action }: WorkFinding): void {
  const grounds = groundsOf(assessment);
  plan.clauses.push({ code: "referral_assessed", risk: assessment.risk, action, grounds, atMs: input.nowMs });
}

/**
 * The findings that something was promised, denied or released by, and the review that is open now because something
 * waits for a person. What an event did not release is assessed by the job.
 */
export function closeFindings(work: Work, plan: ProgramPlan): ScoringPlan {
  const { setting, input, findings } = work;
  const waits = plan.rewards.some(({ state, needsReview }) => state === "pending" && needsReview);
  const kept = [...findings.values()].filter(({ moment, action }) => moment === "decision" || action === "approve");
  const assessments = kept.map(({ moment, assessment }) => ({
    id: input.newId("asm"),
    referralId: setting.referralId,
    moment,
    version: input.program.currentVersion ?? 0,
    atMs: input.nowMs,
    ...(moment === "decision" && work.isOverValue ? withOverValue(assessment) : assessment),
  }));
  const asking = assessments.find(({ moment }) => moment === "decision");
  const about = { programId: input.program.id, referralId: setting.referralId };
  const review = { id: input.newId("rvw"), ...about, assessmentId: asking?.id ?? null, score: asking?.score ?? 0 };
  return { assessments, review: waits ? review : null, heeded: heededBy(work, plan) };
}

/** A verdict that is committed meanwhile is heeded by deciding again. A referral that is only being made has none. */
function heededBy(work: Work, { steps, qualifications, referral }: ProgramPlan): HeededReview | null {
  const { input, setting } = work;
  const isIdle = steps.length === 0 && qualifications.length === 0;
  if (input.facts.fraud === null || isIdle || referral?.isNew !== false) return null;
  return { referralId: setting.referralId, status: standingOf(work)?.status ?? null };
}

/** It speaks of the payment and not of the people: only what is earned by that payment waits for it. */
function withOverValue(assessment: Assessment): Assessment {
  const hit: RuleHit = { rule: "over_review_value", action: "review", about: "payment", evidence: [] };
  const rules = [...assessment.rules, hit].sort((a, b) => fraudRules.indexOf(a.rule) - fraudRules.indexOf(b.rule));
  return { ...assessment, rules, action: severest([assessment.action, "review"]) };
}
