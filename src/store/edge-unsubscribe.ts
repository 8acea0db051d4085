import type { Unsubscriber } from "#domain/unsubscribe";
import { addressHash, addressObject } from "#store/address-hash";

/** Plain D1, for the edge. Idempotent: only the first time leaves a row, and one in the audit log. */
export async function unsubscribe(
  d1: D1Database,
  { mode, participantId }: Unsubscriber,
  { atMs, requestId }: { atMs: number; requestId: string },
): Promise<void> {
  const row = await d1
    .prepare("SELECT email FROM participants WHERE id = ?1 AND mode = ?2")
    .bind(participantId, mode)
    .first<{ email: string | null }>();
  // Nobody writes to a person without an address, nor to one who is not there.
  if (row === null || row.email === null) return;
  const hash = addressHash(row.email);
  await d1.batch([
    d1
      .prepare(
        `INSERT INTO audit_log (mode, at_ms, actor, action, object_id, request_id, detail)
         SELECT ?1, ?3, 'public', 'email.suppressed', ?4, ?5, '{"reason":"unsubscribed"}'
         WHERE NOT EXISTS (SELECT 1 FROM email_suppressions WHERE mode = ?1 AND address_hash = ?2)`,
      )
      .bind(mode, hash, atMs, addressObject(hash), requestId),
    d1
      .prepare(
        `INSERT OR IGNORE INTO email_suppressions (mode, address_hash, reason, created_at_ms)
         VALUES (?1, ?2, 'unsubscribed', ?3)`,
      )
      .bind(mode, hash, atMs),
  ]);
}
