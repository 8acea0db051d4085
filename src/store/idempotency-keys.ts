import { and, eq, isNull, lte, sql } from "drizzle-orm";
import { dayMs } from "#domain/day";
import { idempotencyKeys } from "#schema/access";
import type { Database } from "#store/database";
import { deleteInSteps, rowsPerStep } from "#store/delete-in-steps";

export type IdempotencyClaim = { apiKeyId: string; keyHash: string; requestHash: string };
export type StoredAnswer = typeof idempotencyKeys.$inferSelect;

/** How long a completed answer is replayed. */
const replayedForMs = dayMs;
/** A request that has not answered by then has died; its key may be taken over. */
const inFlightForMs = 60_000;

/** Null when the claim is ours; else what another request with this key has left there. */
export async function claimIdempotencyKey(
  db: Database,
  claim: IdempotencyClaim,
  nowMs: number,
): Promise<StoredAnswer | null> {
  const fresh = { requestHash: claim.requestHash, status: null, body: null, createdAtMs: nowMs };
  const claimed = await db
    .insert(idempotencyKeys)
    .values({ ...claim, ...fresh })
    .onConflictDoUpdate({
      target: [idempotencyKeys.apiKeyId, idempotencyKeys.keyHash],
      set: fresh,
      setWhere: sql`${lte(idempotencyKeys.createdAtMs, nowMs - replayedForMs)}
        OR (${isNull(idempotencyKeys.status)} AND ${lte(idempotencyKeys.createdAtMs, nowMs - inFlightForMs)})`,
    })
    .returning({ keyHash: idempotencyKeys.keyHash });
  if (claimed.length > 0) return null;
  const stored = await db.select().from(idempotencyKeys).where(ownRow(claim)).get();
  return stored ?? claimIdempotencyKey(db, claim, nowMs);
}

export async function storeAnswer(
  db: Database,
  claim: IdempotencyClaim,
  answer: { status: number; body: string },
): Promise<void> {
  await db.update(idempotencyKeys).set(answer).where(ownRow(claim));
}

/** Lets the caller try again: nothing was done. */
export async function releaseIdempotencyKey(db: Database, claim: IdempotencyClaim): Promise<void> {
  await db.delete(idempotencyKeys).where(ownRow(claim));
}

/** Answers how many are gone. */
export async function deleteOldAnswers(db: Database, nowMs: number): Promise<number> {
  return deleteInSteps(() =>
    db.run(sql`DELETE FROM idempotency_keys WHERE (api_key_id, key_hash) IN (
      SELECT api_key_id, key_hash FROM idempotency_keys WHERE created_at_ms <= ${nowMs - replayedForMs}
      ORDER BY created_at_ms LIMIT ${rowsPerStep})`),
  );
}

function ownRow({ apiKeyId, keyHash }: IdempotencyClaim) {
  return and(eq(idempotencyKeys.apiKeyId, apiKeyId), eq(idempotencyKeys.keyHash, keyHash));
}
