import { and, eq, or, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import { events, explanations, factGuards } from "#schema/events";
import { fraudListEntries } from "#schema/fraud";
import { operations } from "#schema/ledger";
import { edgeChanges, links } from "#schema/links";
import { emails } from "#schema/messages";
import { participants } from "#schema/participants";
import { fulfilments } from "#schema/providers";
import { referrals, touches } from "#schema/referrals";
import { addressHash } from "#store/address-hash";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { insertStandIns } from "#store/erased-list-entries";
import type { ListEntryRow } from "#store/fraud-list-entries";
import type { StoredParticipant } from "#store/participants";

/** `standIns`: what lists say of him by his address, which is forgotten. */
type Marked = { externalId: string; standIns: ListEntryRow[]; nowMs: number; audit: NewAuditRow };

/**
 * Marks a participant as erased and strips him and what is found by his id in a bounded number of statements: every row,
 * or none. Fails as `facts_stale` when somebody else has erased him in between.
 */
export async function commitErasure(
  db: Database,
  person: StoredParticipant,
  { externalId, standIns, nowMs, audit }: Marked,
): Promise<void> {
  const { id } = person;
  await commitBatch(db, [
    db
      .insert(factGuards)
      .select(sql`SELECT 1 WHERE (SELECT erased_at_ms FROM participants WHERE id = ${id}) IS NOT NULL`),
    db.update(participants).set(nobody(externalId, nowMs)).where(eq(participants.id, id)),
    ...refuseUndecided(db, person),
    ...closeLinks(db, id, nowMs),
    // Before it is forgotten at which address he was seen.
    ...stripListEntries(db, person),
    insertStandIns(db, standIns, nowMs),
    db
      .update(referrals)
      .set({ source: null, visitorId: null, via: null, addressHash: null })
      .where(eq(referrals.refereeId, id)),
    ...stripUnknownCodes(db, id),
    db
      .update(operations)
      .set({ contentHash: "", detail: sql`json_set(detail, '$.description', NULL, '$.metadata', NULL)` })
      .where(eq(operations.participantId, id)),
    db.update(emails).set({ providerId: null }).where(eq(emails.participantId, id)),
    db
      .update(fulfilments)
      .set({ customerId: null, detail: null })
      .where(sql`reward_id IN (SELECT id FROM rewards WHERE beneficiary_id = ${id})`),
    insertAuditRow(db, audit),
  ]);
}

/** Suspended, so that nothing is used, handed over or earned any more under what is left of him. */
function nobody(externalId: string, nowMs: number) {
  return {
    externalId,
    name: null,
    email: null,
    normalizedEmail: null,
    organization: null,
    category: null,
    location: null,
    avatarUrl: null,
    profile: null,
    paymentFingerprint: null,
    registeredAtMs: null,
    status: "suspended" as const,
    erasedAtMs: nowMs,
    updatedAtMs: nowMs,
  };
}

/**
 * His events that were never decided are his from now on, so that they are stripped with the others. The sweep, and
 * whoever sends them again, finds that they are refused. Refunds that only wait are decided: they are about a payment.
 */
function refuseUndecided(db: Database, { id, mode, kind, externalId }: StoredParticipant): Statement[] {
  const isNamed = sql`payload ->> '$.referee.externalId' = ${externalId} AND payload ->> '$.referee.kind' = ${kind}`;
  const isAboutPayment = sql`payment_ref IN (SELECT payment_ref FROM events WHERE referee_id = ${id} AND payment_ref IS NOT NULL)`;
  return [
    db
      .update(events)
      .set({ refereeId: id, status: "refused", refusal: "participant_erased" })
      // No index by mode, which would be every event there is: the few that are pending have their own.
      .where(sql`status = 'pending' AND +mode = ${mode} AND ${isNamed}`),
    db
      .update(events)
      .set({ refereeId: id })
      .where(sql`mode = ${mode} AND status = 'refused' AND referee_id IS NULL AND (${isNamed} OR ${isAboutPayment})`),
  ];
}

/** They lead nowhere, and say nothing. Their codes stay his: whoever got one of them would get his friends. */
function closeLinks(db: Database, id: string, nowMs: number): Statement[] {
  return [
    db
      .update(links)
      .set({ status: "paused", message: null, context: null, destinationUrl: null, updatedAtMs: nowMs })
      .where(eq(links.participantId, id)),
    db.insert(edgeChanges).select(sql`SELECT NULL, id, ${nowMs} FROM links WHERE participant_id = ${id}`),
  ];
}

/** What he typed for a code and is none may be anything. */
function stripUnknownCodes(db: Database, id: string): Statement[] {
  const clauses = sql`(
    SELECT json_group_array(json(CASE WHEN value ->> 'code' = 'touch_dropped' AND value ->> 'ownerId' IS NULL
      THEN json_set(value, '$.touchCode', '') ELSE value END))
    FROM json_each(explanations.clauses))`;
  return [
    db
      .update(touches)
      .set({ code: "" })
      .where(sql`link_id IS NULL AND referral_id IN (SELECT id FROM referrals WHERE referee_id = ${id})`),
    db.update(explanations).set({ clauses }).where(eq(explanations.refereeId, id)),
  ];
}

/** A mailbox that is on a list stays there as its hash, so that neither a block nor a pardon ends by an erasure. */
function stripListEntries(db: Database, { id, mode, normalizedEmail }: StoredParticipant): Statement[] {
  const isHis = (kind: "email" | "participant", value: string): SQL | undefined =>
    and(eq(fraudListEntries.mode, mode), eq(fraudListEntries.kind, kind), eq(fraudListEntries.value, value));
  const addresses = sql`(SELECT address_hash FROM referrals WHERE referee_id = ${id})`;
  const ofPerson = db
    .update(fraudListEntries)
    .set({ note: null })
    .where(or(isHis("participant", id), sql`mode = ${mode} AND kind = 'address' AND value IN ${addresses}`));
  if (normalizedEmail === null) return [ofPerson];
  const hashed = `sha256:${addressHash(normalizedEmail)}`;
  return [
    ofPerson,
    // Where the same was said of the hash before, that stands, and this goes.
    db
      .update(fraudListEntries)
      .set({ value: hashed, note: null })
      .where(
        sql`mode = ${mode} AND kind = 'email' AND value = ${normalizedEmail} AND NOT EXISTS (
          SELECT 1 FROM fraud_list_entries known WHERE known.mode = fraud_list_entries.mode AND known.kind = 'email'
            AND known.value = ${hashed} AND known.program_id = fraud_list_entries.program_id)`,
      ),
    db.delete(fraudListEntries).where(isHis("email", normalizedEmail)),
  ];
}

/** What the main app knows him by, and what providers do: by these, what is about him is found in texts. */
export type KnownBy = { mode: Mode; customerIds: string[]; externalId: string | null; emails: string[] };

export async function findKnownBy(db: Database, person: StoredParticipant): Promise<KnownBy> {
  const customers = await db.all<{ customer_id: string }>(
    sql`SELECT customer_id FROM provider_customers WHERE participant_id = ${person.id}`,
  );
  const { mode, externalId, email, normalizedEmail, erasedAtMs } = person;
  return {
    mode,
    customerIds: customers.map((customer) => customer.customer_id),
    externalId: erasedAtMs === null ? externalId : null,
    emails: [email, normalizedEmail].filter((address) => address !== null),
  };
}
