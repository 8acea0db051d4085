import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { addressHash } from "#store/address-hash";
import type { Database } from "#store/database";
import type { StoredParticipant } from "#store/participants";

/** `place` sorts the items of a section; it never has a colon. */
export type ExportedItem = { place: string; item: Record<string, unknown> };

type Section = {
  /** In the order of this, from a place on. */
  key: string;
  isNumber?: boolean;
  item: string;
  from: string;
  /** Whose rows these are; `$id` is the participant's. */
  where: string;
};

/**
 * What is kept of a person, by section. Others' data is not his: of a referral he sees how far it came and not who it
 * is, of its scoring the outcome and not what was measured, which is about two people.
 */
const sections = {
  profile: {
    key: "p.id",
    item: `json_object('id', id, 'mode', mode, 'kind', kind, 'external_id', external_id, 'name', name, 'email', email,
      'organization', organization, 'category', category, 'location', location, 'avatar_url', avatar_url,
      'profile', json(profile), 'status', status, 'payment_fingerprint', payment_fingerprint,
      'registered_at_ms', registered_at_ms, 'board_name', board_name,
      'board_opt_out', json(iif(board_opt_out, 'true', 'false')), 'erased_at_ms', erased_at_ms,
      'created_at_ms', created_at_ms, 'updated_at_ms', updated_at_ms,
      'balances', (SELECT json_group_array(json_object('program_id', program_id, 'unit', unit, 'balance', balance))
        FROM accounts WHERE owner_id = p.id),
      'provider_customers', (SELECT json_group_array(json_object('provider', provider, 'customer_id', customer_id,
        'created_at_ms', created_at_ms)) FROM provider_customers WHERE participant_id = p.id),
      'email_suppression', (SELECT json_object('reason', reason, 'created_at_ms', created_at_ms)
        FROM email_suppressions WHERE mode = p.mode AND address_hash = $mailbox_hash),
      'months_led', (SELECT json_group_array(json_object('program_id', program_id, 'month', month,
        'category', nullif(category, ''), 'rank', rank, 'conversions', conversions)) FROM month_leaders
        WHERE participant_id = p.id),
      'fraud_lists', (SELECT json_group_array(json_object('effect', effect, 'kind', kind, 'created_at_ms', created_at_ms,
        'expires_at_ms', expires_at_ms)) FROM fraud_list_entries
        WHERE mode = p.mode AND ((kind = 'participant' AND value = p.id) OR (kind = 'email' AND value = p.normalized_email))))`,
    from: "participants p",
    where: "p.id = $id",
  },
  links: {
    key: "l.id",
    item: `json_object('id', id, 'program_id', program_id, 'code', code, 'codes',
      (SELECT json_group_array(code) FROM codes WHERE link_id = l.id), 'channel', channel, 'campaign', campaign,
      'destination_url', destination_url, 'message', message, 'context', json(context), 'status', status,
      'expires_at_ms', expires_at_ms, 'created_at_ms', created_at_ms, 'updated_at_ms', updated_at_ms)`,
    from: "links l",
    where: "l.participant_id = $id",
  },
  referral_as_referee: {
    key: "f.id",
    item: `json_object(${referralFields()}, 'source', json(source), 'visitor_id', visitor_id, 'via', via,
      'address_hash', address_hash, 'touches', (SELECT json_group_array(json_object('code', code, 'channel', channel,
        'campaign', campaign, 'weight', weight, 'at_ms', at_ms)) FROM touches WHERE referral_id = f.id))`,
    from: "referrals f",
    where: "f.referee_id = $id",
  },
  referrals_as_referrer: {
    key: "f.id",
    item: `json_object(${referralFields()})`,
    from: "referrals f",
    where: "f.referrer_id = $id",
  },
  events: {
    key: "e.seq",
    isNumber: true,
    item: `json_object('id', event_id, 'type', type, 'status', status, 'program_id', program_id,
      'payment_ref', payment_ref, 'verified', verified, 'occurred_at_ms', occurred_at_ms, 'received_at_ms', received_at_ms,
      'reported', json_remove(payload, '$.referrerId', '$.reason'))`,
    from: "events e",
    where: "e.referee_id = $id",
  },
  rewards: {
    key: "r.id",
    item: `json_object('id', id, 'program_id', program_id, 'referral_id', referral_id, 'rule', rule_key, 'side', side,
      'kind', kind, 'unit', unit, 'quantity', quantity, 'reversed_quantity', reversed_quantity,
      'redeemed_quantity', redeemed_quantity, 'label', label, 'state', state, 'earned_at_ms', earned_at_ms,
      'expires_at_ms', expires_at_ms,
      'history', (SELECT json_group_array(json_object('to_state', to_state, 'reason', reason, 'note', note, 'at_ms', at_ms))
        FROM reward_transitions WHERE reward_id = r.id),
      'fulfilment', (SELECT json_object('form', form, 'status', status, 'customer_id', customer_id,
        'given_quantity', given_quantity, 'updated_at_ms', updated_at_ms) FROM fulfilments WHERE reward_id = r.id))`,
    from: "rewards r",
    where: "r.beneficiary_id = $id",
  },
  ledger: {
    key: "e.position",
    isNumber: true,
    item: `json_object('transaction_id', e.transaction_id, 'program_id', e.program_id, 'type', t.type,
      'description', t.description, 'unit', e.unit, 'amount', e.amount, 'balance_after', e.balance_after, 'at_ms', t.at_ms)`,
    from: "entries e CROSS JOIN transactions t ON t.id = e.transaction_id",
    where: "e.owner_id = $id AND e.position IS NOT NULL",
  },
  operations: {
    key: "o.transaction_id",
    item: `json_object('operation_id', operation_id, 'kind', kind, 'program_id', program_id, 'unit', unit,
      'quantity', quantity, 'status', status, 'transaction_id', transaction_id, 'detail', json(detail), 'at_ms', at_ms)`,
    from: "operations o",
    where: "o.participant_id = $id",
  },
  emails: {
    key: "m.id",
    item: `json_object('id', id, 'template', template, 'status', status, 'reason', reason, 'provider_id', provider_id,
      'created_at_ms', created_at_ms, 'sent_at_ms', sent_at_ms)`,
    from: "emails m",
    where: "m.participant_id = $id",
  },
  audit: {
    key: "a.seq",
    isNumber: true,
    item: "json_object('seq', seq, 'action', action, 'at_ms', at_ms)",
    from: "audit_log a",
    where: "a.object_id = $id",
  },
} satisfies Record<string, Section>;

export type SectionName = keyof typeof sections;
// Safe because these are its keys, in the order they stand there.
export const sectionNames = Object.keys(sections) as SectionName[];

export async function loadExportedItems(
  db: Database,
  { id, normalizedEmail }: StoredParticipant,
  { section, after, limit }: { section: SectionName; after: string; limit: number },
): Promise<ExportedItem[]> {
  const { key, isNumber = false, item, from, where }: Section = sections[section];
  const values = { $id: id, $mailbox_hash: normalizedEmail === null ? "" : addressHash(normalizedEmail) };
  const place = isNumber ? sql`CAST(${after} AS INTEGER)` : sql`${after}`;
  const rows = await db.all<{ place: string | number; item: string }>(
    sql`SELECT ${sql.raw(key)} AS place, ${bind(item, values)} AS item FROM ${sql.raw(from)}
      WHERE ${bind(where, values)} AND ${sql.raw(key)} > ${place} ORDER BY ${sql.raw(key)} LIMIT ${limit}`,
  );
  // Safe because every item is written as an object.
  return rows.map((row) => ({ place: String(row.place), item: JSON.parse(row.item) as Record<string, unknown> }));
}

/** The text with parameters in the places of its names. */
function bind(text: string, values: Record<string, string>): SQL {
  const parts = text.split(/(\$id|\$mailbox_hash)\b/);
  return sql.join(parts.map((part) => (values[part] === undefined ? sql.raw(part) : sql`${values[part]}`)));
}

function referralFields(): string {
  const times = ["signed_up", "activated", "converted", "rewarded", "retained", "churned"];
  return `'id', id, 'program_id', program_id, 'evidence', evidence, 'channel', channel, 'campaign', campaign,
    'stage', stage, ${times.map((time) => `'${time}_at_ms', ${time}_at_ms`).join(", ")},
    'assessments', (SELECT json_group_array(json_object('moment', moment, 'risk', risk, 'action', action, 'at_ms', at_ms))
      FROM assessments WHERE referral_id = f.id),
    'review', (SELECT json_object('status', status, 'decided_at_ms', decided_at_ms) FROM reviews WHERE referral_id = f.id)`;
}
