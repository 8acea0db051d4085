import { and, eq, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Message, RewardPlan } from "#domain/plan";
import type { Review, ReviewFacts, ReviewVerb, Verdict } from "#domain/review";
import { auditLog } from "#schema/access";
import { factGuards } from "#schema/events";
import { reviews } from "#schema/fraud";
import { rewards } from "#schema/rewards";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { insertRows } from "#store/insert-rows";
import { insertMessages } from "#store/outbox";
import { writeRewardPlan } from "#store/reward-commit";
import type { WrittenAt } from "#store/reward-commit";
import { isConcerned } from "#store/review-facts";

/**
 * Opens a review, or opens it again: `before` is null where there is none, and the unique index refuses a second one.
 * What would be released meanwhile waits from then on, which is told once (`audit`); fails where a reward came or went since they were read.
 */
export async function commitOpened(
  db: Database,
  { before, after, rewards: plan, waiting }: Opening,
  { audit, ...at }: WrittenAt & { audit: NewAuditRow | null },
): Promise<void> {
  await commitBatch(db, [
    guard(db, sql`${countConcerned(after.referralId, "open")} <> ${waiting}`),
    ...(audit === null ? [] : [writeAudit(db, [audit])]),
    ...(before === null ? [db.insert(reviews).values(after)] : [guard(db, isOther(before)), writeReview(db, after)]),
    ...(plan.steps.length === 0 ? [] : writeRewardPlan(db, plan, at)),
  ]);
}

type Opening = { before: Review | null; after: Review; rewards: RewardPlan; waiting: number };

/** A verdict with what it does: every row, or none. `review` is null where it stands already. */
export type VerdictWrite = WrittenAt & {
  verdict: Verdict;
  review: Review | null;
  rewards: RewardPlan;
  messages: readonly Message[];
  audit: readonly NewAuditRow[];
};

/**
 * Fails where somebody else was faster with the review, or where a reward came or went that the verdict is about: none
 * may be left behind unseen.
 */
export async function commitVerdict(
  db: Database,
  { review: before, waiting }: Pick<ReviewFacts, "review" | "waiting">,
  { verdict, review, rewards: plan, messages, audit, ...at }: VerdictWrite,
): Promise<void> {
  await commitBatch(db, [
    guard(db, sql`${isOther(before)} OR ${countConcerned(before.referralId, verdict)} <> ${waiting}`),
    ...(review === null ? [] : [writeReview(db, review)]),
    ...(plan.steps.length === 0 ? [] : writeRewardPlan(db, plan, at)),
    ...insertMessages(db, messages, at.nowMs),
    ...(audit.length === 0 ? [] : [writeAudit(db, audit)]),
  ]);
}

function countConcerned(referralId: string, verb: ReviewVerb): SQL {
  return sql`(SELECT count(*) FROM ${rewards} WHERE ${isConcerned(referralId, verb)})`;
}

function writeReview(db: Database, { id, status, heldUntilMs, note, decidedBy, decidedAtMs }: Review): Statement {
  return db.update(reviews).set({ status, heldUntilMs, note, decidedBy, decidedAtMs }).where(eq(reviews.id, id));
}

function writeAudit(db: Database, rows: readonly NewAuditRow[]): Statement {
  return insertRows(db, auditLog, rows);
}

function guard(db: Database, condition: SQL): Statement {
  return db.insert(factGuards).select(sql`SELECT 1 WHERE ${condition}`);
}

/** It is not as it was read. */
function isOther({ id, status, assessmentId, heldUntilMs, note, decidedBy, decidedAtMs }: Review): SQL {
  const same = and(
    eq(reviews.id, id),
    eq(reviews.status, status),
    sql`assessment_id IS ${assessmentId}`,
    sql`held_until_ms IS ${heldUntilMs}`,
    sql`note IS ${note}`,
    sql`decided_by IS ${decidedBy}`,
    sql`decided_at_ms IS ${decidedAtMs}`,
  );
  return sql`NOT EXISTS (SELECT 1 FROM ${reviews} WHERE ${same})`;
}
