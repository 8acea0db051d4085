import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { FulfilmentCall, FulfilmentFacts } from "#domain/fulfilment";
import type { ProgramDocument } from "#domain/program";
import { programVersions } from "#schema/programs";
import { fulfilmentCalls, fulfilments, providerCustomers } from "#schema/providers";
import type { Database } from "#store/database";
import { asRewardFacts, selectRewardFacts } from "#store/reward-facts";

/** A call is tried forty times in a row; by hand, or while a key is wrong, it is tried without an end. */
export const mostCallsRead = 100;

export type StoredFulfilmentFacts = Omit<FulfilmentFacts, "isConfigured"> & { newestPosition: number };

/**
 * A fulfilment with its reward, account and customer, in one round trip. No joins: see CONTRIBUTING.md. Throws where a
 * fulfilment has no reward, so that it is told instead of staying the longest due for ever.
 */
export async function loadFulfilmentFacts(db: Database, rewardId: string): Promise<StoredFulfilmentFacts | null> {
  const [[fulfilment], first, newest, [customer], [promised], ...rows] = await db.batch([
    db.select().from(fulfilments).where(eq(fulfilments.rewardId, rewardId)),
    selectAttempts(db, rewardId, asc(fulfilmentCalls.position)).limit(1),
    selectAttempts(db, rewardId, desc(fulfilmentCalls.position)).limit(mostCallsRead),
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
    ...selectRewardFacts(db, rewardId),
  ]);
  if (fulfilment === undefined) return null;
  const facts = asRewardFacts(rows);
  if (facts === null) throw new Error("a fulfilment without its reward, program or beneficiary");
  const { reward, program, document, beneficiary, balance, others, newestPosition } = facts;
  return {
    ...{ reward, program, beneficiary, balance, others, newestPosition },
    fulfilment,
    // Safe because versions are copies of drafts, which are written from parsed documents only.
    documents: { current: document, promised: (promised?.document ?? null) as ProgramDocument | null },
    // What is taken back comes from where it went, and a call is repeated where it was made.
    customerId: fulfilment.customerId ?? customer?.customerId ?? null,
    // Since the first one its key is known.
    attempts: joinAttempts(first, newest),
  };
}

/** Attempts at the newest call, each under its key. */
function selectAttempts(db: Database, rewardId: string, order: SQL) {
  const newestKey = sql`(SELECT idempotency_key FROM fulfilment_calls WHERE reward_id = ${rewardId}
    ORDER BY position DESC LIMIT 1)`;
  return db
    .select()
    .from(fulfilmentCalls)
    .where(and(eq(fulfilmentCalls.rewardId, rewardId), eq(fulfilmentCalls.idempotencyKey, newestKey)))
    .orderBy(order);
}

/**
 * In their order. Those between the first one and the newest add nothing: under one key, or after a look for it, each
 * refusal that came later says that none before it was carried out.
 */
function joinAttempts(first: readonly CallRow[], newest: readonly CallRow[]): FulfilmentCall[] {
  const since = newest.at(-1)?.position ?? 0;
  return [...first.filter(({ position }) => position < since), ...newest.toReversed()].map(asCall);
}

type CallRow = typeof fulfilmentCalls.$inferSelect;

/** Safe because rows are written from needs only. */
export function asCall(row: CallRow): FulfilmentCall {
  return row as FulfilmentCall;
}
