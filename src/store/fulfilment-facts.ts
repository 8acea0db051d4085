import { and, asc, eq, sql } from "drizzle-orm";
import type { FulfilmentCall, FulfilmentFacts, RewardFulfilment } from "#domain/fulfilment";
import type { ProgramDocument } from "#domain/program";
import { programVersions } from "#schema/programs";
import { fulfilmentCalls, fulfilments, providerCustomers } from "#schema/providers";
import type { Database } from "#store/database";
import { loadRewardFacts } from "#store/reward-facts";

export type StoredFulfilmentFacts = Omit<FulfilmentFacts, "isConfigured"> & { newestPosition: number };

/**
 * A fulfilment with its reward, account and customer, in two round trips: whatever moves between them makes a commit
 * fail that was decided on both. No joins: see CONTRIBUTING.md.
 */
export async function loadFulfilmentFacts(db: Database, rewardId: string): Promise<StoredFulfilmentFacts | null> {
  const newestKey = sql`(SELECT idempotency_key FROM fulfilment_calls WHERE reward_id = ${rewardId}
    ORDER BY position DESC LIMIT 1)`;
  const [[fulfilment], calls, [customer], [promised]] = await db.batch([
    db.select().from(fulfilments).where(eq(fulfilments.rewardId, rewardId)),
    db
      .select()
      .from(fulfilmentCalls)
      .where(and(eq(fulfilmentCalls.rewardId, rewardId), eq(fulfilmentCalls.idempotencyKey, newestKey)))
      .orderBy(asc(fulfilmentCalls.position)),
    db
      .select({ customerId: providerCustomers.customerId })
      .from(providerCustomers)
      .where(
        and(
          eq(
            providerCustomers.participantId,
            sql`(SELECT participant_id FROM fulfilments WHERE reward_id = ${rewardId})`,
          ),
          eq(providerCustomers.provider, "stripe"),
        ),
      )
      .orderBy(asc(providerCustomers.place), asc(providerCustomers.customerId))
      .limit(1),
    db
      .select({ document: programVersions.document })
      .from(programVersions)
      .where(
        sql`(program_versions.program_id, program_versions.version) = (SELECT program_id, version FROM rewards WHERE id = ${rewardId})`,
      ),
  ]);
  if (fulfilment === undefined) return null;
  const facts = await loadRewardFacts(db, rewardId);
  if (facts === null) return null;
  const { reward, program, document, beneficiary, balance, others, newestPosition } = facts;
  return {
    ...{ reward, program, beneficiary, balance, others, newestPosition },
    fulfilment: asFulfilment(fulfilment),
    // Safe because versions are copies of drafts, which are written from parsed documents only.
    documents: { current: document, promised: (promised?.document ?? null) as ProgramDocument | null },
    // What is taken back comes from where it went, and a call is repeated where it was made.
    customerId: fulfilment.customerId ?? customer?.customerId ?? null,
    attempts: calls.map(asCall),
  };
}

export function asFulfilment(row: typeof fulfilments.$inferSelect): RewardFulfilment {
  return row;
}

/** Safe because rows are written from needs only. */
export function asCall(row: typeof fulfilmentCalls.$inferSelect): FulfilmentCall {
  return row as FulfilmentCall;
}
