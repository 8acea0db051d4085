import { and, eq, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { FulfilmentCall, FulfilmentFacts, FulfilmentOpening, RewardFulfilment } from "#domain/fulfilment";
import type { FaultPlan, FulfilmentPlan } from "#domain/fulfilment-plan";
import type { Mode } from "#domain/mode";
import { factGuards } from "#schema/events";
import { fulfilmentCalls, fulfilments } from "#schema/providers";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import type { StoredFulfilmentFacts } from "#store/fulfilment-facts";
import { insertMessages } from "#store/outbox";
import { writePosting, writeRewardPlan } from "#store/reward-commit";
import type { WrittenAt } from "#store/reward-commit";
import { guardWallet } from "#store/wallet-position";

/** In the batch that hands the message on. What is due already keeps its time: a call may be under way. */
export function writeOpening(
  db: Database,
  opening: FulfilmentOpening,
  { mode, programId, nowMs }: { mode: Mode; programId: string; nowMs: number },
): Statement {
  const { rewardId } = opening;
  const again = {
    dueAtMs: sql`CASE WHEN ${fulfilments.status} = 'due' THEN ${fulfilments.dueAtMs} ELSE ${nowMs} END`,
    status: "due" as const,
    updatedAtMs: nowMs,
  };
  if (!opening.isNew) return db.update(fulfilments).set(again).where(eq(fulfilments.rewardId, rewardId));
  const { participantId, form } = opening;
  const times = { dueAtMs: nowMs, createdAtMs: nowMs, updatedAtMs: nowMs };
  return db
    .insert(fulfilments)
    .values({ rewardId, mode, programId, participantId, form, status: "due", ...times })
    .onConflictDoUpdate({ target: fulfilments.rewardId, set: again });
}

/**
 * Takes the turn until then and writes the call down before it is made: a crash leaves it without an outcome. Fails as
 * `facts_stale` when somebody has the turn, or anything moved that the call was decided on.
 */
export async function commitClaim(
  db: Database,
  { fulfilment, reward, customerId, newestPosition }: StoredFulfilmentFacts,
  { call, untilMs }: { call: FulfilmentCall; untilMs: number },
): Promise<void> {
  const { rewardId } = call;
  await commitBatch(db, [
    guardFulfilment(db, { fulfilment, reward }),
    guardWallet(db, reward.beneficiaryId, newestPosition),
    db.insert(fulfilmentCalls).values(call),
    db
      .update(fulfilments)
      .set({ calls: call.position, customerId, dueAtMs: untilMs })
      .where(eq(fulfilments.rewardId, rewardId)),
  ]);
}

export type CallOutcome = Pick<FulfilmentCall, "position" | "externalId" | "responseStatus" | "error" | "durationMs">;

/** What became of it: every row, or none. Fails as `facts_stale` or `transition_exists` on a lost race. */
export async function commitFulfilment(
  db: Database,
  facts: FulfilmentFacts,
  {
    plan: { set, rewards, postings },
    outcome,
    audit,
    ...at
  }: WrittenAt & { plan: FulfilmentPlan; outcome: CallOutcome | null; audit: NewAuditRow | null },
): Promise<void> {
  const { rewardId, participantId } = facts.fulfilment;
  const isMapped = sql`EXISTS (SELECT 1 FROM provider_customers
    WHERE participant_id = ${participantId} AND provider = 'stripe')`;
  // The customer may have become known meanwhile, and nobody would tell a second time.
  const status = set.reason === "no_customer" ? sql`CASE WHEN ${isMapped} THEN 'due' ELSE 'waiting' END` : set.status;
  await commitBatch(db, [
    guardFulfilment(db, facts),
    ...(outcome === null ? [] : [writeOutcome(db, rewardId, outcome)]),
    db
      .update(fulfilments)
      .set({ ...set, status, updatedAtMs: at.nowMs })
      .where(eq(fulfilments.rewardId, rewardId)),
    ...writeRewardPlan(db, rewards, at),
    ...postings.flatMap((posting) => writePosting(db, posting)),
    // What comes back may be what others of the same account wait for.
    ...(postings.length === 0 ? [] : [wakeOwed(db, participantId, at.nowMs)]),
    ...(audit === null ? [] : [insertAuditRow(db, audit)]),
  ]);
}

/** Where it stands after a fault of ours, and what that tells. Fails as `facts_stale` when it was moved meanwhile. */
export async function commitFault(
  db: Database,
  { fulfilment, plan: { set, messages } }: { fulfilment: RewardFulfilment; plan: FaultPlan },
  nowMs: number,
): Promise<void> {
  await commitBatch(db, [
    db.insert(factGuards).select(sql`SELECT 1 WHERE ${hasMoved(fulfilment)}`),
    db
      .update(fulfilments)
      .set({ ...set, updatedAtMs: nowMs })
      .where(eq(fulfilments.rewardId, fulfilment.rewardId)),
    ...insertMessages(db, messages, nowMs),
  ]);
}

/** For an answer to a call that another attempt has settled already. */
export async function commitOutcome(db: Database, rewardId: string, outcome: CallOutcome): Promise<void> {
  await commitBatch(db, [writeOutcome(db, rewardId, outcome)]);
}

function writeOutcome(db: Database, rewardId: string, { position, ...outcome }: CallOutcome): Statement {
  const isIt = and(eq(fulfilmentCalls.rewardId, rewardId), eq(fulfilmentCalls.position, position));
  return db.update(fulfilmentCalls).set(outcome).where(isIt);
}

/** Refuses what was decided on another standing of the fulfilment or of its reward. */
function guardFulfilment(db: Database, { fulfilment, reward }: Pick<FulfilmentFacts, "fulfilment" | "reward">) {
  return db.insert(factGuards).select(sql`SELECT 1 WHERE ${hasMoved(fulfilment)}
    OR (SELECT position FROM rewards WHERE id = ${reward.id}) IS NOT ${reward.position}`);
}

function hasMoved({ rewardId, status, dueAtMs, calls, givenQuantity }: RewardFulfilment): SQL {
  return sql`(SELECT (status, due_at_ms, calls, given_quantity) = (${status}, ${dueAtMs}, ${calls}, ${givenQuantity})
    FROM fulfilments WHERE reward_id = ${rewardId}) IS NOT 1`;
}

function wakeOwed(db: Database, participantId: string, nowMs: number): Statement {
  return db
    .update(fulfilments)
    .set({ status: "due", dueAtMs: nowMs, updatedAtMs: nowMs })
    .where(sql`participant_id = ${participantId} AND status = 'waiting' AND reason = 'balance_owed'`);
}
