import { and, eq, isNull, sql } from "drizzle-orm";
import type { EventAnswer } from "#domain/event";
import type { Mode } from "#domain/mode";
import type { HistoryGuard, Plan, PlannedEvent, PlannedParticipant, PlannedPayment, ProgramPlan } from "#domain/plan";
import type { Referral } from "#domain/referral";
import { conversions, events, explanations, factGuards, payments } from "#schema/events";
import { participants } from "#schema/participants";
import { referrals, touches } from "#schema/referrals";
import { qualifications, rewards } from "#schema/rewards";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import type { Database } from "#store/database";
import { forgetVerdict, writeScoring } from "#store/fraud-commit";
import { writeRewardPlan } from "#store/reward-commit";

type CommittedAt = {
  nowMs: number;
  audit: NewAuditRow[];
  recorded: NewAuditRow | null;
  /** As it was read. */
  refereeIsErased: boolean;
};

/** Writes a plan and the audit rows of its changes: every row, or none. Throws the database's error; `violatedConstraint` names a lost race. */
export async function commitEvent(
  db: Database,
  plan: Plan,
  { nowMs, audit, recorded, refereeIsErased }: CommittedAt,
): Promise<void> {
  const { event, participant, payment, programs, guard } = plan;
  await commitBatch(db, [
    guardHistory(db, guard, refereeIsErased),
    ...(participant === null ? [] : [writeParticipant(db, participant)]),
    writeEvent(db, event),
    ...(payment === null ? [] : [writePayment(db, payment), adoptRefunds(db, payment, event.answer.status)]),
    ...programs.flatMap((program) => writeProgram(db, program, { ...event, nowMs })),
    ...audit.map((row) => insertAuditRow(db, row)),
    ...(recorded === null ? [] : [insertAuditRow(db, withEventSeq(recorded, event))]),
  ]);
}

/**
 * Fails the batch when an event was committed after the facts were read. Without it a payment that
 * parks and a signup that binds could pass each other, and the payment would never be taken up. Also when the referee
 * was erased since: what was decided says who he was.
 */
function guardHistory(
  db: Database,
  { refereeId, paymentRef, mode, newestSeq }: HistoryGuard,
  refereeIsErased: boolean,
): Statement {
  return db.insert(factGuards).select(sql`
    SELECT 1 WHERE EXISTS (SELECT 1 FROM events WHERE referee_id = ${refereeId} AND seq > ${newestSeq} AND status IN ('parked', 'applied'))
      OR EXISTS (SELECT 1 FROM events WHERE mode = ${mode} AND payment_ref = ${paymentRef} AND seq > ${newestSeq} AND status IN ('parked', 'applied'))
      OR EXISTS (SELECT 1 FROM participants WHERE id = ${refereeId} AND (erased_at_ms IS NOT NULL) <> ${refereeIsErased ? 1 : 0})`);
}

function writeParticipant(db: Database, { isNew, participant, atMs }: PlannedParticipant): Statement {
  if (isNew) return db.insert(participants).values({ ...participant, createdAtMs: atMs, updatedAtMs: atMs });
  const { name, email, normalizedEmail, organization, paymentFingerprint, registeredAtMs } = participant;
  return db
    .update(participants)
    .set({ name, email, normalizedEmail, organization, paymentFingerprint, registeredAtMs, updatedAtMs: atMs })
    .where(eq(participants.id, participant.id));
}

function writeEvent(db: Database, planned: PlannedEvent): Statement {
  const { pendingSeq, event, answer } = planned;
  const decided = { refereeId: planned.refereeId, programId: planned.programId, status: answer.status, answer };
  if (pendingSeq !== null) {
    // A decided event takes its place in the commit order, or decisions made meanwhile would not notice it.
    const seq = sql<number>`(SELECT max(seq) + 1 FROM events)`;
    return db
      .update(events)
      .set({ ...decided, seq, refusal: null, payload: event, contentHash: planned.contentHash })
      .where(eq(events.seq, pendingSeq));
  }
  return db.insert(events).values({
    ...decided,
    mode: planned.mode,
    eventId: event.id,
    type: event.type,
    contentHash: planned.contentHash,
    paymentRef: event.paymentRef ?? null,
    occurredAtMs: planned.occurredAtMs,
    receivedAtMs: planned.receivedAtMs,
    verified: planned.verified,
    payload: event,
    actor: planned.actor,
  });
}

function writePayment(db: Database, payment: PlannedPayment): Statement {
  const { refundedMinor, verified, occurredAtMs } = payment;
  return db
    .insert(payments)
    .values(payment)
    .onConflictDoUpdate({
      target: [payments.mode, payments.paymentRef],
      set: { refundedMinor, verified, occurredAtMs },
    });
}

/** Refunds that came before their payment and named only it now belong to its referee, and fare as it does. */
function adoptRefunds(
  db: Database,
  { mode, paymentRef, refereeId }: PlannedPayment,
  status: EventAnswer["status"],
): Statement {
  return db
    .update(events)
    .set({ refereeId, status: sql`CASE WHEN status = 'parked' THEN ${status} ELSE status END` })
    .where(and(eq(events.mode, mode), eq(events.paymentRef, paymentRef), isNull(events.refereeId)));
}

function writeProgram(
  db: Database,
  plan: ProgramPlan,
  { mode, event, nowMs }: PlannedEvent & { nowMs: number },
): Statement[] {
  const eventSeq = seqOf({ mode, event });
  const { refereeId, programId, clauses, atMs } = plan;
  return [
    ...writeReferral(db, plan, mode),
    ...plan.conversions.map((row) => db.insert(conversions).values({ ...row, mode, createdAtMs: atMs })),
    ...plan.qualifications.map((row) =>
      db
        .insert(qualifications)
        .values(row)
        .onConflictDoUpdate({
          target: [qualifications.referralId, qualifications.criterion],
          set: { status: row.status, dueAtMs: row.dueAtMs, paymentRefs: row.paymentRefs },
        }),
    ),
    ...writeRewardPlan(db, plan, { mode, atMs, nowMs }),
    ...(plan.referral?.isMoved === true ? [forgetVerdict(db, plan.referral.referral.id)] : []),
    ...writeScoring(db, plan, { mode, atMs }),
    ...plan.amended.map(({ id, ...fields }) => db.update(rewards).set(fields).where(eq(rewards.id, id))),
    db.insert(explanations).values({ refereeId, programId, eventSeq, clauses, decidedAtMs: atMs }),
  ];
}

/** Its number in the inbox, and not the caller's id, which may be somebody's name. */
function withEventSeq(row: NewAuditRow, planned: PlannedEvent): NewAuditRow {
  const detail = sql`json_set(${JSON.stringify(row.detail)}, '$.event_seq', ${seqOf(planned)})`;
  return { ...row, detail };
}

function seqOf({ mode, event }: Pick<PlannedEvent, "mode" | "event">) {
  return sql<number>`(SELECT seq FROM events WHERE mode = ${mode} AND event_id = ${event.id})`;
}

function writeReferral(
  db: Database,
  { referral: planned, touches: rows, programId, refereeId, atMs }: ProgramPlan,
  mode: Mode,
): Statement[] {
  if (planned === null) return [];
  const { referral } = planned;
  if (!planned.isNew) return planned.isChanged ? [writeSteps(db, referral, planned.isMoved)] : [];
  return [
    db.insert(referrals).values({ ...referral, mode, createdAtMs: atMs }),
    ...rows.map((touch) => db.insert(touches).values(touch)),
    takeUpParked(db, refereeId, programId),
  ];
}

/** Only what can move is set: writing an indexed column writes its index again. */
function writeSteps(db: Database, referral: Referral, isMoved: boolean): Statement {
  const steps = {
    ...(isMoved && { referrerId: referral.referrerId }),
    stage: referral.stage,
    signupStartedAtMs: referral.signupStartedAtMs,
    signedUpAtMs: referral.signedUpAtMs,
    activatedAtMs: referral.activatedAtMs,
    convertedAtMs: referral.convertedAtMs,
    rewardedAtMs: referral.rewardedAtMs,
    retainedAtMs: referral.retainedAtMs,
    churnedAtMs: referral.churnedAtMs,
  };
  return db.update(referrals).set(steps).where(eq(referrals.id, referral.id));
}

/** What waited for this referral was decided with it. */
function takeUpParked(db: Database, refereeId: string, programId: string): Statement {
  return db
    .update(events)
    .set({ status: "applied" })
    .where(sql`referee_id = ${refereeId} AND status = 'parked' AND (program_id IS NULL OR program_id = ${programId})`);
}
