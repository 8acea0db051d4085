import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import { factGuards } from "#schema/events";
import { webhookEndpoints } from "#schema/messages";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";

export type WebhookEndpoint = typeof webhookEndpoints.$inferSelect;

export async function findWebhookEndpoint(db: Database, mode: Mode, id: string): Promise<WebhookEndpoint | null> {
  const ofMode = and(eq(webhookEndpoints.id, id), eq(webhookEndpoints.mode, mode));
  return (await db.select().from(webhookEndpoints).where(ofMode).get()) ?? null;
}

/** Few rows in all: they are read by walking the key. */
export async function listWebhookEndpoints(
  db: Database,
  filter: { mode: Mode; before: string | undefined; limit: number },
): Promise<WebhookEndpoint[]> {
  const { mode, before, limit } = filter;
  return db
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.mode, mode), before === undefined ? undefined : lt(webhookEndpoints.id, before)))
    .orderBy(desc(webhookEndpoints.id))
    .limit(limit + 1);
}

export async function countEnabledEndpoints(db: Database, mode: Mode): Promise<number> {
  return db.$count(webhookEndpoints, and(eq(webhookEndpoints.mode, mode), eq(webhookEndpoints.status, "enabled")));
}

/** Fails (`facts_stale`) when there would be more enabled ones of its mode than that. */
export async function commitNewWebhookEndpoint(
  db: Database,
  { endpoint, most }: { endpoint: WebhookEndpoint; most: number },
  audit: NewAuditRow,
): Promise<void> {
  await commitBatch(db, [
    guardEnabledCount(db, endpoint.mode, most),
    db.insert(webhookEndpoints).values(endpoint),
    insertAuditRow(db, audit),
  ]);
}

export type EndpointChange = {
  /** As it was read. */
  endpoint: WebhookEndpoint;
  set: Partial<WebhookEndpoint>;
  /** How many enabled ones there may be, where this one becomes one of them. */
  most: number | null;
};

/** Fails (`facts_stale`) when it was changed since it was read, or when there are too many. */
export async function commitEndpointChange(db: Database, change: EndpointChange, audit: NewAuditRow): Promise<void> {
  const { endpoint, set, most } = change;
  await commitBatch(db, [
    guardUnchanged(db, endpoint),
    ...(most === null ? [] : [guardEnabledCount(db, endpoint.mode, most)]),
    db.update(webhookEndpoints).set(set).where(eq(webhookEndpoints.id, endpoint.id)),
    insertAuditRow(db, audit),
  ]);
}

function guardEnabledCount(db: Database, mode: Mode, most: number): Statement {
  return db.insert(factGuards).select(
    sql`SELECT 1 WHERE (
      SELECT count(*) FROM webhook_endpoints WHERE mode = ${mode} AND status = 'enabled') >= ${most}`,
  );
}

/** What a sender learns of an endpoint is no change in this sense, unless it disables it. */
function guardUnchanged(db: Database, { id, status, secretVersion, updatedAtMs }: WebhookEndpoint): Statement {
  return db.insert(factGuards).select(
    sql`SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM webhook_endpoints WHERE id = ${id} AND status = ${status}
      AND secret_version = ${secretVersion} AND updated_at_ms = ${updatedAtMs})`,
  );
}
