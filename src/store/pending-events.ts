import { asc, sql } from "drizzle-orm";
import type { ReportedEvent } from "#domain/event";
import type { Mode } from "#domain/mode";
import { events } from "#schema/events";
import type { Database } from "#store/database";

export type PendingEvent = {
  mode: Mode;
  event: ReportedEvent;
  contentHash: string;
  verified: boolean;
  actor: string;
  nowMs: number;
};

/** Keeps an event that could not be decided; the sweep, or its sender's next try, decides it. */
export async function storePendingEvent(db: Database, { event, nowMs, ...row }: PendingEvent): Promise<void> {
  await db
    .insert(events)
    .values({
      ...row,
      eventId: event.id,
      type: event.type,
      paymentRef: event.paymentRef ?? null,
      occurredAtMs: event.occurredAtMs ?? nowMs,
      receivedAtMs: nowMs,
      payload: event,
      status: "pending",
    })
    .onConflictDoNothing({ target: [events.mode, events.eventId] });
}

export async function listPendingEvents(
  db: Database,
  limit: number,
): Promise<{ mode: Mode; event: ReportedEvent; verified: boolean }[]> {
  // A literal: with a bound parameter SQLite could not prove that the partial index applies.
  const rows = await db
    .select()
    .from(events)
    .where(sql`status = 'pending'`)
    .orderBy(asc(events.seq))
    .limit(limit);
  // Safe because a payload is stored as the event it was parsed into.
  return rows.map(({ mode, payload, verified }) => ({ mode, event: payload as ReportedEvent, verified }));
}
