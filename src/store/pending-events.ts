import { and, asc, eq, sql } from "drizzle-orm";
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

export type WaitingEvent = { seq: number; mode: Mode; event: ReportedEvent; verified: boolean; receivedAtMs: number };

/** Those that failed least often first, so that one that never succeeds does not stand before the others. */
export async function listPendingEvents(db: Database, limit: number): Promise<WaitingEvent[]> {
  // A literal: with a bound parameter SQLite could not prove that the partial index applies.
  const rows = await db
    .select()
    .from(events)
    .where(sql`status = 'pending'`)
    .orderBy(asc(events.attempts), asc(events.seq))
    .limit(limit);
  // Safe because a payload is stored as the event it was parsed into.
  return rows.map(({ seq, mode, payload, verified, receivedAtMs }) => ({
    seq,
    mode,
    event: payload as ReportedEvent,
    verified,
    receivedAtMs,
  }));
}

/** It cannot be decided as it is, today or later; its sender may still send it again. */
export async function refusePendingEvent(db: Database, seq: number, refusal: string): Promise<void> {
  await db
    .update(events)
    .set({ status: "refused", refusal })
    .where(and(eq(events.seq, seq), eq(events.status, "pending")));
}

export async function countFailedAttempt(db: Database, seq: number): Promise<void> {
  await db
    .update(events)
    .set({ attempts: sql`attempts + 1` })
    .where(and(eq(events.seq, seq), eq(events.status, "pending")));
}
