import { and, eq, or, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { noPersonalFields } from "#domain/participant";
import { events, explanations, factGuards } from "#schema/events";
import { fraudListEntries } from "#schema/fraud";
import { monthLeaders } from "#schema/leaderboards";
import { operations } from "#schema/ledger";
import { edgeChanges, links } from "#schema/links";
import { emails } from "#schema/messages";
import { participants } from "#schema/participants";
import { fulfilments } from "#schema/providers";
import { referrals, touches } from "#schema/referrals";
import { rewards } from "#schema/rewards";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { insertStandIns } from "#store/erased-list-entries";
import { beginErasure } from "#store/erasures";
import type { ListEntryRow } from "#store/fraud-list-entries";
import { leaderRewardsOf } from "#store/leader-facts";
import type { StoredParticipant } from "#store/participants";

/**
 * `mailbox`: what his may be called on a list, the newest name first. `standIns`: what lists say of him by his address,
 * which is forgotten.
 */
type Marked = {
  externalId: string;
  mailbox: string[];
  standIns: ListEntryRow[];
  nowMs: number;
  audit: NewAuditRow;
};

/**
 * Marks a participant as erased, strips him and what is found by his id, and writes down what is to be searched for: in a
 * bounded number of statements, every row or none. Fails as `facts_stale` when somebody else has erased him in between.
 */
export async function commitErasure(
  db: Database,
  person: StoredParticipant,
  { externalId, mailbox, standIns, nowMs, audit }: Marked,
): Promise<void> {
  const { id } = person;
  await commitBatch(db, [
    db
      .insert(factGuards)
      .select(sql`SELECT 1 WHERE (SELECT erased_at_ms FROM participants WHERE id = ${id}) IS NOT NULL`),
    // By what he is called, before he is called so no more.
    beginErasure(db, id, nowMs),
    db.update(participants).set(nobody(externalId, nowMs)).where(eq(participants.id, id)),
    ...refuseUndecided(db, person),
    ...closeLinks(db, id, nowMs),
    // Before it is forgotten at which address he was seen.
    ...stripListEntries(db, person, mailbox),
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
    // Who led is a number and an id; of what category he was, is not.
    db.update(rewards).set({ subject: sql`substr(subject, 1, 8) || id` })
      .where(sql`id IN ${leaderRewardsOf(id, sql`(SELECT program_id FROM month_leaders WHERE participant_id = ${id})`)}
        AND substr(subject, 8, 1) = ':'`),
    db.delete(monthLeaders).where(sql`participant_id = ${id} AND category <> ''`),
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
    ...noPersonalFields,
    boardOptOut: false,
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

/** A mailbox that is on a list stays there under another name, so that neither a block nor a pardon ends by an erasure. */
function stripListEntries(
  db: Database,
  { id, mode, normalizedEmail }: StoredParticipant,
  [newest, ...older]: readonly string[],
): Statement[] {
  const isHis = (kind: "email" | "participant", value: string): SQL | undefined =>
    and(eq(fraudListEntries.mode, mode), eq(fraudListEntries.kind, kind), eq(fraudListEntries.value, value));
  const addresses = sql`(SELECT address_hash FROM referrals WHERE referee_id = ${id})`;
  const ofPerson = db
    .update(fraudListEntries)
    .set({ note: null })
    .where(or(isHis("participant", id), sql`mode = ${mode} AND kind = 'address' AND value IN ${addresses}`));
  if (normalizedEmail === null || newest === undefined) return [ofPerson];
  const names = JSON.stringify([newest, ...older]);
  return [
    ofPerson,
    // Where the same was said of him before he was erased the last time, that stands, and this goes.
    db
      .update(fraudListEntries)
      .set({ value: newest, note: null })
      .where(
        sql`mode = ${mode} AND kind = 'email' AND value = ${normalizedEmail} AND NOT EXISTS (
          SELECT 1 FROM fraud_list_entries known WHERE known.mode = fraud_list_entries.mode AND known.kind = 'email'
            AND known.value IN (SELECT value FROM json_each(${names})) AND known.program_id = fraud_list_entries.program_id)`,
      ),
    db.delete(fraudListEntries).where(isHis("email", normalizedEmail)),
  ];
}
