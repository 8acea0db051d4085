import { and, desc, eq, lt } from "drizzle-orm";
import type { EventAnswer } from "#domain/event";
import type { Mode } from "#domain/mode";
import { events } from "#schema/events";
import type { Database } from "#store/database";

type Row = typeof events.$inferSelect;
/** An event of the inbox as it is shown: without its payload, which holds personal data. */
export type InboxEvent = Omit<Row, "payload" | "contentHash" | "answer"> & { answer: EventAnswer | null };

const columns = {
  seq: events.seq,
  mode: events.mode,
  eventId: events.eventId,
  type: events.type,
  programId: events.programId,
  refereeId: events.refereeId,
  paymentRef: events.paymentRef,
  occurredAtMs: events.occurredAtMs,
  receivedAtMs: events.receivedAtMs,
  verified: events.verified,
  status: events.status,
  answer: events.answer,
  actor: events.actor,
};

export async function findInboxEvent(db: Database, mode: Mode, eventId: string): Promise<InboxEvent | null> {
  const row = await db
    .select(columns)
    .from(events)
    .where(and(eq(events.mode, mode), eq(events.eventId, eventId)))
    .get();
  return row === undefined ? null : readEvent(row);
}

export type InboxFilter = {
  mode: Mode;
  status: Row["status"] | undefined;
  type: string | undefined;
  refereeId: string | undefined;
  paymentRef: string | undefined;
  before: string | undefined;
  limit: number;
};

export async function listInboxEvents(db: Database, filter: InboxFilter): Promise<InboxEvent[]> {
  const { mode, status, type, refereeId, paymentRef, before, limit } = filter;
  const rows = await db
    .select(columns)
    .from(events)
    .where(
      and(
        eq(events.mode, mode),
        status === undefined ? undefined : eq(events.status, status),
        type === undefined ? undefined : eq(events.type, type),
        refereeId === undefined ? undefined : eq(events.refereeId, refereeId),
        paymentRef === undefined ? undefined : eq(events.paymentRef, paymentRef),
        before === undefined ? undefined : lt(events.seq, Number(before)),
      ),
    )
    .orderBy(desc(events.seq))
    .limit(limit + 1);
  return rows.map(readEvent);
}

function readEvent(row: Omit<Row, "payload" | "contentHash">): InboxEvent {
  // Safe because answers are stored as recordEvent gave them.
  return { ...row, answer: row.answer as EventAnswer | null };
}
