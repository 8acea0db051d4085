import { and, asc, desc, eq, lt, lte, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { EmailOutcome } from "#domain/email-attempt";
import type { Mode } from "#domain/mode";
import { emails } from "#schema/messages";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Database } from "#store/database";
import { aboveAllIds, isAsked, isTestRow, matches, searchedBy } from "#store/listing";

export type EmailRow = typeof emails.$inferSelect;
export type EmailStatus = EmailRow["status"];

export async function findEmail(db: Database, mode: Mode, id: string): Promise<EmailRow | null> {
  const row = await db
    .select()
    .from(emails)
    .where(and(eq(emails.id, id), eq(emails.mode, mode)))
    .get();
  return row ?? null;
}

export async function listEmails(
  db: Database,
  filter: {
    mode: Mode;
    participantId: string | undefined;
    /** Beside a participant any; alone those that are few. */
    status: EmailStatus | undefined;
    template: string | undefined;
    before: string | undefined;
    limit: number;
  },
): Promise<EmailRow[]> {
  const { mode, participantId, status, template, before = aboveAllIds, limit } = filter;
  return db
    .select()
    .from(emails)
    .where(
      and(
        searchedBy(isAsked(emails.participantId, participantId), isUnsent(mode, status), isTestRow(emails.mode, mode)),
        matches(emails.mode, mode),
        matches(emails.status, status),
        matches(emails.template, template),
        lt(emails.id, before),
      ),
    )
    .orderBy(desc(emails.id))
    .limit(limit + 1);
}

/** By the partial index, which only a literal can be proven to want. */
function isUnsent(mode: Mode, status: EmailStatus | undefined): SQL | undefined {
  if (status !== "kept" && status !== "skipped" && status !== "dead") return undefined;
  return and(eq(emails.mode, mode), sql`${emails.status} = ${sql.raw(`'${status}'`)}`);
}

/** What is to be sent, the longest overdue first. */
export async function listDueEmails(db: Database, { nowMs, limit }: { nowMs: number; limit: number }) {
  return db
    .select({ id: emails.id })
    .from(emails)
    .where(and(sql`status = 'due'`, lte(emails.dueAtMs, nowMs)))
    .orderBy(asc(emails.dueAtMs), asc(emails.id))
    .limit(limit);
}

/** One sender has it until then, and this attempt counts. Null: it is not due, or another one has it. */
export async function claimEmail(
  db: Database,
  id: string,
  { nowMs, leaseUntilMs }: { nowMs: number; leaseUntilMs: number },
): Promise<{ attempts: number } | null> {
  const [claimed] = await db
    .update(emails)
    .set({ dueAtMs: leaseUntilMs, attempts: sql`attempts + 1` })
    .where(and(eq(emails.id, id), eq(emails.status, "due"), lte(emails.dueAtMs, nowMs)))
    .returning({ attempts: emails.attempts });
  return claimed ?? null;
}

/** Only by whoever still has it: a lease that ran out may be another's by now. */
export async function finishEmail(
  db: Database,
  id: string,
  leaseUntilMs: number,
  outcome: EmailOutcome,
): Promise<void> {
  await db
    .update(emails)
    .set(outcome)
    .where(and(eq(emails.id, id), eq(emails.status, "due"), eq(emails.dueAtMs, leaseUntilMs)));
}

/** What was kept or given up is due again, from its first attempt on. */
export async function commitEmailAgain(db: Database, id: string, nowMs: number, audit: NewAuditRow): Promise<void> {
  await commitBatch(db, [
    db
      .update(emails)
      .set({ status: "due", reason: null, attempts: 0, dueAtMs: nowMs })
      .where(and(eq(emails.id, id), sql`status IN ('kept', 'dead')`)),
    insertAuditRow(db, audit),
  ]);
}
