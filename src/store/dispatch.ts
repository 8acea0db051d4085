import { and, asc, eq, lte, sql } from "drizzle-orm";
import type { Dispatch, DispatchFacts, DueMessage } from "#domain/dispatch";
import type { MessageType } from "#domain/plan";
import type { ProgramDocument } from "#domain/program";
import { emails, outbox, webhookDeliveries, webhookEndpoints } from "#schema/messages";
import { programs, programVersions } from "#schema/programs";
import { rewards } from "#schema/rewards";
import { commitBatch } from "#store/batch";
import type { Database } from "#store/database";
import { writeOpening } from "#store/fulfilment-commit";
import { asReward } from "#store/reward-facts";

/** Messages to be handed on, what has been due for longest first. */
export async function listDueMessages(db: Database, { nowMs, limit }: { nowMs: number; limit: number }) {
  return db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(sql`status = 'due'`, lte(outbox.dueAtMs, nowMs)))
    .orderBy(asc(outbox.dueAtMs), asc(outbox.id))
    .limit(limit);
}

/** A message with all that handing it on depends on, in one round trip; null when it is handed on already. */
export async function loadDispatchFacts(
  db: Database,
  id: string,
): Promise<{ message: DueMessage; facts: DispatchFacts } | null> {
  const named = (field: string) => sql`(SELECT payload ->> ${`$.${field}`} FROM outbox WHERE id = ${id})`;
  const programId = named("program_id");
  const rewardId = named("reward_id");
  const [[message], endpoints, [program], versions, [reward]] = await db.batch([
    db.select().from(outbox).where(eq(outbox.id, id)),
    db
      .select({ id: webhookEndpoints.id, types: webhookEndpoints.types })
      .from(webhookEndpoints)
      .where(sql`status = 'enabled' AND mode = (SELECT mode FROM outbox WHERE id = ${id})`),
    db.select().from(programs).where(eq(programs.id, programId)),
    db.select().from(programVersions)
      .where(sql`program_versions.program_id = ${programId} AND program_versions.version IN (
      SELECT current_version FROM programs WHERE id = ${programId}
      UNION SELECT version FROM rewards WHERE id = ${rewardId})`),
    db.select().from(rewards).where(eq(rewards.id, rewardId)),
  ]);
  if (message === undefined || message.status !== "due") return null;
  const documentOf = (version: number | null | undefined): ProgramDocument | null => {
    const found = versions.find((row) => row.version === version);
    // Safe because versions are copies of drafts, which are written from parsed documents only.
    return found === undefined ? null : (found.document as ProgramDocument);
  };
  return {
    // Safe because messages are written from plans only.
    message: { ...message, type: message.type as MessageType },
    facts: {
      endpoints,
      program:
        program === undefined
          ? null
          : {
              id: program.id,
              key: program.key,
              current: documentOf(program.currentVersion),
              promised: documentOf(reward?.version),
            },
      reward: reward === undefined ? null : asReward(reward),
    },
  };
}

/** Every row, or none. Each has a key that the message gives it, so that handing on twice changes nothing. */
export async function commitDispatch(
  db: Database,
  { id, mode, payload }: DueMessage,
  { dispatch, nowMs }: { dispatch: Dispatch; nowMs: number },
): Promise<void> {
  const { deliveries, emails: planned, fulfilment } = dispatch;
  const programId = String(payload["program_id"]);
  await commitBatch(db, [
    db
      .update(outbox)
      .set({ status: "sent" })
      .where(and(eq(outbox.id, id), eq(outbox.status, "due"))),
    ...deliveries.map(({ endpointId }) =>
      db
        .insert(webhookDeliveries)
        .values({ endpointId, messageId: id, status: "due", dueAtMs: nowMs, createdAtMs: nowMs })
        .onConflictDoNothing(),
    ),
    ...planned.map((email) =>
      db
        .insert(emails)
        .values({ ...email, mode, messageId: id, dueAtMs: nowMs, createdAtMs: nowMs })
        .onConflictDoNothing(),
    ),
    ...(fulfilment === null ? [] : [writeOpening(db, fulfilment, { mode, programId, nowMs })]),
  ]);
}

/** How often it could not be handed on before; null when it is handed on by now. */
export async function findFailedAttempts(db: Database, id: string): Promise<number | null> {
  const isDue = and(eq(outbox.id, id), eq(outbox.status, "due"));
  return (await db.select({ attempts: outbox.attempts }).from(outbox).where(isDue).get())?.attempts ?? null;
}

/** `attempts`: how many have failed, this one included. Of two that failed at once one is counted. */
export async function countFailedDispatch(
  db: Database,
  id: string,
  { attempts, nextAtMs }: { attempts: number; nextAtMs: number },
): Promise<void> {
  await db
    .update(outbox)
    .set({ attempts, dueAtMs: nextAtMs })
    .where(and(eq(outbox.id, id), eq(outbox.status, "due"), eq(outbox.attempts, attempts - 1)));
}
