import { and, asc, desc, eq, lt, lte, sql } from "drizzle-orm";
import type { FulfilmentCall, FulfilmentStatus, RewardFulfilment } from "#domain/fulfilment";
import type { Mode } from "#domain/mode";
import { programs } from "#schema/programs";
import { fulfilmentCalls, fulfilments } from "#schema/providers";
import { rewards } from "#schema/rewards";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Database } from "#store/database";
import { asCall, mostCallsRead } from "#store/fulfilment-facts";
import { aboveAllIds, isAsked, isTestRow, matches, searchedBy } from "#store/listing";

export type StoredFulfilment = { fulfilment: RewardFulfilment; program: string };

const columns = { fulfilment: fulfilments, program: programs.key };

export async function findFulfilment(db: Database, mode: Mode, rewardId: string): Promise<StoredFulfilment | null> {
  const row = await db
    .select(columns)
    .from(fulfilments)
    .innerJoin(programs, eq(programs.id, fulfilments.programId))
    .where(and(eq(fulfilments.rewardId, rewardId), eq(fulfilments.mode, mode)))
    .get();
  return row ?? null;
}

/** Without anything that it depends on. */
export async function findFulfilmentRow(db: Database, rewardId: string): Promise<RewardFulfilment | null> {
  return (await db.select().from(fulfilments).where(eq(fulfilments.rewardId, rewardId)).get()) ?? null;
}

/** The newest of them, the oldest first. */
export async function listFulfilmentCalls(db: Database, rewardId: string): Promise<FulfilmentCall[]> {
  const rows = await db
    .select()
    .from(fulfilmentCalls)
    .where(eq(fulfilmentCalls.rewardId, rewardId))
    .orderBy(desc(fulfilmentCalls.position))
    .limit(mostCallsRead);
  return rows.toReversed().map(asCall);
}

export type FulfilmentFilter = {
  mode: Mode;
  status: FulfilmentStatus | undefined;
  programId: string | undefined;
  participantId: string | undefined;
  before: string | undefined;
  limit: number;
};

/**
 * What needs somebody's eye has an index of its own. Everything else is found by the rewards of a person or program,
 * which have its order already: a fulfilment goes by its reward's id.
 */
export async function listFulfilments(db: Database, filter: FulfilmentFilter): Promise<StoredFulfilment[]> {
  const { mode, status, programId, participantId, before = aboveAllIds, limit } = filter;
  const isOfSomebody = isAsked(rewards.beneficiaryId, participantId) ?? isAsked(rewards.programId, programId);
  const isOpen = status === "waiting" || status === "dead";
  const checked = and(
    matches(fulfilments.participantId, participantId),
    matches(fulfilments.programId, programId),
    matches(fulfilments.mode, mode),
    matches(fulfilments.status, status),
    eq(programs.id, fulfilments.programId),
  );
  if (isOfSomebody !== undefined && !isOpen) {
    return db
      .select(columns)
      .from(rewards)
      .crossJoin(fulfilments)
      .crossJoin(programs)
      .where(and(isOfSomebody, lt(rewards.id, before), eq(fulfilments.rewardId, rewards.id), checked))
      .orderBy(desc(rewards.id))
      .limit(limit + 1);
  }
  return db
    .select(columns)
    .from(fulfilments)
    .crossJoin(programs)
    .where(
      and(
        searchedBy(isOpen ? isUnsettled(mode, status) : undefined, isTestRow(fulfilments.mode, mode)),
        lt(fulfilments.rewardId, before),
        checked,
      ),
    )
    .orderBy(desc(fulfilments.rewardId))
    .limit(limit + 1);
}

/** By the partial index, which only literals can be proven to want. */
function isUnsettled(mode: Mode, status: "waiting" | "dead") {
  const literal = status === "waiting" ? sql`${fulfilments.status} = 'waiting'` : sql`${fulfilments.status} = 'dead'`;
  return and(eq(fulfilments.mode, mode), literal);
}

/** What is to be handed over, the longest due first. */
export async function listDueFulfilments(
  db: Database,
  { nowMs, limit }: { nowMs: number; limit: number },
): Promise<string[]> {
  const rows = await db
    .select({ rewardId: fulfilments.rewardId })
    .from(fulfilments)
    .where(and(sql`status = 'due'`, lte(fulfilments.dueAtMs, nowMs)))
    .orderBy(asc(fulfilments.dueAtMs), asc(fulfilments.rewardId))
    .limit(limit);
  return rows.map(({ rewardId }) => rewardId);
}

/** By hand: it begins anew. */
export async function commitRetry(
  db: Database,
  { rewardId, nowMs }: { rewardId: string; nowMs: number },
  audit: NewAuditRow,
): Promise<void> {
  await commitBatch(db, [
    db
      .update(fulfilments)
      .set({
        status: "due",
        attempts: 0,
        dueAtMs: nowMs,
        reason: null,
        detail: null,
        // A customer whom every call was refused has nothing: another may be mapped by now. A call without an answer, or
        // one that failed on the way, may have given him something.
        customerId: sql`CASE WHEN given_quantity = 0 AND (SELECT min(coalesce(response_status, 0) IN (400, 402, 404))
          FROM fulfilment_calls WHERE reward_id = ${rewardId}) = 1 THEN NULL ELSE customer_id END`,
        updatedAtMs: nowMs,
      })
      .where(and(eq(fulfilments.rewardId, rewardId), sql`status IN ('waiting', 'dead')`)),
    insertAuditRow(db, audit),
  ]);
}
