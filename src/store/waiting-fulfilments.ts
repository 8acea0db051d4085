import { and, eq, gt, sql } from "drizzle-orm";
import type { Mode } from "#domain/mode";
import { fulfilments } from "#schema/providers";
import type { Database } from "#store/database";

/** How far the waiting ones of a mode were looked at. */
export type WaitingPlace = { mode: Mode; after: string };
export type WokenPage = { woken: number; next: WaitingPlace | null };

/**
 * Of one page of what waits, whatever waits for something that has come meanwhile, whether anybody said so or not: an API
 * key of its mode, a customer, the end of a suspension, or a balance above zero. A key that was refused is tried again:
 * only Stripe knows whether it is right by now.
 */
export async function wakeFulfilments(
  db: Database,
  { mode, after }: WaitingPlace,
  { nowMs, isConfigured, limit }: { nowMs: number; isConfigured: boolean; limit: number },
): Promise<WokenPage> {
  const page = db
    .select({ rewardId: fulfilments.rewardId })
    .from(fulfilments)
    // The literal lets the index of what needs somebody's eye be used.
    .where(and(eq(fulfilments.mode, mode), sql`status = 'waiting'`, gt(fulfilments.rewardId, after)))
    .orderBy(fulfilments.rewardId)
    .limit(limit);
  const [rows, { meta }] = await db.batch([
    page,
    db
      .update(fulfilments)
      .set({ status: "due", dueAtMs: nowMs, updatedAtMs: nowMs })
      .where(
        sql`reward_id IN ${page} AND CASE reason
          WHEN 'not_configured' THEN ${isConfigured ? 1 : 0}
          WHEN 'not_authorized' THEN ${isConfigured ? 1 : 0}
          WHEN 'no_customer' THEN EXISTS (SELECT 1 FROM provider_customers c
            WHERE c.participant_id = fulfilments.participant_id AND c.provider = 'stripe')
          WHEN 'participant_suspended' THEN EXISTS (SELECT 1 FROM participants p
            WHERE p.id = fulfilments.participant_id AND p.status <> 'suspended')
          WHEN 'balance_owed' THEN EXISTS (SELECT 1 FROM rewards r CROSS JOIN accounts a
            WHERE r.id = fulfilments.reward_id AND a.balance > 0
              AND (a.owner_id, a.program_id, a.unit) = (r.beneficiary_id, r.program_id, r.unit))
          ELSE 0 END`,
      ),
  ]);
  const last = rows.length < limit ? undefined : rows.at(-1);
  return { woken: meta.changes, next: last === undefined ? null : { mode, after: last.rewardId } };
}
