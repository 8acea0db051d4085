import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { JudgedAssessment } from "#domain/fraud-report";
import type { Mode } from "#domain/mode";
import { reviews } from "#schema/fraud";
import { programs } from "#schema/programs";
import type { Database } from "#store/database";
import { isAsked, matches, searchedBy } from "#store/listing";

/** A report looks at the verdicts of so many reviews, the last ones opened: what it reads does not grow. */
export const verdictsPerReport = 5000;
const perStatement = 1000;

export type Verdicts = {
  judged: JudgedAssessment[];
  /** Verdicts on referrals that nothing had assessed by then: they say nothing about scoring. */
  unassessed: number;
  isCut: boolean;
  /** By program id. */
  keys: Map<string, string>;
};

export async function loadVerdicts(
  db: Database,
  { mode, programId }: { mode: Mode; programId: string | undefined },
): Promise<Verdicts> {
  const ofStatus = (status: "approved" | "rejected") =>
    db
      .select()
      .from(reviews)
      .where(
        and(
          searchedBy(isAsked(reviews.programId, programId), eq(reviews.mode, mode)),
          matches(reviews.mode, mode),
          eq(reviews.status, status),
        ),
      )
      .orderBy(desc(reviews.id))
      .limit(verdictsPerReport + 1);
  const [approved, rejected] = await db.batch([ofStatus("approved"), ofStatus("rejected")]);
  const all = [...approved, ...rejected].sort((a, b) => (a.id < b.id ? 1 : -1));
  const verdicts = all.slice(0, verdictsPerReport);
  const parts = Array.from({ length: Math.ceil(verdicts.length / perStatement) }, (_, part) =>
    verdicts.slice(part * perStatement, (part + 1) * perStatement),
  );
  const judged = (await Promise.all(parts.map(async (part) => readAssessments(db, part)))).flat();
  return {
    judged,
    unassessed: verdicts.length - judged.length,
    isCut: all.length > verdictsPerReport,
    keys: await readKeys(db, [...new Set(verdicts.map(({ programId }) => programId))]),
  };
}

type Row = { programId: string; status: string; action: string; signals: string; rules: string };

/**
 * What scoring said before each verdict: the assessment that asked for the review, or the newest by then. Of the signals
 * only the names of those that spoke, because a thousand assessments are megabytes.
 */
async function readAssessments(
  db: Database,
  verdicts: readonly (typeof reviews.$inferSelect)[],
): Promise<JudgedAssessment[]> {
  const asked = verdicts.map(({ programId, status, referralId, assessmentId, decidedAtMs }) => ({
    ...{ programId, status, referralId, assessmentId, decidedAtMs },
  }));
  const rows = await db.all<Row>(sql`
    SELECT asked.value ->> 'programId' AS programId, asked.value ->> 'status' AS status, a.action AS action,
      (SELECT json_group_array(s.value ->> 'signal') FROM json_each(a.signals) s WHERE s.value ->> 'value' > 0) AS signals,
      (SELECT json_group_array(r.value ->> 'rule') FROM json_each(a.rules) r) AS rules
    FROM json_each(${JSON.stringify(asked)}) asked CROSS JOIN assessments a
    WHERE a.referral_id = asked.value ->> 'referralId' AND a.id = coalesce(asked.value ->> 'assessmentId',
      (SELECT max(b.id) FROM assessments b
       WHERE b.referral_id = asked.value ->> 'referralId' AND b.at_ms <= asked.value ->> 'decidedAtMs'))`);
  return rows.map(({ programId, status, action, signals, rules }) => ({
    programId,
    isAbuse: status === "rejected",
    // Safe because assessments are written from the domain's own.
    action: action as JudgedAssessment["action"],
    signals: JSON.parse(signals) as JudgedAssessment["signals"],
    rules: JSON.parse(rules) as JudgedAssessment["rules"],
  }));
}

async function readKeys(db: Database, ids: string[]): Promise<Map<string, string>> {
  const named = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const rows = await db
    .select({ id: programs.id, key: programs.key })
    .from(programs)
    .where(inArray(programs.id, named));
  return new Map(rows.map(({ id, key }) => [id, key]));
}
