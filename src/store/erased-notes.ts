import { sql } from "drizzle-orm";
import { ownIdPrefixes } from "#domain/event";
import type { Database } from "#store/database";
import type { StoredParticipant } from "#store/participants";

const prefix = ownIdPrefixes.reassign;
/** Few events are made by support; their ids are found as a stretch of the index. */
const isReassignment = sql`event_id >= ${prefix} AND event_id < ${prefix.replace(":", ";")}`;

/**
 * What people wrote about referrals that were his until somebody else was made their referrer: he may be named there as
 * the one who had no right to them. His rewards lead to them, and what was explained of the change.
 */
export async function stripFormerNotes(
  db: Database,
  { id, mode }: Pick<StoredParticipant, "id" | "mode">,
): Promise<void> {
  const referrals = sql`(
    SELECT referral_id FROM rewards WHERE beneficiary_id = ${id} AND referral_id IS NOT NULL
    UNION SELECT r.id
    FROM (SELECT seq, referee_id, program_id FROM events WHERE mode = ${mode} AND ${isReassignment}) e
      CROSS JOIN explanations x CROSS JOIN referrals r
    WHERE x.referee_id = e.referee_id AND x.program_id = e.program_id AND x.event_seq = e.seq
      AND r.referee_id = e.referee_id AND r.program_id = e.program_id
      AND EXISTS (SELECT 1 FROM json_each(x.clauses) WHERE value ->> 'code' = 'referral_reassigned'
        AND ${id} IN (value ->> 'formerId', value ->> 'referrerId')))`;
  const named = sql`substr(event_id, ${prefix.length + 1}, instr(substr(event_id, ${prefix.length + 1}), ':') - 1)`;
  await db.run(sql`UPDATE reviews SET note = NULL WHERE referral_id IN ${referrals} AND note IS NOT NULL`);
  // Of rewards that somebody erased has to do with: histories of the others never change (reward_transitions_refuse_update).
  await db.run(sql`UPDATE reward_transitions SET note = NULL
    WHERE note IS NOT NULL AND reward_id IN (
      SELECT w.id FROM rewards w CROSS JOIN referrals f
      WHERE w.referral_id IN ${referrals} AND f.id = w.referral_id AND EXISTS (
        SELECT 1 FROM participants WHERE id IN (w.beneficiary_id, f.referrer_id, f.referee_id) AND erased_at_ms IS NOT NULL))`);
  await db.run(sql`UPDATE events SET payload = json_remove(payload, '$.reason')
    WHERE mode = ${mode} AND ${isReassignment} AND ${named} IN ${referrals}`);
}
