import { and, asc, eq, gt, or, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Mode } from "#domain/mode";
import { waitsForCustomer, waitsForPayment } from "#domain/provider";
import type { Provider, Told } from "#domain/provider";
import type { DeliveryFacts } from "#domain/provider-delivery";
import { participants } from "#schema/participants";
import { fulfilments, providerCustomers, providerDeliveries, providerPayments } from "#schema/providers";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { isAsked } from "#store/listing";

export type ProviderCustomer = typeof providerCustomers.$inferSelect;
export type ProviderPayment = typeof providerPayments.$inferSelect;
export type OfProvider = { mode: Mode; provider: Provider };

/** Whom and what a delivery means, as far as that is known, in one round trip. */
export async function loadDeliveryFacts(
  db: Database,
  { mode, provider }: OfProvider,
  told: Told,
): Promise<DeliveryFacts> {
  const person = { id: participants.id, kind: participants.kind, externalId: participants.externalId };
  const ids = told.references.flatMap((reference) => (reference.by === "id" ? [reference.id] : []));
  const externalIds = told.references.flatMap((reference) => (reference.by === "id" ? [] : [reference.externalId]));
  const mapped = sql`(SELECT participant_id FROM provider_customers
    WHERE mode = ${mode} AND provider = ${provider} AND customer_id = ${told.customerId})`;
  const [[customer], byId, byExternalId, payments] = await db.batch([
    db.select(person).from(participants).where(eq(participants.id, mapped)),
    db
      .select(person)
      .from(participants)
      .where(and(inList(participants.id, ids), eq(participants.mode, mode))),
    db
      .select(person)
      .from(participants)
      .where(and(eq(participants.mode, mode), inList(participants.externalId, externalIds))),
    db
      .select({ externalId: providerPayments.externalId, paymentRef: providerPayments.paymentRef })
      .from(providerPayments)
      .where(
        and(
          eq(providerPayments.mode, mode),
          eq(providerPayments.provider, provider),
          inList(providerPayments.externalId, told.paymentIds),
        ),
      )
      .orderBy(asc(providerPayments.createdAtMs), asc(providerPayments.externalId)),
  ]);
  const people = new Map([...byId, ...byExternalId].map((found) => [found.id, found]));
  return {
    customer: customer ?? null,
    people: [...people.values()],
    payments: new Map(payments.map(({ externalId, paymentRef }) => [externalId, paymentRef])),
  };
}

/** One parameter, however many there are. */
function inList(column: SQLiteColumn, values: readonly string[]): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;
}

export type Mappings = OfProvider & {
  customer: { customerId: string; participantId: string } | null;
  payments: readonly { externalId: string; paymentRef: string }[];
  /** All of the provider's ids of the one payment: where one of them has a name by then, that is the name of all. */
  paymentIds: readonly string[];
  /** By hand: what stood before is replaced. A delivery replaces nothing. */
  isByHand: boolean;
  audit: readonly NewAuditRow[];
  nowMs: number;
};

/** Every row, or none; with them, all that waited for one of these is due. Answers which deliveries that are. */
export async function commitMappings(db: Database, mappings: Mappings): Promise<string[]> {
  const { mode, provider, customer, payments, audit, nowMs } = mappings;
  const awaited = [
    ...(customer === null ? [] : [waitsForCustomer(customer.customerId)]),
    ...payments.map(({ externalId }) => waitsForPayment(externalId)),
  ];
  const [woken] = await db.batch([
    db
      .update(providerDeliveries)
      .set({ status: "pending", reason: null, waitsFor: null, dueAtMs: nowMs })
      .where(
        and(
          eq(providerDeliveries.mode, mode),
          eq(providerDeliveries.provider, provider),
          sql`status = 'unmapped'`,
          or(
            inList(providerDeliveries.waitsFor, awaited),
            // A payment goes by several ids, of which a delivery waits for the first.
            sql`waits_for >= 'payment:' AND waits_for < 'payment;' AND EXISTS (SELECT 1
              FROM json_each(${JSON.stringify(payments.map(({ externalId }) => externalId))})
              WHERE instr(body, '"' || value || '"') > 0)`,
          ),
        ),
      )
      .returning({ id: providerDeliveries.id }),
    ...(customer === null ? [] : writeCustomer(db, mappings, customer)),
    ...(payments.length === 0 ? [] : [writePayments(db, mappings)]),
    ...audit.map((row) => insertAuditRow(db, row)),
  ]);
  return woken.map(({ id }) => id);
}

function writeCustomer(
  db: Database,
  { mode, provider, isByHand, nowMs }: Mappings,
  customer: { customerId: string; participantId: string },
): Statement[] {
  const { participantId } = customer;
  const place = isByHand ? -nowMs : nowMs;
  const insert = db.insert(providerCustomers).values({ mode, provider, ...customer, place, createdAtMs: nowMs });
  const target = [providerCustomers.mode, providerCustomers.provider, providerCustomers.customerId];
  return [
    isByHand
      ? insert.onConflictDoUpdate({ target, set: { participantId, place } })
      : insert.onConflictDoNothing({ target }),
    // What waited for the customer to be known can be handed over.
    ...(provider === "stripe"
      ? [
          db
            .update(fulfilments)
            .set({ status: "due", reason: null, detail: null, dueAtMs: nowMs, updatedAtMs: nowMs })
            .where(and(eq(fulfilments.participantId, participantId), sql`status = 'waiting'`)),
        ]
      : []),
  ];
}

/** What stands first stands, whoever comes at the same moment. */
function writePayments(db: Database, { mode, provider, payments, paymentIds, nowMs }: Mappings): Statement {
  const known = sql`(SELECT payment_ref FROM provider_payments WHERE mode = ${mode} AND provider = ${provider}
    AND external_id IN (SELECT value FROM json_each(${JSON.stringify(paymentIds)})) ORDER BY created_at_ms, external_id LIMIT 1)`;
  return db
    .insert(providerPayments)
    .select(
      sql`SELECT ${mode}, ${provider}, value ->> 'externalId', coalesce(${known}, value ->> 'paymentRef'), ${nowMs}
        FROM json_each(${JSON.stringify(payments)}) WHERE true`,
    )
    .onConflictDoNothing();
}

export async function findCustomer(db: Database, { mode, provider }: OfProvider, customerId: string) {
  const { mode: ofMode, provider: ofProvider, customerId: withId } = providerCustomers;
  const isMeant = and(eq(ofMode, mode), eq(ofProvider, provider), eq(withId, customerId));
  return (await db.select().from(providerCustomers).where(isMeant).get()) ?? null;
}

/** The one of a participant's that stands before the others. */
export async function findFirstCustomer(db: Database, { mode, provider }: OfProvider, participantId: string) {
  const { mode: ofMode, provider: ofProvider, participantId: ofParticipant, place, customerId } = providerCustomers;
  const isMeant = and(eq(ofMode, mode), eq(ofProvider, provider), eq(ofParticipant, participantId));
  return (await db.select().from(providerCustomers).where(isMeant).orderBy(asc(place), asc(customerId)).get()) ?? null;
}

export async function findPaymentName(db: Database, { mode, provider }: OfProvider, externalId: string) {
  const { mode: ofMode, provider: ofProvider, externalId: withId } = providerPayments;
  const isMeant = and(eq(ofMode, mode), eq(ofProvider, provider), eq(withId, externalId));
  return (await db.select().from(providerPayments).where(isMeant).get()) ?? null;
}

export async function deleteCustomer(db: Database, customer: ProviderCustomer, audit: NewAuditRow): Promise<void> {
  const { mode, provider, customerId } = customer;
  const { mode: ofMode, provider: ofProvider, customerId: withId } = providerCustomers;
  const isMeant = and(eq(ofMode, mode), eq(ofProvider, provider), eq(withId, customerId));
  await commitBatch(db, [db.delete(providerCustomers).where(isMeant), insertAuditRow(db, audit)]);
}

/** In the order of the provider's ids. */
export async function listCustomers(
  db: Database,
  filter: OfProvider & { participantId: string | undefined; after: string | undefined; limit: number },
): Promise<ProviderCustomer[]> {
  const { mode, provider, participantId, after = "", limit } = filter;
  return db
    .select()
    .from(providerCustomers)
    .where(
      and(
        isAsked(providerCustomers.participantId, participantId),
        eq(providerCustomers.mode, mode),
        eq(providerCustomers.provider, provider),
        gt(providerCustomers.customerId, after),
      ),
    )
    .orderBy(asc(providerCustomers.customerId))
    .limit(limit + 1);
}
