import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import type { Review, ReviewStatus } from "#domain/review";
import { reviews } from "#schema/fraud";
import { programs } from "#schema/programs";
import type { Database } from "#store/database";
import { aboveAllIds, isAsked, matches, searchedBy } from "#store/listing";

/** With its program's key. */
export type StoredReview = { review: Review; program: string };

const columns = { review: reviews, program: programs.key };

export async function findReview(db: Database, mode: Mode, id: string): Promise<StoredReview | null> {
  const row = await db
    .select(columns)
    .from(reviews)
    .innerJoin(programs, eq(programs.id, reviews.programId))
    .where(and(eq(reviews.id, id), eq(reviews.mode, mode)))
    .get();
  return row ?? null;
}

/** A place in the queue: by score, and by age among equals. */
export type QueuePlace = { score: number; id: string };

type ReviewFilter = {
  mode: Mode;
  programId: string | undefined;
  /** Leaves out what is put aside by then; a test program has its own clock. Undefined: leaves out nothing. */
  dueAtMs: number | undefined;
  limit: number;
};

/** Newest first. */
export async function listReviews(
  db: Database,
  filter: ReviewFilter & { status: ReviewStatus; before: string | undefined },
): Promise<StoredReview[]> {
  const { mode, programId, status, dueAtMs, before = aboveAllIds, limit } = filter;
  return db
    .select(columns)
    .from(reviews)
    .crossJoin(programs)
    .where(
      and(
        searchedBy(isAsked(reviews.programId, programId), eq(reviews.mode, mode)),
        matches(reviews.mode, mode),
        eq(reviews.status, status),
        lt(reviews.id, before),
        eq(programs.id, reviews.programId),
        isDue(dueAtMs),
      ),
    )
    .orderBy(desc(reviews.id))
    .limit(limit + 1);
}

/** The open ones, the most suspicious first. */
export async function listQueue(
  db: Database,
  filter: ReviewFilter & { before: QueuePlace | undefined },
): Promise<StoredReview[]> {
  const { mode, programId, dueAtMs, before, limit } = filter;
  const { score, id } = before ?? { score: Number.MAX_SAFE_INTEGER, id: "" };
  return db
    .select(columns)
    .from(reviews)
    .crossJoin(programs)
    .where(
      and(
        searchedBy(isAsked(reviews.programId, programId), eq(reviews.mode, mode)),
        matches(reviews.mode, mode),
        // The literal lets the index of open ones be used.
        sql`${reviews.status} = 'open' AND (${reviews.score}, ${reviews.id}) < (${score}, ${id})`,
        eq(programs.id, reviews.programId),
        isDue(dueAtMs),
      ),
    )
    .orderBy(desc(reviews.score), desc(reviews.id))
    .limit(limit + 1);
}

function isDue(dueAtMs: number | undefined): SQL | undefined {
  return dueAtMs === undefined
    ? undefined
    : sql`(${reviews.heldUntilMs} IS NULL OR ${reviews.heldUntilMs} <= coalesce(${programs.clockMs}, ${dueAtMs}))`;
}
