import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { Context } from "#context";
import type { EmailAnswer, OutgoingEmail } from "#domain/outside";
import { listDueMessages } from "#store/dispatch";
import { listDueEmails } from "#store/emails";
import { dispatchMessage } from "#usecases/dispatch-message";
import { issueLink } from "#usecases/issue-link";
import { sendEmail } from "#usecases/send-email";

export type MailRow = {
  id: string;
  template: string;
  participant_id: string | null;
  status: string;
  reason: string | null;
  attempts: number;
  due_at_ms: number;
  provider_id: string | null;
};

/** Where emails arrive. What it answers is the test's to say. */
export function openMailService(answer: (email: OutgoingEmail) => EmailAnswer = accepts) {
  const received: OutgoingEmail[] = [];
  const sendEmail = async (email: OutgoingEmail) => {
    received.push(email);
    return answer(email);
  };
  return { received, in: (ctx: Context): Context => ({ ...ctx, outside: { ...ctx.outside, sendEmail } }) };
}

function accepts({ idempotencyKey }: OutgoingEmail): EmailAnswer {
  return { isSent: true, providerId: `re_${idempotencyKey}` };
}

/** What the minute's job does, by the same functions. */
export async function deliverAll(ctx: Context): Promise<void> {
  const { nowMs } = ctx;
  for (const { id } of await listDueMessages(ctx.db, { nowMs, limit: 100 })) await dispatchMessage(ctx, id);
  for (const { id } of await listDueEmails(ctx.db, { nowMs, limit: 100 })) await sendEmail(ctx, id);
}

export async function emailRows(): Promise<MailRow[]> {
  return (await env.DB.prepare("SELECT * FROM emails ORDER BY id").all<MailRow>()).results;
}

/** An email of its own, as the dispatch of a message would have written it. */
export async function seedEmail(fields: {
  mode: string;
  programId: string;
  participantId: string;
  status?: string;
}): Promise<string> {
  const { mode, programId, participantId, status = "kept" } = fields;
  const id = `eml_${crypto.randomUUID().replaceAll("-", "").slice(0, 24)}`;
  const messageId = id.replace("eml", "msg");
  await env.DB.batch([
    env.DB.prepare("INSERT INTO outbox VALUES (?, ?, 'participant.joined', '{}', 0, 'sent', 0, 0)").bind(
      ...[messageId, mode],
    ),
    env.DB.prepare(
      `INSERT INTO emails (id, mode, message_id, template, program_id, participant_id, status, due_at_ms, created_at_ms)
       VALUES (?, ?, ?, 'welcome', ?, ?, ?, 0, 0)`,
    ).bind(id, mode, messageId, programId, participantId, status),
  ]);
  return id;
}

/** A participant without a link yet. */
export async function register(ctx: Context, fields: Record<string, unknown> = {}): Promise<string> {
  const id = ctx.newId("ptc");
  const row = { name: "Ann Archer", email: "ann@example.com", status: "active", ...fields };
  await env.DB.prepare(
    `INSERT INTO participants (id, mode, kind, external_id, name, email, status, created_at_ms, updated_at_ms)
     VALUES (?1, ?2, 'supplier', ?1, ?3, ?4, ?5, 0, 0)`,
  )
    .bind(id, ctx.actor.mode, row.name, row.email, row.status)
    .run();
  return id;
}

export async function join(ctx: Context, programId: string, participantId: string): Promise<void> {
  const issued = await issueLink(ctx, { program: programId, participant: participantId, channel: "link" });
  expect(issued.ok).toBe(true);
}
