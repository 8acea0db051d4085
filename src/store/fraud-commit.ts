import { and, eq, ne, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { fraudActions } from "#domain/fraud-rules";
import type { Mode } from "#domain/mode";
import type { HeededReview, PlannedAssessment, ScoringPlan } from "#domain/plan";
import { factGuards } from "#schema/events";
import { assessments, reviews } from "#schema/fraud";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { insertRows } from "#store/insert-rows";

/** In the batch of what was promised or released by it, which fails where a person was faster. */
export function writeScoring(
  db: Database,
  { assessments: made, review, heeded }: ScoringPlan,
  { mode, atMs }: { mode: Mode; atMs: number },
): Statement[] {
  return [
    ...(heeded === null ? [] : [guardReview(db, heeded)]),
    ...(made.length === 0 ? [] : [insertRows(db, assessments, made.map(assessmentRow))]),
    ...(review === null ? [] : [openReview(db, { ...review, mode, status: "open", createdAtMs: atMs })]),
  ];
}

/** Otherwise a reward could slip past a rejection, or wait for a review that was decided without it. */
function guardReview(db: Database, { referralId, status }: HeededReview): Statement {
  const standing = sql`(SELECT status FROM reviews WHERE referral_id = ${referralId})`;
  return db.insert(factGuards).select(sql`SELECT 1 WHERE ${standing} IS NOT ${status}`);
}

/** What was said of somebody else. What is open stays so: nobody has looked yet. */
export function forgetVerdict(db: Database, referralId: string): Statement {
  return db.delete(reviews).where(and(eq(reviews.referralId, referralId), ne(reviews.status, "open")));
}

/**
 * One for each referral. One that was decided is opened again, and keeps what was said; one that is open is asked for
 * by the newest assessment that is no milder, and stays aside as long as somebody has put it there.
 */
function openReview(db: Database, row: typeof reviews.$inferInsert): Statement {
  const isMilder = sql`reviews.status = 'open'
    AND (excluded.assessment_id IS NULL
      OR (${severity(sql`reviews.assessment_id`)}, reviews.score) > (${severity(sql`excluded.assessment_id`)}, excluded.score))`;
  return db
    .insert(reviews)
    .values(row)
    .onConflictDoUpdate({
      target: reviews.referralId,
      set: {
        status: "open",
        assessmentId: sql`CASE WHEN ${isMilder} THEN reviews.assessment_id ELSE excluded.assessment_id END`,
        score: sql`CASE WHEN ${isMilder} THEN reviews.score ELSE excluded.score END`,
        heldUntilMs: sql`CASE WHEN reviews.status = 'open' THEN reviews.held_until_ms END`,
      },
    });
}

/** What an assessment of the referral asks for, as its place among the actions; 0 where a person asked, or it is gone. */
function severity(assessmentId: SQL): SQL {
  const places = fraudActions.map((action, place) => sql`WHEN ${action} THEN ${place}`);
  return sql`coalesce((SELECT CASE action ${sql.join(places, sql` `)} END FROM assessments
    WHERE referral_id = excluded.referral_id AND id = ${assessmentId}), 0)`;
}

function assessmentRow(planned: PlannedAssessment): typeof assessments.$inferInsert {
  const { id, referralId, moment, version, score, risk, action, signals, rules, allowedBy, atMs } = planned;
  return { id, referralId, moment, version, score, risk, action, signals, rules, allowedBy, atMs };
}
