import { env } from "cloudflare:workers";
import type { Mode } from "#domain/mode";

/** Rows of each table and mode: many live ones, and before them a few of the test mode. */
const numbers: Record<Mode, { from: number; to: number }> = {
  test: { from: 1001, to: 1030 },
  live: { from: 2001, to: 3500 },
};

/** Names the row of a mode: `crowdId("lnk", "live", 5)`. The first three of a mode have what is rare. */
export function crowdId(prefix: string, mode: Mode, number: number): string {
  return `${prefix}_${numbers[mode].from - 1 + number}`;
}

/** The first programs, kinds and states are rare and old; participant 1 has referred everybody and earned everything. */
export async function crowdTables(): Promise<void> {
  for (const mode of ["test", "live"] as const) {
    const { from, to } = numbers[mode];
    const values = JSON.stringify(Array.from({ length: to - from + 1 }, (_, index) => from + index));
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO programs (id, mode, key, status, draft, created_at_ms, updated_at_ms)
         SELECT 'prg_' || ?1 || value, ?1, 'key' || value, 'active', '{}', 0, 0 FROM json_each('["", "_rare"]')`,
      ).bind(mode),
      ...Object.entries(crowds).map(([into, select]) =>
        env.DB.prepare(
          `INSERT INTO ${into} SELECT ${select} FROM (SELECT value AS n, cast(?3 AS INTEGER) AS first, value < cast(?3 AS INTEGER) + 3 AS is_rare,
             'prg_' || ?1 || iif(value < cast(?3 AS INTEGER) + 3, '_rare', '') AS program FROM json_each(?2))`,
        ).bind(mode, values, from),
      ),
    ]);
  }
}

const crowds: Record<string, string> = {
  "participants (id, mode, kind, external_id, status, created_at_ms, updated_at_ms)":
    "'ptc_' || n, ?1, iif(is_rare, 'rare', 'supplier'), n, CASE WHEN is_rare THEN 'suspended' WHEN n < first + 6 THEN 'inactive' ELSE 'active' END, 0, 0",
  "links (id, mode, program_id, participant_id, code, is_default, channel, destination_url, status, expires_at_ms, created_at_ms, updated_at_ms)":
    "'lnk_' || n, ?1, program, 'ptc_' || n, 'CODE' || n, 1, 'link', '', 'active', 0, 0, 0",
  "codes (code, link_id, created_at_ms)": "'CODE' || n, 'lnk_' || n, 0",
  "click_counts (code, day, channel, shard, human, repeat, bot, preview, prefetch)":
    "'CODE' || n, 20000, 'link', '0-of-2', 1, 1, 1, 1, 1",
  "referrals (id, mode, program_id, referee_id, referrer_id, link_id, evidence, channel, model, version, stage, link_created_at_ms, signed_up_at_ms, created_at_ms)":
    "'ref_' || n, ?1, program, 'ptc_' || n, 'ptc_' || iif(n = first, first + 5, first), 'lnk_' || n, 'typed', 'link', 'first_touch', 1, 'rewarded', 0, 0, 0",
  "touches (referral_id, position, code, at_ms, channel, weight)": "'ref_' || n, 0, 'CODE', 0, 'link', 1000000",
  "rewards (id, mode, program_id, referral_id, rule_key, grant_index, subject, beneficiary_id, side, kind, unit, quantity, state, needs_review, position, version, earned_at_ms, release_at_ms, expires_at_ms, created_at_ms)":
    "'rwd_' || n, ?1, program, 'ref_' || n, 'rule', 0, n, 'ptc_' || first, 'referrer', 'credit', 'GBP', 1, CASE WHEN is_rare OR n % 3 = 0 THEN 'pending' ELSE 'available' END, is_rare, 1, 1, 0, n, n, 0",
  "fulfilments (reward_id, mode, program_id, participant_id, form, status, due_at_ms, created_at_ms, updated_at_ms)":
    "'rwd_' || n, ?1, program, 'ptc_' || first, 'balance', CASE WHEN is_rare THEN 'dead' WHEN n < first + 6 THEN 'waiting' WHEN n < first + 9 THEN 'due' ELSE 'done' END, n, 0, 0",
  "fulfilment_calls (reward_id, position, action, quantity, idempotency_key, at_ms, duration_ms)":
    "'rwd_' || n, 1, 'credit', 1, 'rwd_' || n, 0, 0",
  "qualifications (referral_id, criterion, status, due_at_ms)": "'ref_' || n, '', 'waiting', n",
  "reward_transitions (reward_id, position, to_state, reason, actor, at_ms)": "'rwd_' || n, 1, 'available', '', '', 0",
  "events (mode, event_id, type, content_hash, referee_id, payment_ref, occurred_at_ms, received_at_ms, verified, payload, status, actor)":
    "?1, n, 'payment', '', 'ptc_' || n, 'pay_' || n, 0, 0, 0, '{}', CASE WHEN is_rare THEN 'parked' WHEN n < first + 6 THEN 'pending' WHEN n < first + 9 THEN 'refused' ELSE 'applied' END, ''",
  "audit_log (mode, at_ms, actor, action, object_id, request_id)": "?1, 0, '', '', 'ptc_' || n, ''",
  "transactions (id, program_id, type, reward_id, description, metadata, at_ms)":
    "'txn_' || n, program, 'withdrawal', 'rwd_' || n, '', json_object('operation', 'withdrawal', 'operation_id', '' || n), 0",
  "operations (mode, kind, operation_id, content_hash, program_id, participant_id, unit, quantity, status, transaction_id, detail, at_ms)":
    "?1, iif(n % 2, 'withdrawal', 'invoice'), n, '', program, 'ptc_' || first, 'GBP', 1, 'done', 'txn_' || n, '{}', n / 10",
  "entries (transaction_id, side, owner_id, program_id, unit, amount)":
    "'txn_' || n, -1, 'house:rewards', program, 'GBP', -1",
  "entries (transaction_id, side, owner_id, program_id, unit, amount, balance_after, position)":
    "'txn_' || n, 1, 'ptc_' || first, program, 'GBP', 1, n, n",
  "accounts (owner_id, program_id, unit, balance)": "'ptc_' || n, program, 'GBP', 1",
  "provider_deliveries (id, mode, provider, delivery_id, type, body, received_at_ms, status, due_at_ms)":
    "'pdl_' || n, ?1, 'stripe', n, '', '', 0, CASE WHEN is_rare THEN 'unmapped' WHEN n < first + 6 THEN 'refused' WHEN n < first + 9 THEN 'pending' ELSE 'applied' END, n",
  "provider_customers (mode, provider, customer_id, participant_id, place, created_at_ms)":
    "?1, 'stripe', 'cus_' || n, 'ptc_' || iif(n % 2, first, n), n, 0",
  "emails (id, mode, message_id, template, participant_id, status, due_at_ms, created_at_ms)":
    "'eml_' || n, ?1, 'msg_' || n, 'welcome', 'ptc_' || iif(n % 2, first, n), CASE WHEN is_rare THEN 'dead' WHEN n < first + 6 THEN 'kept' WHEN n < first + 9 THEN 'due' ELSE 'sent' END, n, 0",
  "email_suppressions (mode, address_hash, reason, created_at_ms)": "?1, 'a' || n, 'by_hand', 0",
  "assessments (referral_id, id, moment, version, score, risk, action, signals, rules, at_ms)":
    "'ref_' || n, 'asm_' || n, 'decision', 1, n, 'low', 'review', '[]', '[]', 0",
  "reviews (id, mode, program_id, referral_id, status, score, created_at_ms, decided_at_ms)":
    "'rvw_' || n, ?1, program, 'ref_' || n, CASE WHEN n < first + 9 THEN 'open' WHEN n < first + 12 THEN 'rejected' ELSE 'approved' END, n % 5, 0, 1",
  "fraud_list_entries (id, mode, program_id, effect, kind, value, created_by, created_at_ms)":
    "'fle_' || n, ?1, '', 'block', 'domain', n || '.example', '', 0",
  "idempotency_keys (api_key_id, key_hash, request_hash, created_at_ms)": "'key_1', n, '', n * 86400000",
  "edge_changes (scope, at_ms)": "'lnk_' || n, n * 86400000",
};
