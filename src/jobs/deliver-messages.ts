import type { Context } from "#context";
import { listDueMessages } from "#store/dispatch";
import { listDueEmails } from "#store/emails";
import { dispatchMessage } from "#usecases/dispatch-message";
import { sendEmail } from "#usecases/send-email";

/** Bounds one tick. */
const pageSize = 100;
/** Each waits for a mail service. */
const mostEmails = 50;

/** The safety net under the doorbell: whatever is due is handed on and sent, whether anybody rang or not. */
export async function deliverMessages(ctx: Context): Promise<{ dispatched: number; emails: number }> {
  const messages = await listDueMessages(ctx.db, { nowMs: ctx.nowMs, limit: pageSize });
  for (const { id } of messages) await dispatchMessage(ctx, id);
  const emails = await listDueEmails(ctx.db, { nowMs: ctx.nowMs, limit: mostEmails });
  for (const { id } of emails) await sendEmail(ctx, id);
  return { dispatched: messages.length, emails: emails.length };
}
