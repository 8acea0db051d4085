import { and, asc, desc, eq, gte, lt, lte, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import type { Message } from "#domain/plan";
import { outbox, webhookAttempts, webhookDeliveries, webhookEndpoints } from "#schema/messages";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Database } from "#store/database";
import { insertMessages } from "#store/outbox";
import { aboveAllIds } from "#store/listing";

export type OutboxMessage = typeof outbox.$inferSelect;
export type WebhookDelivery = typeof webhookDeliveries.$inferSelect;
export type WebhookAttempt = typeof webhookAttempts.$inferSelect;
export type DeliveryKey = { endpointId: string; messageId: string };
/** Redelivered by them. */
export type RedeliveredStatus = "dead" | "done" | "any";

export async function findMessage(db: Database, mode: Mode, id: string): Promise<OutboxMessage | null> {
  const ofMode = and(eq(outbox.id, id), eq(outbox.mode, mode));
  return (await db.select().from(outbox).where(ofMode).get()) ?? null;
}

/** By key for each endpoint of the mode, of which there are few. */
export async function listDeliveriesOf(db: Database, { id, mode }: OutboxMessage): Promise<WebhookDelivery[]> {
  return db
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        sql`${webhookDeliveries.endpointId} IN (SELECT id FROM webhook_endpoints WHERE mode = ${mode})`,
        eq(webhookDeliveries.messageId, id),
      ),
    )
    .orderBy(asc(webhookDeliveries.endpointId));
}

type DeliveryFilter = {
  endpointId: string;
  status: WebhookDelivery["status"] | undefined;
  before: string | undefined;
  limit: number;
};
export type ListedDelivery = WebhookDelivery & { type: string };

/** Newest first. Those that are due are few and sorted; the others are found in their order. */
export async function listDeliveries(db: Database, filter: DeliveryFilter): Promise<ListedDelivery[]> {
  const { endpointId, status, before = aboveAllIds, limit } = filter;
  const { messageId, dueAtMs } = webhookDeliveries;
  const isDue = status === "due";
  const type = sql<string>`(SELECT type FROM outbox WHERE outbox.id = ${messageId})`;
  const rows = await db
    .select({ delivery: webhookDeliveries, type })
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.endpointId, endpointId),
        status === "dead" ? isAmongDead(endpointId, sql`< ${before} ORDER BY 1 DESC LIMIT ${limit + 1}`) : undefined,
        // The time, which every one of them has, leads to the index of what is due.
        isDue ? sql`+${messageId} < ${before} AND ${dueAtMs} >= 0` : lt(messageId, before),
        hasStatus(status ?? "any"),
      ),
    )
    .orderBy(isDue ? sql`+${messageId} DESC` : desc(messageId))
    .limit(limit + 1);
  return rows.map((row) => ({ ...row.delivery, type: row.type }));
}

export async function findDelivery(
  db: Database,
  { endpointId, messageId }: DeliveryKey,
): Promise<{ delivery: WebhookDelivery; message: OutboxMessage; attempts: WebhookAttempt[] } | null> {
  const [[delivery], [message], attempts] = await db.batch([
    db.select().from(webhookDeliveries).where(isDelivery({ endpointId, messageId })),
    db.select().from(outbox).where(eq(outbox.id, messageId)),
    db
      .select()
      .from(webhookAttempts)
      .where(and(eq(webhookAttempts.endpointId, endpointId), eq(webhookAttempts.messageId, messageId)))
      .orderBy(asc(webhookAttempts.attempt)),
  ]);
  return delivery === undefined || message === undefined ? null : { delivery, message, attempts };
}

/** Ids of an endpoint's messages from one id up to another, oldest first. */
export async function listRedeliverable(
  db: Database,
  range: { endpointId: string; fromId: string; untilId: string; status: RedeliveredStatus; limit: number },
): Promise<string[]> {
  const rows = await db
    .select({ id: webhookDeliveries.messageId })
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.endpointId, range.endpointId),
        gte(webhookDeliveries.messageId, range.fromId),
        lt(webhookDeliveries.messageId, range.untilId),
        hasStatus(range.status),
      ),
    )
    .orderBy(asc(webhookDeliveries.messageId))
    .limit(range.limit);
  return rows.map(({ id }) => id);
}

/** Starts the ladder anew for an endpoint's messages from the first id to the last. */
export async function commitRedelivery(
  db: Database,
  range: { endpointId: string; firstId: string; lastId: string; status: RedeliveredStatus; nowMs: number },
  audit: NewAuditRow,
): Promise<void> {
  const { endpointId, firstId, lastId, status, nowMs } = range;
  await commitBatch(db, [
    db
      .update(webhookDeliveries)
      .set({ status: "due", attempts: 0, dueAtMs: nowMs, finishedAtMs: null })
      .where(
        and(
          eq(webhookDeliveries.endpointId, endpointId),
          status === "dead"
            ? isAmongDead(endpointId, sql`BETWEEN ${firstId} AND ${lastId}`)
            : and(gte(webhookDeliveries.messageId, firstId), lte(webhookDeliveries.messageId, lastId)),
          hasStatus(status),
        ),
      ),
    insertAuditRow(db, audit),
  ]);
}

/** Of a message that was not handed on to the endpoint when it was written; one that is there stays as it is. */
export async function insertDelivery(db: Database, key: DeliveryKey, nowMs: number): Promise<void> {
  await db
    .insert(webhookDeliveries)
    .values({ ...key, status: "due", dueAtMs: nowMs, createdAtMs: nowMs })
    .onConflictDoNothing();
}

/** A message for one endpoint alone, handed on already. */
export async function commitOwnMessage(
  db: Database,
  { message, endpointId, nowMs }: { message: Message; endpointId: string; nowMs: number },
  audit: NewAuditRow,
): Promise<void> {
  const due = { status: "due", dueAtMs: nowMs, createdAtMs: nowMs } as const;
  await commitBatch(db, [
    db.insert(webhookDeliveries).values({ endpointId, messageId: message.id, ...due }),
    ...insertMessages(db, [message], nowMs, { status: "sent" }),
    insertAuditRow(db, audit),
  ]);
}

/** Those that wait for an endpoint that is disabled by now: their turn has come and nobody is there. */
export async function endDeliveriesOfDisabled(
  db: Database,
  { nowMs, most }: { nowMs: number; most: number },
): Promise<void> {
  await db
    .update(webhookDeliveries)
    .set({ status: "dead", finishedAtMs: nowMs })
    .where(
      sql`(endpoint_id, message_id) IN (
        SELECT endpoint_id, message_id FROM webhook_deliveries
        WHERE endpoint_id IN (SELECT id FROM webhook_endpoints WHERE status = 'disabled')
          AND status = 'due' AND due_at_ms <= ${nowMs} LIMIT ${most})`,
    );
}

type DueBounds = { nowMs: number; perEndpoint: number };

/** What is due at each enabled endpoint, oldest first, and first the endpoint that has waited longest. */
export async function listDueDeliveries(db: Database, { nowMs, perEndpoint }: DueBounds): Promise<DeliveryKey[][]> {
  const isEnabled = eq(webhookEndpoints.status, "enabled");
  const endpoints = await db.select({ id: webhookEndpoints.id }).from(webhookEndpoints).where(isEnabled);
  const [first, ...others] = endpoints.map(({ id }) =>
    db
      .select({
        endpointId: webhookDeliveries.endpointId,
        messageId: webhookDeliveries.messageId,
        dueAtMs: webhookDeliveries.dueAtMs,
      })
      .from(webhookDeliveries)
      .where(and(eq(webhookDeliveries.endpointId, id), isDueBy(nowMs)))
      .orderBy(asc(webhookDeliveries.dueAtMs))
      .limit(perEndpoint),
  );
  if (first === undefined) return [];
  const queues = await db.batch([first, ...others]);
  const longestWaiting = (queue: { dueAtMs: number }[]) => queue[0]?.dueAtMs ?? 0;
  return queues.filter((queue) => queue.length > 0).sort((a, b) => longestWaiting(a) - longestWaiting(b));
}

/** Where one message is due, but for endpoints that have failed since before `failingSinceMs`. */
export async function listDueOf(
  db: Database,
  messageId: string,
  { nowMs, failingSinceMs }: { nowMs: number; failingSinceMs: number },
): Promise<DeliveryKey[]> {
  return db
    .select({ endpointId: webhookDeliveries.endpointId, messageId: webhookDeliveries.messageId })
    .from(webhookDeliveries)
    .where(
      and(
        sql`${webhookDeliveries.endpointId} IN (
          SELECT e.id FROM webhook_endpoints AS e JOIN outbox AS o ON o.id = ${messageId} AND o.mode = e.mode
          WHERE e.status = 'enabled' AND coalesce(e.failing_since_ms, ${nowMs}) >= ${failingSinceMs})`,
        eq(webhookDeliveries.messageId, messageId),
        sql`+${webhookDeliveries.status} = 'due' AND +${webhookDeliveries.dueAtMs} <= ${nowMs}`,
      ),
    );
}

export function isDelivery({ endpointId, messageId }: DeliveryKey): SQL | undefined {
  return and(eq(webhookDeliveries.endpointId, endpointId), eq(webhookDeliveries.messageId, messageId));
}

export function isDueBy(nowMs: number): SQL | undefined {
  return and(sql`${webhookDeliveries.status} = 'due'`, lte(webhookDeliveries.dueAtMs, nowMs));
}

/** Found by their own index, which the planner takes only where it need not look beyond it. */
function isAmongDead(endpointId: string, range: SQL): SQL {
  return sql`${webhookDeliveries.messageId} IN (SELECT dead.message_id FROM webhook_deliveries AS dead
    WHERE dead.endpoint_id = ${endpointId} AND dead.status = 'dead' AND dead.message_id ${range})`;
}

/** As literals where a partial index serves it; what is done is most, and has none. */
function hasStatus(status: WebhookDelivery["status"] | "any"): SQL | undefined {
  switch (status) {
    case "any":
      return undefined;
    case "done":
      return eq(webhookDeliveries.status, "done");
    case "dead":
      return sql`${webhookDeliveries.status} = 'dead'`;
    case "due":
      return sql`${webhookDeliveries.status} = 'due'`;
  }
}
