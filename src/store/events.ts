import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { EventAnswer } from "#domain/event";
import type { Mode } from "#domain/mode";
import { events } from "#schema/events";
import type { Database } from "#store/database";
import { isAsked, isTestRow, matches, searchedBy } from "#store/listing";

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
  refereeId: string | undefined;
  paymentRef: string | undefined;
  before: string | undefined;
  limit: number;
};

export async function listInboxEvents(db: Database, filter: InboxFilter): Promise<InboxEvent[]> {
  const { mode, status, refereeId, paymentRef, before = Number.MAX_SAFE_INTEGER, limit } = filter;
  const rows = await db
    .select(columns)
    .from(events)
    .where(
      and(
        searchedBy(
          paymentRef === undefined ? undefined : and(eq(events.mode, mode), eq(events.paymentRef, paymentRef)),
          isAsked(events.refereeId, refereeId),
          isUnsettled(mode, status),
          isTestRow(events.mode, mode),
        ),
        matches(events.refereeId, refereeId),
        matches(events.status, status),
        matches(events.mode, mode),
        lt(events.seq, Number(before)),
      ),
    )
    .orderBy(desc(events.seq))
    .limit(limit + 1);
  return rows.map(readEvent);
}

/** By the partial indexes, which only a literal can be proven to want. Most events are applied: they are found by walking. */
function isUnsettled(mode: Mode, status: Row["status"] | undefined): SQL | undefined {
  if (status === "pending") return sql`${events.status} = 'pending'`;
  if (status === "parked") return and(eq(events.mode, mode), sql`${events.status} = 'parked'`);
  if (status === "refused") return and(eq(events.mode, mode), sql`${events.status} = 'refused'`);
  return undefined;
}

function readEvent(row: Omit<Row, "payload" | "contentHash" | "attempts">): InboxEvent {
  // Safe because answers are stored as recordEvent gave them.
  return { ...row, answer: row.answer as EventAnswer | null };
}
