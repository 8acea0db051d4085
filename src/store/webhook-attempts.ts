import { and, eq, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { DeliveryDecision } from "#domain/delivery";
import type { Message } from "#domain/plan";
import { auditLog } from "#schema/access";
import { outbox, webhookAttempts, webhookDeliveries, webhookEndpoints } from "#schema/messages";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { insertMessages } from "#store/outbox";
import { isDelivery, isDueBy } from "#store/webhook-deliveries";
import type { DeliveryKey, OutboxMessage, WebhookAttempt, WebhookDelivery } from "#store/webhook-deliveries";
import type { WebhookEndpoint } from "#store/webhook-endpoints";

export type ClaimedDelivery = { delivery: WebhookDelivery; endpoint: WebhookEndpoint; message: OutboxMessage };

/**
 * Takes a delivery that is due until the lease is over, with all that sending it depends on, in one round trip. Null
 * when it is not due, or somebody else took it first. Whoever dies meanwhile loses it when the lease is over.
 */
export async function claimDelivery(
  db: Database,
  key: DeliveryKey,
  { nowMs, leaseUntilMs }: { nowMs: number; leaseUntilMs: number },
): Promise<ClaimedDelivery | null> {
  const [[delivery], [endpoint], [message]] = await db.batch([
    db
      .update(webhookDeliveries)
      .set({ dueAtMs: leaseUntilMs })
      .where(and(isDelivery(key), isDueBy(nowMs)))
      .returning(),
    db.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, key.endpointId)),
    db.select().from(outbox).where(eq(outbox.id, key.messageId)),
  ]);
  if (delivery === undefined || endpoint === undefined || message === undefined) return null;
  return { delivery, endpoint, message };
}

export type AttemptPlan = {
  /** As it was claimed: whoever has lost the lease leaves the state to whoever has it. */
  claimed: WebhookDelivery;
  attempt: Omit<WebhookAttempt, "attempt">;
  decision: DeliveryDecision;
  /** What is told, and written down, where the attempt disables the endpoint. */
  disabling: { message: Message; audit: NewAuditRow } | null;
};

/** The attempt, where the delivery stands after it and what it says of the endpoint: every row, or none. */
export async function commitAttempt(db: Database, plan: AttemptPlan, nowMs: number): Promise<void> {
  const { claimed, attempt, decision } = plan;
  await commitBatch(db, [
    db.insert(webhookAttempts).values({ ...attempt, attempt: nextAttempt(claimed) }),
    db
      .update(webhookDeliveries)
      .set(decision.delivery)
      .where(
        and(
          isDelivery(claimed),
          sql`${webhookDeliveries.status} = 'due'`,
          eq(webhookDeliveries.dueAtMs, claimed.dueAtMs),
        ),
      ),
    ...changeEndpoint(db, plan, nowMs),
  ]);
}

/** Nothing can be sent to it any more. */
export async function endDelivery(db: Database, key: DeliveryKey, nowMs: number): Promise<void> {
  await db.update(webhookDeliveries).set({ status: "dead", finishedAtMs: nowMs }).where(isDelivery(key));
}

/** Attempts are numbered in the order in which they are written, redeliveries included. */
function nextAttempt({ endpointId, messageId }: DeliveryKey): SQL<number> {
  return sql`(SELECT coalesce(max(attempt), 0) + 1 FROM webhook_attempts
    WHERE endpoint_id = ${endpointId} AND message_id = ${messageId})`;
}

/** Written only where it says something new: most attempts succeed at an endpoint that has not failed. */
function changeEndpoint(db: Database, plan: AttemptPlan, nowMs: number): Statement[] {
  const { endpoint } = plan.decision;
  const { endpointId } = plan.claimed;
  const { failingSinceMs } = webhookEndpoints;
  if (endpoint.failingSinceMs === null) {
    const isFailing = and(eq(webhookEndpoints.id, endpointId), sql`${failingSinceMs} IS NOT NULL`);
    return [db.update(webhookEndpoints).set({ failingSinceMs: null }).where(isFailing)];
  }
  const begins = and(eq(webhookEndpoints.id, endpointId), sql`${failingSinceMs} IS NULL`);
  return [
    db.update(webhookEndpoints).set({ failingSinceMs: endpoint.failingSinceMs }).where(begins),
    ...disableEndpoint(db, plan, nowMs),
  ];
}

/** Told once, by whichever attempt finds it enabled, and not when another has succeeded meanwhile. */
function disableEndpoint(db: Database, { claimed, decision, disabling }: AttemptPlan, nowMs: number): Statement[] {
  const { disable, failingSinceMs } = decision.endpoint;
  if (disabling === null || disable === null) return [];
  const { message, audit } = disabling;
  const applies = sql`FROM webhook_endpoints WHERE id = ${claimed.endpointId} AND status = 'enabled'
    AND (${disable} = 'gone' OR failing_since_ms <= ${failingSinceMs})`;
  const detail = JSON.stringify(audit.detail);
  return [
    ...insertMessages(db, [message], nowMs, { when: sql`EXISTS (SELECT 1 ${applies})` }),
    db
      .insert(auditLog)
      .select(
        sql`SELECT NULL, mode, ${nowMs}, ${audit.actor}, ${audit.action}, id, ${audit.requestId}, ${detail} ${applies}`,
      ),
    db
      .update(webhookEndpoints)
      .set({ status: "disabled", disabledReason: disable, disabledAtMs: nowMs, updatedAtMs: nowMs })
      .where(
        sql`id = ${claimed.endpointId} AND status = 'enabled'
          AND (${disable} = 'gone' OR failing_since_ms <= ${failingSinceMs})`,
      ),
  ];
}
