import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { providerDeliveries } from "#schema/providers";
import type { Database } from "#store/database";
import type { KnownBy } from "#store/erasure";
import type { StoredParticipant } from "#store/participants";

/** So many bodies are searched by one statement. */
const bodiesPerStep = 500;

/**
 * Empties the bodies of providers' deliveries that name him, from a place on. What was not made anything of yet is
 * refused where it is surely about him: by his customer's id or his address. Answers the newest that was looked at.
 */
export async function stripDeliveries(db: Database, known: KnownBy, after: string): Promise<string> {
  const sure = isNamedIn(sql`body`, [...known.customerIds.map(quoted), ...known.emails]);
  const likely = sql`(${sure} OR ${isNamedIn(sql`body`, known.externalId === null ? [] : [quoted(known.externalId)])})`;
  for (let place = after; ;) {
    const page = sql`SELECT id, mode, status, body FROM provider_deliveries WHERE id > ${place} ORDER BY id LIMIT ${bodiesPerStep}`;
    const stripped = { body: "", eventIds: [], waitsFor: null };
    const end = await db.get<{ id: string | null; n: number }>(sql`SELECT max(id) AS id, count(*) AS n FROM (${page})`);
    const isOf = (statuses: SQL, condition: SQL) =>
      sql`id IN (SELECT id FROM (${page}) WHERE mode = ${known.mode} AND status IN (${statuses}) AND body <> '' AND ${condition})`;
    await db.batch([
      db
        .update(providerDeliveries)
        .set({ ...stripped, status: "refused", reason: "participant_erased" })
        .where(isOf(sql`'pending', 'unmapped'`, sure)),
      db
        .update(providerDeliveries)
        .set(stripped)
        .where(isOf(sql`'applied', 'ignored', 'refused'`, likely)),
    ]);
    if (end.n < bodiesPerStep || end.id === null) return end.id ?? place;
    place = end.id;
  }
}

/** What people wrote about his rewards, and about referrals he has a part in. A trigger lets nothing else of a history be changed. */
export async function stripNotes(db: Database, id: string): Promise<void> {
  const ofReferrals = sql`(SELECT id FROM referrals WHERE referrer_id = ${id} UNION SELECT id FROM referrals WHERE referee_id = ${id})`;
  const ofRewards = sql`(SELECT id FROM rewards WHERE beneficiary_id = ${id} UNION SELECT id FROM rewards WHERE referral_id IN ${ofReferrals})`;
  await db.run(sql`UPDATE reviews SET note = NULL WHERE referral_id IN ${ofReferrals} AND note IS NOT NULL`);
  await db.run(sql`UPDATE reward_transitions SET note = NULL WHERE reward_id IN ${ofRewards} AND note IS NOT NULL`);
  await db.run(sql`UPDATE events SET payload = json_remove(payload, '$.reason')
    WHERE referee_id IN (SELECT referee_id FROM referrals WHERE referrer_id = ${id}) AND payload ->> '$.reason' IS NOT NULL`);
}

/** Answers to Idempotency-Keys that name him go: what is asked again is decided again, and he is gone by then. */
export async function deleteAnswers(db: Database, person: StoredParticipant): Promise<void> {
  const { id, externalId, email, name } = person;
  const named = [externalId, email, name].filter((text) => text !== null).map(quoted);
  await db.run(sql`DELETE FROM idempotency_keys WHERE status IS NOT NULL AND ${isNamedIn(sql`body`, [id, ...named])}`);
}

/** What receivers of webhooks answered to messages about him may say anything. */
export async function stripReceivedAnswers(db: Database, id: string): Promise<void> {
  await db.run(sql`UPDATE webhook_attempts SET response_body = NULL WHERE response_body IS NOT NULL
    AND EXISTS (SELECT 1 FROM outbox o WHERE o.id = webhook_attempts.message_id AND instr(o.payload, ${id}) > 0)`);
}

/** The last thing to go: by his customers he is found again when an erasure was cut off. */
export async function deleteCustomers(db: Database, id: string): Promise<void> {
  await db.run(sql`DELETE FROM provider_customers WHERE participant_id = ${id}`);
}

export async function listCodesOf(db: Database, id: string): Promise<string[]> {
  const rows = await db.all<{ code: string }>(
    sql`SELECT code FROM codes WHERE link_id IN (SELECT id FROM links WHERE participant_id = ${id})`,
  );
  return rows.map(({ code }) => code);
}

/** As a text stands in JSON, so that a part of a longer one is not taken for it. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function isNamedIn(column: SQL, names: readonly string[]): SQL {
  return sql`EXISTS (SELECT 1 FROM json_each(${JSON.stringify(names)}) AS named
    WHERE instr(lower(${column}), lower(named.value)) > 0)`;
}
