import { and, desc, eq, lt } from "drizzle-orm";
import { assessments } from "#schema/fraud";
import type { Database } from "#store/database";
import { aboveAllIds } from "#store/listing";

export type AssessmentRow = typeof assessments.$inferSelect;

/** Newest first. */
export async function listAssessments(
  db: Database,
  { referralId, before = aboveAllIds, limit }: { referralId: string; before?: string | undefined; limit: number },
): Promise<AssessmentRow[]> {
  return db
    .select()
    .from(assessments)
    .where(and(eq(assessments.referralId, referralId), lt(assessments.id, before)))
    .orderBy(desc(assessments.id))
    .limit(limit + 1);
}
