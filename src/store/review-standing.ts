import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { BatchResponse } from "drizzle-orm/batch";
import type { Assessment } from "#domain/assessment";
import type { ReviewStanding } from "#domain/fraud-evidence";
import { groundsOf } from "#domain/fraud-finding";
import type { Database } from "#store/database";

/** What a person has said, and of which assessment he said it. */
export function selectStandings(db: Database, referralIds: SQL) {
  return db
    .select({
      referralId: sql<string>`v_referral`.as("v_referral"),
      status: sql<ReviewStanding["status"]>`v_status`.as("v_status"),
      signals: sql<string | null>`v_signals`.as("v_signals"),
      rules: sql<string | null>`v_rules`.as("v_rules"),
    })
    .from(
      sql`(SELECT v.referral_id AS v_referral, v.status AS v_status, a.signals AS v_signals, a.rules AS v_rules
        FROM reviews v LEFT JOIN assessments a ON a.referral_id = v.referral_id AND a.id = v.assessment_id
        WHERE v.referral_id IN ${referralIds})`,
    );
}

type StandingRow = BatchResponse<[ReturnType<typeof selectStandings>]>[0][number];

export function reviewStanding({ referralId, status, signals, rules }: StandingRow): ReviewStanding {
  // Safe because assessments are stored as the engine made them.
  const assessment = { signals: parsed(signals), rules: parsed(rules) } as Pick<Assessment, "signals" | "rules">;
  return { referralId, status, grounds: groundsOf(assessment) };
}

function parsed(text: string | null): unknown {
  return text === null ? [] : JSON.parse(text);
}
