import { sql } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import type { PlannedAssessment, ScoringPlan } from "#domain/plan";
import { assessments, reviews } from "#schema/fraud";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { insertRows } from "#store/insert-rows";

/** In the batch of what was promised or released by it. */
export function writeScoring(
  db: Database,
  { assessments: made, review }: ScoringPlan,
  { mode, atMs }: { mode: Mode; atMs: number },
): Statement[] {
  return [
    ...(made.length === 0 ? [] : [insertRows(db, assessments, made.map(assessmentRow))]),
    ...(review === null ? [] : [openReview(db, { ...review, mode, status: "open", createdAtMs: atMs })]),
  ];
}

/**
 * One for each referral. One that was decided is opened again, and keeps what was said; one that is open is asked for
 * by the newest assessment, and stays aside as long as somebody has put it there.
 */
function openReview(db: Database, row: typeof reviews.$inferInsert): Statement {
  return db
    .insert(reviews)
    .values(row)
    .onConflictDoUpdate({
      target: reviews.referralId,
      set: {
        status: "open",
        assessmentId: row.assessmentId ?? null,
        score: row.score,
        heldUntilMs: sql`CASE WHEN status = 'open' THEN held_until_ms END`,
      },
    });
}

function assessmentRow(planned: PlannedAssessment): typeof assessments.$inferInsert {
  const { id, referralId, moment, version, score, risk, action, signals, rules, allowedBy, atMs } = planned;
  return { id, referralId, moment, version, score, risk, action, signals, rules, allowedBy, atMs };
}
