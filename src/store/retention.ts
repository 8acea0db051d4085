import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { dayMs } from "#domain/day";
import { idAt } from "#domain/id";
import { keptDays } from "#domain/retention";
import type { Database } from "#store/database";
import { deleteInSteps, rowsPerStep } from "#store/delete-in-steps";

/** One run deletes so many rows of a table at most: 20,000. */
const stepsPerRun = 20;
export const rowsPerRun = stepsPerRun * rowsPerStep;

/**
 * Ids sort by time, so what is old stands at the beginning of a key and is found without reading the rest. Each answers
 * how many rows are gone.
 */

/** Runs of jobs. */
export async function deleteOldRuns(db: Database, nowMs: number): Promise<number> {
  const before = idAt("run", nowMs - keptDays.job_runs * dayMs);
  return inSteps(
    db,
    sql`DELETE FROM job_runs WHERE (job, id) IN (
      SELECT r.job, r.id FROM jobs j CROSS JOIN job_runs r ON r.job = j.name AND r.id < ${before} LIMIT ${rowsPerStep})`,
  );
}

/**
 * Messages that were handed on: as long as the emails that they led to. Some are sorted long before they were
 * written, where the window of a budget began. What may still be sent again, or is to be handed over yet, needs its
 * message for longer.
 */
export async function deleteOldMessages(db: Database, nowMs: number): Promise<number> {
  const beforeMs = nowMs - keptDays.outbox * dayMs;
  return inSteps(
    db,
    sql`DELETE FROM outbox WHERE id IN (
      ${endpointsOf("webhook_deliveries")} SELECT o.id FROM outbox o WHERE o.id < ${idAt("msg", beforeMs)} AND +o.status = 'sent'
        AND o.created_at_ms < ${beforeMs}
        AND NOT EXISTS (SELECT 1 FROM endpoints e CROSS JOIN webhook_deliveries d
          ON d.endpoint_id = e.id AND d.message_id = o.id WHERE +d.status <> 'done')
        AND NOT EXISTS (SELECT 1 FROM fulfilments f WHERE f.reward_id = o.payload ->> '$.reward_id' AND +f.status <> 'done')
      ORDER BY o.id LIMIT ${rowsPerStep})`,
  );
}

/** Deliveries that arrived, so long after their message. What failed for good stays to be sent again. */
export async function deleteOldDeliveries(db: Database, nowMs: number): Promise<number> {
  const before = idAt("msg", nowMs - keptDays.webhook_deliveries * dayMs);
  return inSteps(
    db,
    sql`DELETE FROM webhook_deliveries WHERE (endpoint_id, message_id) IN (
      ${endpointsOf("webhook_deliveries")} SELECT d.endpoint_id, d.message_id FROM endpoints e
      CROSS JOIN webhook_deliveries d ON d.endpoint_id = e.id AND d.message_id < ${before}
      WHERE +d.status = 'done' LIMIT ${rowsPerStep})`,
  );
}

/** Attempts; those at a message that was sent again later by their own time. */
export async function deleteOldAttempts(db: Database, nowMs: number): Promise<number> {
  const beforeMs = nowMs - keptDays.webhook_attempts * dayMs;
  return inSteps(
    db,
    sql`DELETE FROM webhook_attempts WHERE (endpoint_id, message_id, attempt) IN (
      ${endpointsOf("webhook_attempts")} SELECT a.endpoint_id, a.message_id, a.attempt FROM endpoints e
      CROSS JOIN webhook_attempts a ON a.endpoint_id = e.id AND a.message_id < ${idAt("msg", beforeMs)}
      WHERE a.at_ms < ${beforeMs} LIMIT ${rowsPerStep})`,
  );
}

/** Emails, from the beginning of the key: a step looks at so many of the oldest. */
export async function deleteOldEmails(db: Database, nowMs: number): Promise<number> {
  return inSteps(
    db,
    sql`DELETE FROM emails WHERE id IN (
      SELECT id FROM (SELECT id, created_at_ms FROM emails ORDER BY id LIMIT ${rowsPerStep})
      WHERE created_at_ms < ${nowMs - keptDays.emails * dayMs})`,
  );
}

/**
 * Empties the bodies of providers' deliveries that were settled; the rows stay, so that none is taken in
 * twice. Goes round all old rows, since what failed may be settled later; `isCut`: it has done what one run may, and is not
 * round yet.
 */
export async function stripOldBodies(
  db: Database,
  { nowMs, after }: { nowMs: number; after: string },
): Promise<{ stripped: number; next: string; isCut: boolean }> {
  const before = idAt("pdl", nowMs - keptDays.provider_bodies * dayMs);
  let [stripped, next] = [0, after];
  for (let steps = 0; steps < stepsPerRun; steps += 1) {
    const page = sql`SELECT id, status, body FROM provider_deliveries WHERE id > ${next} AND id < ${before} ORDER BY id LIMIT ${rowsPerStep}`;
    const end = await db.get<{ id: string | null; n: number }>(sql`SELECT max(id) AS id, count(*) AS n FROM (${page})`);
    const { meta } = await db.run(
      sql`UPDATE provider_deliveries SET body = '' WHERE id IN (
        SELECT id FROM (${page}) WHERE status IN ('applied', 'ignored') AND body <> '')`,
    );
    stripped += meta.changes;
    if (end.n < rowsPerStep || end.id === null) return { stripped, next: "", isCut: false };
    next = end.id;
  }
  return { stripped, next, isCut: true };
}

/**
 * Forgets the browser and the address of the journey that earned a referral. Referrals only grow old, so
 * it goes on from where it was the last time. `isCut`: as above.
 */
export async function forgetTraces(
  db: Database,
  { nowMs, after }: { nowMs: number; after: string },
): Promise<{ forgotten: number; next: string; isCut: boolean }> {
  const before = idAt("ref", nowMs - keptDays.referral_traces * dayMs);
  let [forgotten, next] = [0, after];
  for (let steps = 0; steps < stepsPerRun; steps += 1) {
    const page = sql`SELECT id, visitor_id, via, address_hash FROM referrals WHERE id > ${next} AND id < ${before} ORDER BY id LIMIT ${rowsPerStep}`;
    const end = await db.get<{ id: string | null; n: number }>(sql`SELECT max(id) AS id, count(*) AS n FROM (${page})`);
    const { meta } = await db.run(
      sql`UPDATE referrals SET visitor_id = NULL, via = NULL, address_hash = NULL WHERE id IN (
        SELECT id FROM (${page}) WHERE coalesce(visitor_id, via, address_hash) IS NOT NULL)`,
    );
    forgotten += meta.changes;
    next = end.id ?? next;
    if (end.n < rowsPerStep) return { forgotten, next, isCut: false };
  }
  return { forgotten, next, isCut: true };
}

/**
 * Assessments: by then no hold waits for them. One that a review was opened for stays, since an approval holds for what
 * it found, and the report compares it with the verdict. They stand in the order of their referrals.
 */
export async function deleteOldAssessments(db: Database, nowMs: number): Promise<number> {
  const beforeMs = nowMs - keptDays.assessments * dayMs;
  return inSteps(
    db,
    sql`DELETE FROM assessments WHERE (referral_id, id) IN (
      SELECT referral_id, id FROM assessments WHERE referral_id < ${idAt("ref", beforeMs)} AND at_ms < ${beforeMs}
        AND NOT EXISTS (SELECT 1 FROM reviews v WHERE v.referral_id = assessments.referral_id AND v.assessment_id = assessments.id)
      ORDER BY referral_id, id LIMIT ${rowsPerStep})`,
  );
}

/** Entries of fraud lists, counted from their end. All lists together are few enough to look through. */
export async function deleteEndedEntries(db: Database, nowMs: number): Promise<number> {
  return inSteps(
    db,
    sql`DELETE FROM fraud_list_entries WHERE id IN (
      SELECT id FROM fraud_list_entries WHERE expires_at_ms < ${nowMs - keptDays.list_entries * dayMs} LIMIT ${rowsPerStep})`,
  );
}

async function inSteps(db: Database, step: SQL): Promise<number> {
  return deleteInSteps(() => db.run(step), stepsPerRun);
}

/** Hops from endpoint to endpoint by the primary key; those that are gone have left rows, too. */
function endpointsOf(table: "webhook_deliveries" | "webhook_attempts"): SQL {
  return sql.raw(`WITH RECURSIVE endpoints (id) AS (
    SELECT min(endpoint_id) FROM ${table}
    UNION ALL SELECT (SELECT min(endpoint_id) FROM ${table} WHERE endpoint_id > endpoints.id) FROM endpoints
    WHERE endpoints.id IS NOT NULL)`);
}
