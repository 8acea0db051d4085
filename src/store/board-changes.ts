import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { BoardChange } from "#domain/board-change";
import { mergeChanges } from "#domain/board-change";
import { referrals } from "#schema/referrals";
import { participantTotals } from "#schema/leaderboards";
import { rewards } from "#schema/rewards";
import { auditLog } from "#schema/access";
import type { Database } from "#store/database";

/** Rows of the audit log that are looked at together. */
const rowsPerPage = 500;

/** A stretch of the audit log: the changes of boards that it tells of, by program, and who published a version. */
type AuditStretch = { changes: BoardChange[]; published: string[]; lastSeq: number; isLast: boolean };

/** The newest row: what is read from now on is as of this one, or a later one. */
export async function findNewestSeq(db: Database): Promise<number> {
  return (await db.get<{ seq: number }>(sql`SELECT coalesce(max(seq), 0) AS seq FROM audit_log`)).seq;
}

/**
 * What changed since a row of the audit log. Every change of what boards show leaves one: under the referral, the
 * participant or the reward. `untilSeq`: no further than that, where the stretch was looked at before.
 */
export async function listAuditedChanges(
  db: Database,
  { afterSeq, untilSeq }: { afterSeq: number; untilSeq: number | null },
): Promise<AuditStretch> {
  const stretch = sql`SELECT seq, action, object_id, detail FROM audit_log
    WHERE seq > ${afterSeq} AND seq <= ${untilSeq ?? Number.MAX_SAFE_INTEGER} ORDER BY seq LIMIT ${rowsPerPage}`;
  const objects = (condition: SQL) => sql`SELECT object_id AS id FROM (${stretch}) WHERE ${condition}`;
  const named = {
    // An event that concerns referrals in several programs stands under the first and names them all.
    referrals: sql`${objects(sql`action IN ('event.recorded', 'referral.reassigned', 'conversion.recorded')`)}
      UNION SELECT also.value FROM (${stretch}) AS row CROSS JOIN json_each(row.detail, '$.referrals') AS also
        WHERE row.action = 'event.recorded'`,
    rewards: sql`${objects(sql`action >= 'reward.' AND action < 'reward/'`)}
      UNION SELECT moved.value FROM (${stretch}) AS row CROSS JOIN json_each(row.detail, '$.rewards') AS moved
        WHERE row.action = 'event.recorded'`,
    // What was given back after its days is expired since. What a person stands for names no rewards: the referee has some.
    participants: sql`${objects(sql`action IN ('participant.changed', 'participant.erased') OR action LIKE '%.undone'`)}
      UNION SELECT detail ->> '$.former_referrer_id' FROM (${stretch}) WHERE action = 'referral.reassigned'
      UNION SELECT referee_id FROM referrals
        WHERE id IN (${objects(sql`action IN ('referral.reassigned', 'conversion.recorded')`)})`,
  };
  const [[looked], published, ...found] = await db.batch([
    db
      .select({ rows: sql<number>`count(*)`.as("n"), lastSeq: sql<number | null>`max(seq)`.as("last") })
      .from(sql`(${stretch})`),
    db
      .selectDistinct({ id: auditLog.objectId })
      .from(auditLog)
      .where(sql`seq IN (SELECT seq FROM (${stretch}) WHERE action = 'program.published')`),
    ...selectChanges(db, named),
  ]);
  return {
    changes: asChanges(found),
    published: published.map(({ id }) => id),
    lastSeq: looked?.lastSeq ?? afterSeq,
    isLast: untilSeq === null && (looked?.rows ?? 0) < rowsPerPage,
  };
}

function selectChanges(db: Database, named: Record<"referrals" | "rewards" | "participants", SQL>) {
  return [
    db
      .select({ programId: referrals.programId, id: referrals.id })
      .from(referrals)
      .where(sql`id IN (${named.referrals})`),
    db
      .selectDistinct({ programId: rewards.programId, id: rewards.beneficiaryId })
      .from(rewards)
      .where(sql`id IN (${named.rewards})`),
    // By the key, program by program: there are fewer programs than anybody may have referrals.
    db.select({ programId: participantTotals.programId, id: participantTotals.participantId }).from(participantTotals)
      .where(sql`(program_id, participant_id) IN (SELECT program.id, person.id FROM (${named.participants}) AS person
        CROSS JOIN programs AS program WHERE program.current_version IS NOT NULL)`),
  ] as const;
}

type Found = { programId: string; id: string };

function asChanges([ofReferrals, ofRewards, ofParticipants]: readonly (readonly Found[])[]): BoardChange[] {
  const changes = [
    ...(ofReferrals ?? []).map(({ programId, id }) => ({ programId, referralIds: [id], participantIds: [] })),
    ...[...(ofRewards ?? []), ...(ofParticipants ?? [])].map(({ programId, id }) => ({
      ...{ programId, referralIds: [] },
      participantIds: [id],
    })),
  ];
  return mergeChanges(changes).toSorted((a, b) => (a.programId < b.programId ? -1 : 1));
}
