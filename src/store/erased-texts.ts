import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { providerDeliveries } from "#schema/providers";
import type { Database } from "#store/database";
import type { Erasure } from "#store/erasures";

/** So many texts are looked through by one step. */
const textsPerStep = 500;
/** Each is a call to KV. */
const codesPerStep = 20;

/**
 * Steps of an erasure. Each looks through some of what can only be searched, from a place on, and answers from where
 * the next one goes on; null: there is no more.
 */
export type NextPlace = string | null;

/**
 * Empties the bodies of providers' deliveries that name him: by his customer's id or his address in any field, or in one
 * of the fields by which a delivery says whose it is. What nothing was made of yet is refused where it is surely about
 * him; whoever has come again meanwhile under the same address is somebody else.
 */
export async function stripDeliveries(db: Database, erasure: Erasure): Promise<NextPlace> {
  const { mode, begunAtMs, place, knownBy } = erasure;
  const known = JSON.stringify(knownBy);
  const isOf = sql`part.atom IN (SELECT value FROM json_each(${known}, '$.customerIds'))`;
  const isTo = sql`lower(trim(part.atom)) IN (SELECT value FROM json_each(${known}, '$.emails'))`;
  const isFor = sql`(part.key IN ('client_reference_id', 'bouquet_participant')
      AND part.atom IN (SELECT value FROM json_each(${known}, '$.references'))
    OR part.key = 'bouquet_external_id' AND part.atom = ${knownBy.externalId}
      AND json_extract(body, part.path || '.bouquet_kind') = ${knownBy.kind})`;
  const sure = isNamed(sql`(${isOf} OR (received_at_ms <= ${begunAtMs} AND ${isTo}))`);
  const likely = isNamed(sql`(${isOf} OR ${isTo} OR ${isFor})`);
  const page = sql`SELECT id, mode, status, body, received_at_ms FROM provider_deliveries WHERE id > ${place} ORDER BY id LIMIT ${textsPerStep}`;
  const those = (statuses: SQL, condition: SQL) =>
    sql`id IN (SELECT id FROM (${page}) WHERE mode = ${mode} AND status IN (${statuses}) AND body <> '' AND ${condition})`;
  const stripped = { body: "", eventIds: [], waitsFor: null };
  const [ends] = await db.batch([
    db
      .select({ id: sql<string | null>`max(id)`, n: sql<number>`count(*)` })
      .from(sql`(SELECT id FROM provider_deliveries WHERE id > ${place} ORDER BY id LIMIT ${textsPerStep})`),
    db
      .update(providerDeliveries)
      .set({ ...stripped, status: "refused", reason: "participant_erased" })
      .where(those(sql`'pending', 'unmapped'`, sure)),
    db
      .update(providerDeliveries)
      .set(stripped)
      .where(those(sql`'applied', 'ignored', 'refused'`, likely)),
  ]);
  return nextPlace(ends[0]?.id ?? null, ends[0]?.n ?? 0);
}

/**
 * Empties answers to Idempotency-Keys that are about him or a referral he has a part in. The rows stay until their time:
 * what is sent again is answered that he is gone, and is not done again.
 */
export async function stripAnswers(db: Database, { participantId, mode, place, knownBy }: Erasure): Promise<NextPlace> {
  const [apiKeyId = "", keyHash = ""] = place.split("/");
  const page = sql`SELECT api_key_id, key_hash, status, body FROM idempotency_keys WHERE (api_key_id, key_hash) > (${apiKeyId}, ${keyHash})
    ORDER BY api_key_id, key_hash LIMIT ${textsPerStep}`;
  const isAbout = isNamed(sql`(part.atom = ${participantId}
    OR lower(part.atom) IN (SELECT value FROM json_each(${JSON.stringify(knownBy.emails)}))
    OR EXISTS (SELECT 1 FROM referrals r WHERE r.id = part.atom AND ${participantId} IN (r.referrer_id, r.referee_id)))`);
  const ends = await db.all<{ place: string }>(sql`SELECT api_key_id || '/' || key_hash AS place FROM (${page})`);
  await db.run(sql`UPDATE idempotency_keys SET body = NULL, request_hash = '' WHERE (api_key_id, key_hash) IN (
    SELECT api_key_id, key_hash FROM (${page}) WHERE status IS NOT NULL AND body <> ''
      AND EXISTS (SELECT 1 FROM api_keys k WHERE k.id = api_key_id AND k.mode = ${mode}) AND ${isAbout})`);
  return nextPlace(ends.at(-1)?.place ?? null, ends.length);
}

/** What receivers of webhooks answered to messages about him may say anything. */
export async function stripReceived(db: Database, { participantId, place }: Erasure): Promise<NextPlace> {
  const [endpointId = "", messageId = "", attempt = "0"] = place.split("/");
  const page = sql`SELECT endpoint_id, message_id, attempt, response_body FROM webhook_attempts
    WHERE (endpoint_id, message_id, attempt) > (${endpointId}, ${messageId}, ${Number(attempt)})
    ORDER BY endpoint_id, message_id, attempt LIMIT ${textsPerStep}`;
  const ends = await db.all<{ place: string }>(
    sql`SELECT endpoint_id || '/' || message_id || '/' || attempt AS place FROM (${page})`,
  );
  await db.run(sql`UPDATE webhook_attempts SET response_body = NULL WHERE (endpoint_id, message_id, attempt) IN (
    SELECT endpoint_id, message_id, attempt FROM (${page}) WHERE response_body IS NOT NULL
      AND EXISTS (SELECT 1 FROM outbox o WHERE o.id = message_id AND instr(o.payload, ${JSON.stringify(participantId)}) > 0))`);
  return nextPlace(ends.at(-1)?.place ?? null, ends.length);
}

/** What people wrote about his rewards, and about referrals he has a part in. A trigger lets nothing else of a history be changed. */
export async function stripNotes(db: Database, { participantId: id }: Erasure): Promise<NextPlace> {
  const ofReferrals = sql`(SELECT id FROM referrals WHERE referrer_id = ${id} UNION SELECT id FROM referrals WHERE referee_id = ${id})`;
  const ofRewards = sql`(SELECT id FROM rewards WHERE beneficiary_id = ${id} UNION SELECT id FROM rewards WHERE referral_id IN ${ofReferrals})`;
  await db.run(sql`UPDATE reviews SET note = NULL WHERE referral_id IN ${ofReferrals} AND note IS NOT NULL`);
  await db.run(sql`UPDATE reward_transitions SET note = NULL WHERE reward_id IN ${ofRewards} AND note IS NOT NULL`);
  await db.run(sql`UPDATE events SET payload = json_remove(payload, '$.reason')
    WHERE referee_id IN (SELECT referee_id FROM referrals WHERE referrer_id = ${id}) AND payload ->> '$.reason' IS NOT NULL`);
  return null;
}

/** The next of his codes. */
export async function listCodesOf(db: Database, { participantId, place }: Erasure): Promise<string[]> {
  const rows = await db.all<{ code: string }>(
    sql`SELECT code FROM codes WHERE link_id IN (SELECT id FROM links WHERE participant_id = ${participantId}) AND code > ${place}
      ORDER BY code LIMIT ${codesPerStep}`,
  );
  return rows.map(({ code }) => code);
}

function nextPlace(last: string | null, found: number): NextPlace {
  return found < textsPerStep ? null : last;
}

/** Whether a field of the JSON in `body` is one of those: a text that has a short name in it by chance is not about him. */
function isNamed(field: SQL): SQL {
  return sql`EXISTS (SELECT 1 FROM json_tree(CASE WHEN json_valid(body) THEN body ELSE 'null' END) AS part
    WHERE part.type = 'text' AND ${field})`;
}
