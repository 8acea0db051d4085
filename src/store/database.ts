import { drizzle } from "drizzle-orm/d1";
import type { DrizzleD1Database } from "drizzle-orm/d1";

export type Database = DrizzleD1Database;

export function openDatabase(binding: D1Database): Database {
  return drizzle(binding);
}

/** The constraints whose failure is an answer and not a fault, by the text that SQLite gives. */
const constraints = {
  event_replay: "events.mode, events.event_id",
  participant_exists: "participants.mode, participants.external_id, participants.kind",
  referral_exists: "referrals.referee_id, referrals.program_id",
  referral_cycle: "referral_cycle",
  facts_stale: "facts_stale",
  payment_exists: "payments.mode, payments.payment_ref",
  conversion_exists: "conversions.program_id, conversions.payment_ref",
  conversion_ordinal: "conversions.referral_id, conversions.ordinal",
  reward_exists: "rewards.program_id, rewards.rule_key",
  transition_exists: "reward_transitions.reward_id, reward_transitions.position",
  review_exists: "reviews.referral_id",
  fraud_entry_exists: "fraud_list_entries.mode, fraud_list_entries.kind, fraud_list_entries.value",
  operation_exists: "operations.mode, operations.kind, operations.operation_id",
  code_taken: "codes.code",
  link_exists: "links.program_id, links.participant_id, links.is_default",
  program_key_taken: "programs.mode, programs.key",
  program_version_exists: "program_versions.program_id, program_versions.version",
  member_exists: "members.email",
  last_owner: "last_owner",
  month_closed: "closed_months.program_id, closed_months.month",
  idempotency_key_exists: "idempotency_keys.api_key_id, idempotency_keys.key_hash",
} as const;
export type Constraint = keyof typeof constraints;

/** Which of our constraints refused the write; null for every other error, which is a fault. */
export function violatedConstraint(error: unknown): Constraint | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { message } = cause;
    for (const [name, text] of Object.entries(constraints)) {
      // Safe because the keys of `constraints` are exactly the union.
      if (message.includes(text) && !message.startsWith("Failed query")) return name as Constraint;
    }
  }
  return null;
}
