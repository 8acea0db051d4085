import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { factGuards } from "#schema/events";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";

/** So many codes, of whatever program, may a participant have been given after `sinceMs`. */
export type CodeLimit = { participantId: string; max: number; sinceMs: number };

/** When the code was issued that must grow old before there is room for another; null while there is room. */
export async function findLimitingCode(db: Database, limit: CodeLimit): Promise<number | null> {
  const row = await db.get<{ issuedAtMs: number } | undefined>(limitingCode(limit));
  return row?.issuedAtMs ?? null;
}

/** Fails the batch (`facts_stale`) when rivals have taken the room since it was looked for. */
export function guardCodeLimit(db: Database, limit: CodeLimit): Statement {
  return db.insert(factGuards).select(sql`SELECT 1 WHERE EXISTS (${limitingCode(limit)})`);
}

function limitingCode({ participantId, max, sinceMs }: CodeLimit): SQL {
  return sql`SELECT codes.created_at_ms AS issuedAtMs FROM links JOIN codes ON codes.link_id = links.id
    WHERE links.participant_id = ${participantId} AND codes.created_at_ms > ${sinceMs}
    ORDER BY codes.created_at_ms DESC LIMIT 1 OFFSET ${max - 1}`;
}
