import { env } from "cloudflare:workers";
import { assess } from "#domain/assessment";
import { fraudPresets } from "#domain/fraud-presets";
import type { FraudAction, RuleHit } from "#domain/fraud-rules";
import { signalNames } from "#domain/fraud-settings";
import type { SignalName } from "#domain/fraud-settings";
import { createNewId } from "#domain/id";
import type { Mode } from "#domain/mode";
import type { Review } from "#domain/review";
import { assessments, reviews } from "#schema/fraud";
import { referrals } from "#schema/referrals";
import { openDatabase } from "#store/database";
import { factsMeasuring, someLists } from "#support/fraud-factories";

/** Assessments and reviews as the engine leaves them, made without a story of events around them. */

const newId = createNewId(Date.UTC(2026, 4, 2, 10), () => crypto.randomUUID().replaceAll("-", "").slice(0, 14));

type ReferralFields = Partial<typeof referrals.$inferInsert> &
  Pick<typeof referrals.$inferInsert, "mode" | "programId" | "referrerId" | "refereeId" | "linkId">;

/** Somebody who has signed up by a link; nothing is told of it, so that nothing goes on behind the test. */
export async function seedReferral(fields: ReferralFields): Promise<string> {
  const id = newId("ref");
  const signup = { evidence: "typed", channel: "link", model: "first_touch", stage: "signed_up" } as const;
  const times = { linkCreatedAtMs: 0, signedUpAtMs: 0, createdAtMs: 0 };
  await openDatabase(env.DB)
    .insert(referrals)
    .values({ id, ...signup, version: 1, ...times, ...fields });
  return fields.id ?? id;
}

type AssessmentFields = { action?: FraudAction; signals?: SignalName[]; rules?: RuleHit["rule"][]; atMs?: number };

/** One in which these signals spoke in full and these rules too, whatever they come to; nothing unless told. */
export async function seedAssessment(referralId: string, fields: AssessmentFields = {}): Promise<string> {
  const { action = "review", signals = [], rules = [], atMs = 0 } = fields;
  const id = newId("asm");
  const assessed = assess(factsMeasuring({}), fraudPresets.moderate, someLists());
  const hits = rules.map((rule) => ({ rule, action: "review", about: "referee", evidence: [] }));
  const readings = assessed.signals.map((reading) =>
    signals.includes(reading.signal) ? { ...reading, measure: 1, value: 1_000_000, points: reading.weight } : reading,
  );
  if (readings.length !== signalNames.length) throw new Error("an assessment tells every signal");
  const scored = { moment: "decision" as const, version: 1, score: 810_000, risk: "high" as const, action };
  await openDatabase(env.DB)
    .insert(assessments)
    .values({ id, referralId, ...scored, signals: readings, rules: hits, allowedBy: null, atMs });
  return id;
}

/** An open one unless told otherwise. */
export async function seedReview(
  about: { mode: Mode; programId: string; referralId: string },
  fields: Partial<Review> = {},
): Promise<Review> {
  const review: Review = {
    ...{ id: newId("rvw"), ...about, status: "open", assessmentId: null, score: 0 },
    ...{ heldUntilMs: null, note: null, decidedBy: null, decidedAtMs: null, createdAtMs: 0, ...fields },
  };
  await openDatabase(env.DB).insert(reviews).values(review);
  return review;
}
