import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { RatePolicy } from "#domain/rate-limit";
import { factGuards } from "#schema/events";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";

/** What a participant may be given of codes, of whatever program, at an instant. */
export type CodeLimit = { participantId: string; policy: RatePolicy; nowMs: number };

/** How many windows are looked back: who was given all there was for so long may be given a few more. */
const windowsRead = 60;

/** Until when the codes that the participant was given are paid off (domain/rate-limit.ts); null when none are of late. */
export async function findCodesTat(db: Database, limit: CodeLimit): Promise<number | null> {
  const row = await db.get<{ tatMs: number | null } | undefined>(codesTat(limit));
  return row?.tatMs ?? null;
}

/** Fails the batch (`facts_stale`) when rivals have taken the room since it was looked for. */
export function guardCodeLimit(db: Database, limit: CodeLimit): Statement {
  const { policy, nowMs } = limit;
  const fullMs = nowMs + ((policy.burst - 1) * policy.windowMs) / policy.limit;
  return db.insert(factGuards).select(sql`SELECT 1 FROM (${codesTat(limit)}) WHERE tatMs > ${fullMs}`);
}

/**
 * The theoretical arrival time from the codes themselves. Counted from the newest, the n-th and those after it are
 * paid off n units after the n-th was given, and the latest of these times is the answer.
 */
function codesTat({ participantId, policy, nowMs }: CodeLimit): SQL {
  return sql`SELECT max(atMs + n * ${policy.windowMs / policy.limit}) AS tatMs FROM (
    SELECT codes.created_at_ms AS atMs, row_number() OVER (ORDER BY codes.created_at_ms DESC) AS n
    FROM links JOIN codes ON codes.link_id = links.id
    WHERE links.participant_id = ${participantId} AND codes.created_at_ms > ${nowMs - windowsRead * policy.windowMs})`;
}
