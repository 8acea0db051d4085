import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { ClickMoment } from "#domain/click-trace";
import type { ReportedEvent } from "#domain/event";
import { events } from "#schema/events";
import { codes } from "#schema/links";
import { touches } from "#schema/referrals";
import type { Database } from "#store/database";

const eventsPerStep = 200;

export type PersonalEvent = { seq: number; eventId: string; event: ReportedEvent };

/** His events that still go by their own ids, in steps from the oldest on. */
export async function listPersonalEvents(
  db: Database,
  { refereeId, after }: { refereeId: string; after: number },
): Promise<{ found: PersonalEvent[]; next: number | null }> {
  const rows = await db
    .select({ seq: events.seq, eventId: events.eventId, payload: events.payload })
    .from(events)
    .where(and(eq(events.refereeId, refereeId), gt(events.seq, after)))
    .orderBy(asc(events.seq))
    .limit(eventsPerStep);
  const found = rows
    .filter(({ eventId }) => !eventId.startsWith("erased:"))
    // Safe because a payload is stored as the event it was parsed into.
    .map(({ seq, eventId, payload }) => ({ seq, eventId, event: payload as ReportedEvent }));
  return { found, next: rows.length < eventsPerStep ? null : (rows.at(-1)?.seq ?? null) };
}

/** Which of these are codes of somebody. */
export async function listKnownCodes(db: Database, wanted: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .select({ code: codes.code })
    .from(codes)
    .where(inArray(codes.code, sql`(SELECT value FROM json_each(${JSON.stringify(wanted)}))`));
  return new Set(rows.map(({ code }) => code));
}

/** The hash of an event's content goes too: who guesses the content could prove it by the hash. */
export async function replaceEvents(
  db: Database,
  replaced: readonly { seq: number; event: ReportedEvent }[],
): Promise<void> {
  await db.run(sql`UPDATE events SET event_id = step.value ->> '$.event.id', payload = step.value -> 'event', content_hash = '',
      answer = CASE WHEN answer IS NULL THEN NULL ELSE json_set(answer, '$.eventId', step.value ->> '$.event.id') END
    FROM json_each(${JSON.stringify(replaced)}) AS step WHERE events.seq = step.value ->> 'seq'`);
}

/** The touches of the journeys that brought him. */
export async function listClicksOf(db: Database, refereeId: string): Promise<ClickMoment[]> {
  return db
    .select({ code: touches.code, atMs: touches.atMs })
    .from(touches)
    .where(
      and(sql`${touches.code} <> ''`, sql`referral_id IN (SELECT id FROM referrals WHERE referee_id = ${refereeId})`),
    );
}
