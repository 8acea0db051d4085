import { and, asc, eq, sql } from "drizzle-orm";
import { erasures, participants } from "#schema/participants";
import { providerCustomers } from "#schema/providers";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";

/** One that is not done yet: he is marked and stripped, and texts may still name him. */
export type Erasure = typeof erasures.$inferSelect;
export type ErasureStage = Erasure["stage"];

/**
 * Goes into the batch that marks him, before he is marked. An external id alone means him only where nobody of another
 * kind has the same.
 */
export function beginErasure(db: Database, id: string, nowMs: number): Statement {
  const isShared = sql`EXISTS (SELECT 1 FROM participants o WHERE o.mode = p.mode AND o.external_id = p.external_id AND o.id <> p.id)`;
  const references = sql`CASE WHEN ${isShared} THEN json_array(p.id, p.kind || ':' || p.external_id)
    ELSE json_array(p.id, p.kind || ':' || p.external_id, p.external_id) END`;
  const emails = sql`(SELECT json_group_array(address) FROM (SELECT lower(trim(p.email)) AS address UNION SELECT p.normalized_email)
    WHERE address IS NOT NULL)`;
  const customerIds = sql`(SELECT json_group_array(customer_id) FROM provider_customers WHERE participant_id = p.id)`;
  return db.insert(erasures).select(
    sql`SELECT p.id, p.mode, json_object('customerIds', json(${customerIds}), 'references', json(${references}),
      'kind', p.kind, 'externalId', p.external_id, 'emails', json(${emails})), 'notes', '', ${nowMs} FROM ${participants} p WHERE p.id = ${id}`,
  );
}

export async function findErasure(db: Database, participantId: string): Promise<Erasure | null> {
  return (await db.select().from(erasures).where(eq(erasures.participantId, participantId)).get()) ?? null;
}

/** There are as many as people asked for within minutes. */
export async function listErasures(db: Database, limit: number): Promise<Erasure[]> {
  return db.select().from(erasures).orderBy(asc(erasures.begunAtMs)).limit(limit);
}

export async function keepPlace(db: Database, { participantId, stage, place }: Erasure): Promise<void> {
  await db.update(erasures).set({ stage, place }).where(eq(erasures.participantId, participantId));
}

/** By his customers he is found as long as anything is to be searched for. */
export async function endErasure(db: Database, { participantId, mode }: Erasure): Promise<void> {
  await db.batch([
    db
      .delete(providerCustomers)
      .where(and(eq(providerCustomers.participantId, participantId), eq(providerCustomers.mode, mode))),
    db.delete(erasures).where(eq(erasures.participantId, participantId)),
  ]);
}
