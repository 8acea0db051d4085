import { and, asc, count, eq, inArray, ne, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import type { Review, ReviewFacts, ReviewVerb, Verdict } from "#domain/review";
import { reviews } from "#schema/fraud";
import { programs } from "#schema/programs";
import { referrals } from "#schema/referrals";
import { qualifications, rewards } from "#schema/rewards";
import type { Database } from "#store/database";
import { asReward } from "#store/reward-facts";

/** A batch takes about five statements for each reward whose value moves, and D1 takes a thousand. */
export const rewardsPerBatch = 40;

/** A review with its program and what the verdict would change, in one round trip. No joins: see CONTRIBUTING.md. */
export async function loadReviewFacts(
  db: Database,
  id: string,
  verdict: Verdict,
): Promise<(ReviewFacts & { isCounted: boolean }) | null> {
  const ofReview = (column: "program_id" | "referral_id") =>
    sql`(SELECT ${sql.raw(column)} FROM reviews WHERE id = ${id})`;
  const referralId = ofReview("referral_id");
  const [[review], [program], concerned, [waiting], [taken], [counted]] = await db.batch([
    db.select().from(reviews).where(eq(reviews.id, id)),
    db
      .select()
      .from(programs)
      .where(eq(programs.id, ofReview("program_id"))),
    db.select().from(rewards).where(isConcerned(referralId, verdict)).orderBy(asc(rewards.id)).limit(rewardsPerBatch),
    db.select({ n: count() }).from(rewards).where(isConcerned(referralId, verdict)),
    db
      .select({ n: count() })
      .from(rewards)
      .where(and(eq(rewards.referralId, referralId), inArray(rewards.state, ["voided", "reversed"]))),
    db
      .select({ n: count() })
      .from(qualifications)
      .where(and(eq(qualifications.referralId, referralId), ne(qualifications.status, "lost"))),
  ]);
  if (review === undefined || program === undefined) return null;
  return {
    review,
    program,
    rewards: concerned.map(asReward),
    waiting: waiting?.n ?? 0,
    takenBack: taken?.n ?? 0,
    isCounted: (counted?.n ?? 0) > 0,
  };
}

/** Of one batch. Steps that move no value take the same few statements, however many. */
const mostReferred = 1000;

export type OpeningFacts = Pick<ReviewFacts, "program" | "rewards" | "waiting"> & { mode: Mode; review: Review | null };

/** A referral's review, if it has one, and what would wait for it. */
export async function loadOpeningFacts(db: Database, referralId: string): Promise<OpeningFacts | null> {
  const [[referral], [program], [review], concerned, [pending]] = await db.batch([
    db.select({ mode: referrals.mode }).from(referrals).where(eq(referrals.id, referralId)),
    db
      .select()
      .from(programs)
      .where(eq(programs.id, sql`(SELECT program_id FROM referrals WHERE id = ${referralId})`)),
    db.select().from(reviews).where(eq(reviews.referralId, referralId)),
    db.select().from(rewards).where(isConcerned(referralId, "open")).orderBy(asc(rewards.id)).limit(mostReferred),
    db.select({ n: count() }).from(rewards).where(isConcerned(referralId, "open")),
  ]);
  if (referral === undefined || program === undefined) return null;
  const { mode } = referral;
  return { mode, program, review: review ?? null, rewards: concerned.map(asReward), waiting: pending?.n ?? 0 };
}

/** As `isConcernedBy` of the domain has it. */
export function isConcerned(referralId: SQL | string, verb: ReviewVerb): SQL | undefined {
  const states: Record<ReviewVerb, SQL> = {
    open: sql`+${rewards.state} = 'pending' AND +${rewards.needsReview} = 0`,
    approve: sql`+${rewards.state} = 'pending' AND +${rewards.needsReview} = 1`,
    reject: sql`(+${rewards.state} = 'pending' OR (${rewards.ordinal} IS NULL AND +${rewards.state} IN ('available', 'redeemed')))`,
    hold: sql`false`,
  };
  return and(eq(rewards.referralId, referralId), states[verb]);
}
