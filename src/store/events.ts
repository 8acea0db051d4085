import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { EventAnswer } from "#domain/event";
import type { Mode } from "#domain/mode";
import { events } from "#schema/events";
import type { Database } from "#store/database";

type Row = typeof events.$inferSelect;
/** An event of the inbox as it is shown: without its payload, which holds personal data. */
export type InboxEvent = Omit<Row, "payload" | "contentHash" | "answer" | "attempts"> & { answer: EventAnswer | null };

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
  refusal: events.refusal,
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
        paymentRef === undefined ? isOfMode(mode) : eq(events.mode, mode),
        status === undefined ? undefined : hasStatus(status),
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

/** `+` keeps SQLite from the index that begins with the mode: it would sort all events of the mode to list a page. */
function isOfMode(mode: Mode): SQL {
  return sql`+${events.mode} = ${mode}`;
}

/** As a literal: SQLite takes the partial indexes `events_parked` and `events_pending` only where it sees the value. */
function hasStatus(status: Row["status"]): SQL {
  // Safe because a status is one of a closed list, and the contract has parsed it.
  return sql`${events.status} = '${sql.raw(status)}'`;
}

function readEvent(row: Omit<Row, "payload" | "contentHash" | "attempts">): InboxEvent {
  // Safe because answers are stored as recordEvent gave them.
  return { ...row, answer: row.answer as EventAnswer | null };
}
