import { and, asc, desc, eq, getTableColumns, lt, lte, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import type { ProviderDeliveryDecision } from "#domain/provider-delivery";
import { readWaitsFor } from "#domain/provider";
import type { DeliveryStatus, Provider } from "#domain/provider";
import { providerDeliveries } from "#schema/providers";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Database } from "#store/database";
import { aboveAllIds, isTestRow, matches, searchedBy } from "#store/listing";

export type ProviderDelivery = typeof providerDeliveries.$inferSelect;
export type ListedProviderDelivery = Omit<ProviderDelivery, "body">;
export type NewProviderDelivery = Pick<
  ProviderDelivery,
  "id" | "mode" | "provider" | "deliveryId" | "type" | "body" | "receivedAtMs"
>;

/** False when it is here already: a provider sends until it is answered, and sometimes after. */
export async function insertProviderDelivery(db: Database, delivery: NewProviderDelivery): Promise<boolean> {
  const { mode, provider, deliveryId } = providerDeliveries;
  const inserted = await db
    .insert(providerDeliveries)
    .values({ ...delivery, status: "pending", dueAtMs: delivery.receivedAtMs })
    .onConflictDoNothing({ target: [mode, provider, deliveryId] })
    .returning({ id: providerDeliveries.id });
  return inserted.length > 0;
}

export async function findProviderDelivery(db: Database, mode: Mode, id: string): Promise<ProviderDelivery | null> {
  const row = await db
    .select()
    .from(providerDeliveries)
    .where(and(eq(providerDeliveries.id, id), eq(providerDeliveries.mode, mode)))
    .get();
  return row ?? null;
}

export async function findPendingProviderDelivery(db: Database, id: string): Promise<ProviderDelivery | null> {
  const row = await db.select().from(providerDeliveries).where(isPending(id)).get();
  return row ?? null;
}

/** What is to be worked on by now. What failed is due later and later, so it does not stand before the rest. */
export async function listDueProviderDeliveries(db: Database, { nowMs, limit }: { nowMs: number; limit: number }) {
  const rows = await db
    .select({ id: providerDeliveries.id })
    .from(providerDeliveries)
    .where(and(sql`status = 'pending'`, lte(providerDeliveries.dueAtMs, nowMs)))
    .orderBy(asc(providerDeliveries.dueAtMs), asc(providerDeliveries.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

export type ProviderDeliveryFilter = {
  mode: Mode;
  provider: Provider | undefined;
  status: DeliveryStatus | undefined;
  before: string | undefined;
  limit: number;
};

export async function listProviderDeliveries(
  db: Database,
  filter: ProviderDeliveryFilter,
): Promise<ListedProviderDelivery[]> {
  const { mode, provider, status, before = aboveAllIds, limit } = filter;
  const { body: _body, ...columns } = getTableColumns(providerDeliveries);
  return db
    .select(columns)
    .from(providerDeliveries)
    .where(
      and(
        searchedBy(isUnsettled(mode, status), isTestRow(providerDeliveries.mode, mode)),
        matches(providerDeliveries.provider, provider),
        matches(providerDeliveries.status, status),
        matches(providerDeliveries.mode, mode),
        lt(providerDeliveries.id, before),
      ),
    )
    .orderBy(desc(providerDeliveries.id))
    .limit(limit + 1);
}

export type Settlement = Pick<ProviderDeliveryDecision, "status" | "reason" | "waitsFor"> & { eventIds: string[] };

/**
 * Where it stands from now on. One that waits is looked at once more in the same statement: what it waits for may
 * have arrived since the facts were read, and nobody would come back to it. False when it is to be worked on again.
 */
export async function settleProviderDelivery(
  db: Database,
  delivery: ProviderDelivery,
  to: Settlement,
): Promise<boolean> {
  const { status, reason, waitsFor, eventIds } = to;
  const settled = await db
    .update(providerDeliveries)
    .set({
      status: sql`CASE WHEN ${hasArrived(delivery, waitsFor)} THEN 'pending' ELSE ${status} END`,
      reason,
      waitsFor,
      eventIds,
    })
    .where(isPending(delivery.id))
    .returning({ status: providerDeliveries.status });
  return settled.every((row) => row.status !== "pending");
}

function hasArrived({ mode, provider }: ProviderDelivery, waitsFor: string | null): SQL {
  const awaited = readWaitsFor(waitsFor);
  if (awaited === null) return sql`0`;
  if (awaited.what === "customer")
    return sql`EXISTS (SELECT 1 FROM provider_customers c JOIN participants p ON p.id = c.participant_id
      WHERE c.mode = ${mode} AND c.provider = ${provider} AND c.customer_id = ${awaited.id})`;
  return sql`EXISTS (SELECT 1 FROM provider_payments
      WHERE mode = ${mode} AND provider = ${provider} AND external_id = ${awaited.id})`;
}

export async function countFailedProviderDelivery(db: Database, id: string, nextAtMs: number): Promise<void> {
  await db
    .update(providerDeliveries)
    .set({ attempts: sql`attempts + 1`, dueAtMs: nextAtMs })
    .where(isPending(id));
}

/** Whatever became of it, it is to be worked on again, as if it had just arrived. */
export async function commitProviderReplay(
  db: Database,
  { id, nowMs }: { id: string; nowMs: number },
  audit: NewAuditRow,
): Promise<void> {
  await commitBatch(db, [
    db
      .update(providerDeliveries)
      .set({ status: "pending", reason: null, waitsFor: null, attempts: 0, dueAtMs: nowMs })
      .where(eq(providerDeliveries.id, id)),
    insertAuditRow(db, audit),
  ]);
}

function isPending(id: string): SQL | undefined {
  return and(eq(providerDeliveries.id, id), eq(providerDeliveries.status, "pending"));
}

/** By the partial index, which only a literal can be proven to want. */
function isUnsettled(mode: Mode, status: DeliveryStatus | undefined): SQL | undefined {
  if (status === "unmapped") return and(eq(providerDeliveries.mode, mode), sql`status = 'unmapped'`);
  if (status === "refused") return and(eq(providerDeliveries.mode, mode), sql`status = 'refused'`);
  return undefined;
}
